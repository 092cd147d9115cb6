// Single keys outside fields; they can be switched off in their own dialog (WCAG 2.1.4).
import { showDialog } from "./dialog.js";
import { foldRail } from "./shell.js";

const KEY = "comptoir.shortcuts";
const enabled = () => localStorage.getItem(KEY) !== "off";
const writing = (element) => element.closest?.("input, textarea, select, [contenteditable], dialog[open]");
const rowLinks = () => [...document.querySelectorAll("main .row-link")];

function step(by) {
  const links = rowLinks();
  const place = links.indexOf(document.activeElement);
  links[Math.max(0, Math.min(links.length - 1, place < 0 ? 0 : place + by))]?.focus();
}

const ACTS = {
  "/": () => document.querySelector("[data-list-search]")?.focus(),
  "?": () => showDialog(document.getElementById("shortcuts-dialog")),
  "[": foldRail,
  j: () => step(1),
  k: () => step(-1),
};

document.addEventListener("keydown", (event) => {
  if (!enabled() || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : "";
  const marked = key && [...document.querySelectorAll("[data-shortcut]")].find((each) => each.dataset.shortcut === key);
  const act = marked ? () => marked.click() : ACTS[key];
  if (!act) return;
  event.preventDefault();
  act();
});

const box = document.querySelector("[data-shortcuts-switch]");
if (box) {
  box.checked = enabled();
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
}
