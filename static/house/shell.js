// The frame of the page: rail folded or slid in, light or dark; both remembered in a cookie so that the server draws them at once.
const root = document.documentElement;
const YEAR = 31_536_000;

function remember(name, value) {
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
}

export function foldRail() {
  const folded = root.dataset.rail !== "folded";
  if (folded) root.dataset.rail = "folded";
  else delete root.dataset.rail;
  if (folded) document.querySelectorAll(".rail-group").forEach((group) => (group.open = true));
  document.querySelector("[data-rail-fold]")?.setAttribute("aria-expanded", String(!folded));
  remember("rail", folded ? "folded" : "open");
}

function slideRail(open) {
  const rail = document.getElementById("rail");
  if (!rail) return;
  rail.classList.toggle("is-open", open);
  for (const part of document.querySelectorAll(".stage, .phone-bar")) part.inert = open;
  (open ? rail.querySelector("[data-rail-close]") : document.querySelector("[data-rail-open]"))?.focus();
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-choice]");
  if (theme) setTheme(theme.dataset.themeChoice);
  else if (event.target.closest("[data-print]")) print();
  else if (event.target.closest("[data-rail-fold]")) foldRail();
  else if (event.target.closest("[data-rail-open]")) {
    event.preventDefault();
    slideRail(true);
  } else if (event.target.closest("[data-rail-close]")) {
    event.preventDefault();
    slideRail(false);
  } else if (document.querySelector(".rail.is-open") && !event.target.closest(".rail")) slideRail(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.querySelector(".rail.is-open")) slideRail(false);
});

function setTheme(choice) {
  root.dataset.theme = choice;
  root.dataset.bsTheme = choice === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : choice;
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
  remember("theme", choice);
}
