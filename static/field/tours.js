// Tours: visits dragged within a day, to another day or out of all (each row's menu does the same); companies picked on a map.
let dragged = null;
const movers = (place) => [...place.querySelectorAll("tr")].filter((row) => row.querySelector("[data-mover]"));

function ready() {
  for (const row of movers(document)) row.draggable = true;
}

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("tr[draggable=true]");
  if (!row) return;
  dragged = row;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  row.classList.add("is-dragged");
});

// The place in a day at which the pointer is, from 1, the dragged visit left out.
function rankAt(day, y) {
  const rows = movers(day).filter((row) => row !== dragged);
  const before = [...day.querySelectorAll("tbody tr")].filter((row) => row !== dragged);
  const below = before.find((row) => y < row.getBoundingClientRect().top + row.offsetHeight / 2);
  return { rank: below ? before.indexOf(below) + 1 : before.length + 1, below, rows };
}

function mark(day, below) {
  for (const each of document.querySelectorAll(".is-drop, .is-drop-before")) each.classList.remove("is-drop", "is-drop-before");
  day?.classList.add("is-drop");
  below?.classList.add("is-drop-before");
}

document.addEventListener("dragover", (event) => {
  const day = event.target.closest?.("[data-day]");
  if (!dragged || !day) return;
  event.preventDefault();
  mark(day, rankAt(day, event.clientY).below);
});

document.addEventListener("drop", (event) => {
  const day = event.target.closest?.("[data-day]");
  if (!dragged || !day) return;
  event.preventDefault();
  const form = dragged.querySelector("[data-mover]");
  const { rank } = rankAt(day, event.clientY);
  for (const [name, value] of [["day", day.dataset.day], ["rank", rank]]) {
    for (const old of form.querySelectorAll(`[name=${name}]`)) old.disabled = true;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(field);
  }
  form.requestSubmit();
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  mark(null, null);
});

// Whoever moves visits by keyboard stays at the visit, or at its other button where the first is gone.
let held = "";
document.addEventListener("submit", (event) => {
  if (event.target.matches?.("[hx-target='#main']")) held = document.activeElement?.id ?? "";
}, true);

document.addEventListener("htmx:after:swap", () => {
  ready();
  for (const picking of document.querySelectorAll("[data-picking]")) show(picking);
  if (!held || document.activeElement !== document.body) return;
  const [, stop] = held.split(/-(?=[0-9]+$)/);
  const places = [held, `up-${stop}`, `down-${stop}`, `place-${stop}`];
  places.map((id) => document.getElementById(id)).find(Boolean)?.focus({ preventScroll: true });
  held = "";
});
ready();

// The map: each spot holds the numbers of its companies; a click ticks them, a rectangle ticks all within.
const boxesOf = (spot) => spot.dataset.pick.split(" ").map((id) => spot.closest("[data-picking]").querySelector(`[name=company_ids][value="${id}"]`)).filter(Boolean);

function show(picking) {
  for (const spot of picking.querySelectorAll("[data-pick]")) spot.classList.toggle("is-picked", boxesOf(spot).some((box) => box.checked));
  const count = picking.querySelector("[data-pick-count]");
  if (count) count.textContent = picking.querySelectorAll("[name=company_ids]:checked").length;
}

function pointOn(map, event) {
  const { left, top, width, height } = map.getBoundingClientRect();
  const { baseVal } = map.viewBox;
  return { x: ((event.clientX - left) / width) * baseVal.width, y: ((event.clientY - top) / height) * baseVal.height };
}

let from = null;
document.addEventListener("pointerdown", (event) => {
  const map = event.target.closest?.("[data-pick-map]");
  if (!map || event.button !== 0) return;
  const spot = event.target.closest("[data-pick]");
  if (spot) {
    const boxes = boxesOf(spot);
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    show(spot.closest("[data-picking]"));
  } else {
    from = { map, ...pointOn(map, event) };
    map.setPointerCapture(event.pointerId);
    event.preventDefault();
  }
});

function lasso(event) {
  const to = pointOn(from.map, event);
  const box = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y) };
  const shape = from.map.querySelector("[data-pick-lasso]");
  for (const [name, value] of Object.entries(box)) shape.setAttribute(name, value);
  return box;
}

document.addEventListener("pointermove", (event) => from && lasso(event));
document.addEventListener("pointerup", (event) => {
  if (!from) return;
  const { x, y, width, height } = lasso(event);
  const shape = from.map.querySelector("[data-pick-lasso]");
  for (const spot of from.map.querySelectorAll("[data-pick]")) {
    const dot = spot.querySelector("circle");
    const [cx, cy] = [dot.cx.baseVal.value, dot.cy.baseVal.value];
    if (cx >= x && cx <= x + width && cy >= y && cy <= y + height) for (const box of boxesOf(spot)) box.checked = true;
  }
  shape.setAttribute("width", 0);
  show(from.map.closest("[data-picking]"));
  from = null;
});

document.addEventListener("change", (event) => {
  const picking = event.target.closest?.("[data-picking]");
  if (picking) show(picking);
});
for (const picking of document.querySelectorAll("[data-picking]")) show(picking);
