// Short messages at the bottom right: flashed ones, and those of the HX-Trigger header {"toast": {"text": …, "undo": url}}.
const LIFETIME = 10_000;

const templateText = (name) => document.querySelector(`[data-${name}]`)?.content.textContent.trim() ?? "";
export const failureText = () => templateText("toast-failure");
export const forbiddenText = () => templateText("toast-forbidden");

export function toast(text, { undo = "", bad = false } = {}) {
  const place = document.querySelector("[data-toasts]");
  const template = document.querySelector("[data-toast-template]");
  if (!place || !template || !text) return;
  const note = template.content.firstElementChild.cloneNode(true);
  note.classList.toggle("is-bad", bad);
  note.querySelector("[data-toast-text]").textContent = text;
  if (undo) {
    const link = note.querySelector("[data-toast-undo]");
    link.href = undo;
    link.hidden = false;
  }
  place.append(note);
  leaveLater(note);
}

// Waits while the pointer or the focus is on it.
function leaveLater(note) {
  let timer;
  const start = () => (timer = setTimeout(() => note.remove(), LIFETIME));
  const stop = () => clearTimeout(timer);
  note.addEventListener("pointerenter", stop);
  note.addEventListener("pointerleave", start);
  note.addEventListener("focusin", stop);
  note.addEventListener("focusout", start);
  start();
}

document.addEventListener("click", (event) => {
  event.target.closest("[data-toast-close]")?.closest(".toast-note").remove();
});

document.addEventListener("toast", (event) => {
  const sent = event.detail?.value ?? event.detail ?? {};
  if (typeof sent === "string") toast(sent);
  else toast(sent.text, { undo: sent.undo, bad: Boolean(sent.bad) });
});

for (const flash of document.querySelectorAll('[data-flash="good"]')) {
  toast(flash.textContent.trim());
  flash.remove();
}
