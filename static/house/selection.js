// Ticked rows of a list: data-select-all, data-select (Shift for a range), and the bar data-bulk that appears with them.
let last = null;
const boxes = () => [...document.querySelectorAll("[data-select]")];

function show() {
  const all = boxes();
  const ticked = all.filter((box) => box.checked);
  for (const box of all) box.closest("tr")?.classList.toggle("is-selected", box.checked);
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    bar.hidden = ticked.length === 0;
    const words = bar.querySelector("[data-bulk-count]");
    if (words) words.textContent = ticked.length;
  }
  for (const box of document.querySelectorAll("[data-select-all]")) {
    box.checked = all.length > 0 && ticked.length === all.length;
    box.indeterminate = ticked.length > 0 && ticked.length < all.length;
  }
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-select]");
  if (box) {
    const all = boxes();
    if (event.shiftKey && last && all.includes(last)) {
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      for (const each of all.slice(from, to + 1)) each.checked = box.checked;
    }
    last = box;
    show();
  } else if (event.target.closest("[data-bulk-clear]")) {
    for (const each of boxes()) each.checked = false;
    show();
  }
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-select-all]")) return;
  for (const each of boxes()) each.checked = event.target.checked;
  show();
});
document.addEventListener("htmx:after:swap", show);
show();
