// Drop-downs made of <details data-menu>: one open at a time, Escape, arrows, a click elsewhere.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");
const itemsOf = (menu) => [...menu.querySelectorAll("a[href], button:not([disabled])")].filter((item) => item.offsetParent);

document.addEventListener("click", (event) => {
  const inside = event.target.closest("details[data-menu]");
  for (const menu of openMenus()) if (menu !== inside) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]");
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    menu.open = true;
    const items = itemsOf(menu).filter((item) => item.closest(".menu-panel"));
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = items.indexOf(document.activeElement) + step;
    items.at(next < 0 && step < 0 ? -1 : next % items.length)?.focus();
  }
});

document.addEventListener("focusin", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
