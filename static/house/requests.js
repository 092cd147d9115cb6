// What happens around htmx requests: CSRF, refusals of the network and of the server, focus and words after a swap.
import { showDialog } from "./dialog.js";
import { failureText, forbiddenText, toast } from "./toast.js";

const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const offline = () => document.querySelector("[data-offline]");

export function announce(text) {
  const place = document.querySelector("[data-announcer]");
  if (!place || !text) return;
  place.textContent = "";
  setTimeout(() => (place.textContent = text), 60);
}

export function expired() {
  const dialog = document.getElementById("session-dialog");
  if (dialog) showDialog(dialog);
}

function setOffline(on) {
  const banner = offline();
  if (banner) banner.hidden = !on;
}

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (!/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = token();
});

document.addEventListener("htmx:response:error", (event) => {
  const { status } = event.detail.ctx.response;
  if (status === 401) expired();
  else if (status === 403) toast(forbiddenText(), { bad: true });
  else if (status === 404 || status >= 500) toast(failureText(), { bad: true });
});

document.addEventListener("htmx:error", (event) => {
  if (event.detail.error instanceof TypeError || !navigator.onLine) setOffline(true);
});

document.addEventListener("htmx:after:request", () => setOffline(false));
addEventListener("offline", () => setOffline(true));
addEventListener("online", () => setOffline(false));
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-offline-retry]")) location.reload();
});

document.addEventListener("htmx:after:swap", () => {
  const part = document.querySelector("[data-announce]:not([data-announced])");
  if (part) {
    part.dataset.announced = "";
    announce(part.dataset.announce);
  }
  document.querySelector("[data-focus]:not([data-focused])")?.focus();
});

for (const part of document.querySelectorAll("[data-announce]")) part.dataset.announced = "";
const first = document.querySelector("[data-focus]");
if (first) {
  first.dataset.focused = "";
  first.focus();
}
