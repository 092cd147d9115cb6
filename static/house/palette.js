// Ctrl+K: a combobox (ARIA 1.2) whose options are an HTML fragment from body[data-palette-url].
import { showDialog } from "./dialog.js";
import { expired } from "./requests.js";

const PAUSE = 120;
const LARGEST_RECENT = 6;
const dialog = document.querySelector("[data-palette]");
let timer;
let asking;

export function openPalette() {
  if (!dialog) return;
  showDialog(dialog);
  input().select();
  ask();
}

const input = () => dialog.querySelector("[data-palette-input]");
const list = () => dialog.querySelector("[data-palette-options]");
const options = () => [...dialog.querySelectorAll('[role="option"]')];
const current = () => dialog.querySelector('[role="option"][aria-selected="true"]');

function choose(option) {
  current()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input().setAttribute("aria-activedescendant", option.id);
  } else {
    input().removeAttribute("aria-activedescendant");
  }
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const url = new URL(document.body.dataset.paletteUrl, location.href);
  url.searchParams.set("q", input().value.trim());
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#palette_options_part" };
  try {
    const response = await fetch(url, { headers, signal: asking.signal });
    if (response.status === 401) {
      dialog.close();
      expired();
    }
    if (response.ok) show(await response.text());
  } catch (fault) {
    if (fault.name !== "AbortError") show("");
  }
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = page.querySelector("[data-palette-options]") ?? page.body;
  list().replaceChildren(...fresh.childNodes);
  const found = options();
  dialog.querySelector("[data-palette-empty]").hidden = found.length > 0;
  choose(found[0]);
}

function onKey(event) {
  const found = options();
  const place = found.indexOf(current());
  const moves = { ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + LARGEST_RECENT, PageUp: place - LARGEST_RECENT };
  if (event.key in moves && found.length) {
    event.preventDefault();
    const next = moves[event.key];
    const far = event.key.startsWith("Page");
    choose(far ? found[Math.max(0, Math.min(found.length - 1, next))] : found.at(next % found.length));
  } else if (event.key === "Enter" && current()) {
    event.preventDefault();
    current().click();
  }
}

if (dialog) {
  input().addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input().addEventListener("keydown", onKey);
  dialog.addEventListener("pointermove", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option && option !== current()) choose(option);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette-open]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      openPalette();
    }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && !event.altKey) {
      event.preventDefault();
      if (!document.querySelector("dialog[open]:not([data-palette])")) openPalette();
    }
  });
}
