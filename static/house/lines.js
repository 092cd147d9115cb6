// The lines of a document: rows added and taken away in place, totals as one types. The server's figures stay the true ones.
// Sums are integers: cents, thousandths of a quantity, hundredths of a percent; rounding is half-up per line and per VAT rate.
const language = document.documentElement.lang || "fr";
const formats = new Map();

// Writes cents in the editor's currency.
function said(cents, currency) {
  if (!formats.has(currency)) formats.set(currency, new Intl.NumberFormat(language, { style: "currency", currency }));
  return formats.get(currency).format(Number(cents) / 100);
}

// Reads "1 234,5" as an integer number of 10^-places, or null.
export function exact(text, places) {
  const clean = String(text ?? "").replace(/[\s\u00a0\u202f€%]/g, "").replace(",", ".");
  const found = /^(-?)(\d+)(?:\.(\d*))?$/.exec(clean);
  if (!found) return null;
  const [, sign, whole, part = ""] = found;
  if (part.length > places && /[1-9]/.test(part.slice(places))) return null;
  const value = BigInt(whole + part.slice(0, places).padEnd(places, "0"));
  return sign ? -value : value;
}

// Divides, halves away from zero.
export function halfUp(value, by) {
  const positive = value < 0n ? -value : value;
  const rounded = (2n * positive + by) / (2n * by);
  return value < 0n ? -rounded : rounded;
}

const fieldOf = (row, name) => row.querySelector(`[data-line-field="${name}"]`);

function rateOf(row) {
  const field = fieldOf(row, "vat_rate");
  if (field) return exact(field.selectedOptions?.[0]?.dataset.percent ?? field.value, 2) ?? 0n;
  return exact(fieldOf(row, "product")?.selectedOptions[0]?.dataset.vat, 2) ?? 0n;
}

// The net of a row in cents, or null while something is missing.
function netOf(row) {
  const quantity = exact(fieldOf(row, "quantity")?.value, 3);
  const typed = fieldOf(row, "unit_price");
  const price = exact(typed ? typed.value : fieldOf(row, "product")?.selectedOptions[0]?.dataset.price, 2);
  const discount = exact(fieldOf(row, "discount")?.value || "0", 2);
  if (quantity === null || price === null || discount === null) return null;
  const before = halfUp(quantity * price, 1000n);
  return before - halfUp(before * discount, 10_000n);
}

const write = (place, cents) => {
  if (place) place.textContent = cents === null ? "—" : said(cents, place.closest("[data-lines]").dataset.currency || "EUR");
};

// What is taken off the whole, by a field of the same form; hundredths of a percent.
const wholeDiscount = (editor) => exact(editor.closest("form")?.querySelector("[data-whole-discount]")?.value || "0", 2) ?? 0n;

function count(editor) {
  const bases = new Map();
  let net = 0n;
  for (const row of editor.querySelectorAll("[data-line]")) {
    const own = netOf(row);
    write(row.querySelector("[data-line-total]"), own);
    if (own === null) continue;
    net += own;
    const rate = rateOf(row);
    bases.set(rate, (bases.get(rate) ?? 0n) + own);
  }
  const discount = wholeDiscount(editor);
  let vat = 0n;
  for (const [rate, base] of bases) {
    const off = halfUp(base * discount, 10_000n);
    net -= off;
    vat += halfUp((base - off) * rate, 10_000n);
  }
  write(editor.querySelector("[data-total-net]"), net);
  write(editor.querySelector("[data-total-vat]"), vat);
  write(editor.querySelector("[data-total-gross]"), net + vat);
}

// Gives a row its number wherever a name or an id holds one, as in lines-2-quantity.
function renumber(row, to) {
  const prefix = row.closest("[data-lines]").id;
  const pattern = new RegExp(`^${prefix}-\\d+-`);
  for (const element of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
    for (const attribute of ["name", "id", "for", "aria-describedby"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(pattern, `${prefix}-${to}-`));
    }
  }
  const button = row.querySelector("[data-line-remove]");
  if (button) button.value = to;
  for (const element of row.querySelectorAll("[aria-label], .line-remove .visually-hidden")) {
    if (element.hasAttribute("aria-label")) element.setAttribute("aria-label", element.getAttribute("aria-label").replace(/\d+$/, to + 1));
    else element.textContent = element.textContent.replace(/\d+$/, to + 1);
  }
}

function empty(row) {
  for (const field of row.querySelectorAll("input, select, textarea")) {
    if (field.type === "hidden" && field.name.endsWith("csrf_token")) continue;
    if (field instanceof HTMLSelectElement) {
      const marked = [...field.options].findIndex((option) => option.defaultSelected);
      field.selectedIndex = field.dataset.lineField === "vat_rate" ? Math.max(0, marked) : 0;
    } else if (field.type === "checkbox") field.checked = false;
    else field.value = field.dataset.lineField === "quantity" ? "1" : "";
    field.classList.remove("is-wrong");
    field.removeAttribute("aria-invalid");
  }
  for (const message of row.querySelectorAll(".field-error")) message.remove();
}

function addLine(editor) {
  const rows = [...editor.querySelectorAll("[data-line]")];
  const last = rows.at(-1);
  const row = last.cloneNode(true);
  last.after(row);
  empty(row);
  renumber(row, rows.length);
  row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

function removeLine(editor, row) {
  const rows = [...editor.querySelectorAll("[data-line]")];
  if (rows.length === 1) empty(row);
  else row.remove();
  [...editor.querySelectorAll("[data-line]")].forEach(renumber);
  editor.querySelector("[data-line-add]")?.focus();
}

// A chosen product fills the label, price and VAT rate that its option carries.
function fillFromProduct(row, option) {
  const given = { label: option.dataset.label, unit_price: option.dataset.price, vat_rate: option.dataset.vat };
  for (const [name, value] of Object.entries(given)) {
    const field = fieldOf(row, name);
    if (!field || value === undefined) continue;
    if (field instanceof HTMLSelectElement) {
      const match = [...field.options].find((each) => (each.dataset.percent ?? each.value) === value);
      if (match) match.selected = true;
    } else field.value = value;
  }
}

// A price that stands in the list follows the quantity to the list's next step; one that was typed stays.
function followQuantity(row) {
  const field = fieldOf(row, "unit_price");
  const steps = (fieldOf(row, "product")?.selectedOptions?.[0]?.dataset.steps ?? "").split(";").map((step) => step.split("="));
  const quantity = exact(fieldOf(row, "quantity")?.value, 3);
  if (!field || quantity === null || !steps.some(([, price]) => price === field.value)) return;
  const reached = steps.filter(([from]) => exact(from, 3) <= quantity).at(-1);
  if (reached) field.value = reached[1];
}

document.addEventListener("click", (event) => {
  const editor = event.target.closest("[data-lines]");
  if (!editor) return;
  const remove = event.target.closest("[data-line-remove]");
  if (!remove && !event.target.closest("[data-line-add]")) return;
  event.preventDefault();
  if (remove) removeLine(editor, remove.closest("[data-line]"));
  else addLine(editor);
  count(editor);
  editor.dispatchEvent(new Event("input", { bubbles: true }));
});

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    if (event.target.matches?.("[data-whole-discount]")) countAll();
    const editor = event.target.closest?.("[data-lines]");
    if (!editor) return;
    const field = event.target;
    if (field.dataset.lineField === "quantity") followQuantity(field.closest("[data-line]"));
    if (kind === "change" && field.dataset.lineField === "product" && event.isTrusted) fillFromProduct(field.closest("[data-line]"), field.selectedOptions[0]);
    count(editor);
  });
}

const countAll = () => document.querySelectorAll("[data-lines]").forEach(count);
document.addEventListener("htmx:after:swap", countAll);
countAll();
