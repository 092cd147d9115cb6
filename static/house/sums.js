// The parts of a whole, added up as one types: beside the whole they should make. The server's figures stay the true ones.
import { exact } from "./lines.js";

const language = document.documentElement.lang || "fr";

// Writes an integer of the unit: cents as euros, a count as it is.
function said(value, unit) {
  if (unit === "euros") return new Intl.NumberFormat(language, { style: "currency", currency: "EUR" }).format(Number(value) / 100);
  return new Intl.NumberFormat(language).format(Number(value));
}

function add(frame) {
  const unit = frame.dataset.sumUnit;
  const places = unit === "euros" ? 2 : 0;
  const parts = [...frame.querySelectorAll("input")].map((field) => exact(field.value || "0", places));
  const place = frame.querySelector("[data-sum-said]");
  place.hidden = false;
  const whole = BigInt(frame.dataset.sum);
  const sum = parts.some((part) => part === null) ? null : parts.reduce((before, part) => before + part, 0n);
  const gap = sum === null ? null : sum - whole;
  frame.querySelector("[data-sum-total]").textContent = sum === null ? "—" : said(sum, unit);
  frame.querySelector("[data-sum-even]").hidden = gap !== 0n;
  frame.querySelector("[data-sum-gap]").hidden = gap === null || gap === 0n;
  frame.querySelector("[data-sum-short]").hidden = gap === null || gap >= 0n;
  frame.querySelector("[data-sum-over]").hidden = gap === null || gap <= 0n;
  frame.querySelector("[data-sum-difference]").textContent = gap === null ? "" : said(gap < 0n ? -gap : gap, unit);
}

document.addEventListener("input", (event) => {
  const frame = event.target.closest?.("[data-sum]");
  if (frame) add(frame);
});
const addAll = () => document.querySelectorAll("[data-sum]").forEach(add);
document.addEventListener("htmx:after:swap", addAll);
addAll();
