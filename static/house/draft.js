// Keeps what is typed in forms with data-draft for this tab, until it is sent; signing out forgets it.
// A draft being sent is dropped on the next signed-in page, but kept if sign-in or an error page came between.
const PREFIX = "comptoir.draft.";
const PAUSE = 300;
const keyOf = (form) => `${PREFIX}${location.pathname}#${form.dataset.draft}`;
const stored = () => Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
const kept = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !("noDraft" in field.dataset);

const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

function write(form, extra = {}) {
  const fields = [...form.elements].filter(kept).map((field) => [field.name, field.type, valueOf(field), field.value]);
  try {
    sessionStorage.setItem(keyOf(form), JSON.stringify({ fields, ...extra }));
  } catch {
    return;
  }
}

function fill(form, fields) {
  const waiting = [...fields];
  for (const field of [...form.elements].filter(kept)) {
    const choice = ["checkbox", "radio"].includes(field.type);
    const at = waiting.findIndex(([name, type, , value]) => name === field.name && type === field.type && (!choice || value === field.value));
    if (at < 0) continue;
    const [[, , value]] = waiting.splice(at, 1);
    if (choice) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

const differs = (form, fields) =>
  fields.some(([name, type, value, own]) =>
    [...form.elements].some((field) => field.name === name && field.type === type && (type === "radio" || type === "checkbox" ? field.value === own : true) && valueOf(field) !== value),
  );

function restore(form) {
  const text = sessionStorage.getItem(keyOf(form));
  if (!text || "refused" in form.dataset) return;
  const { fields } = JSON.parse(text);
  if (!differs(form, fields)) return;
  fill(form, fields);
  const notice = document.querySelector("[data-draft-notice]")?.content.firstElementChild.cloneNode(true);
  if (notice) form.prepend(notice);
}

const timers = new WeakMap();
function onInput(event) {
  const form = event.target.form;
  if (!form || !("draft" in form.dataset)) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => write(form), PAUSE));
}

document.addEventListener("input", onInput);
document.addEventListener("submit", (event) => {
  const form = event.target;
  if ("signOut" in form.dataset) for (const key of stored()) sessionStorage.removeItem(key);
  else if ("draft" in form.dataset) {
    clearTimeout(timers.get(form));
    write(form, { sending: true });
  }
});
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-draft-drop]")?.closest("form");
  if (!form) return;
  sessionStorage.removeItem(keyOf(form));
  form.reset();
  event.target.closest(".alert-note").remove();
});
document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  const { status } = event.detail.ctx.response ?? {};
  if (form?.dataset && "draft" in form.dataset && status < 400) sessionStorage.removeItem(keyOf(form));
});

const signedIn = "signedIn" in document.body.dataset;
for (const key of stored()) {
  const draft = JSON.parse(sessionStorage.getItem(key));
  if (!draft.sending) continue;
  if (signedIn && !document.querySelector("form[data-refused]")) sessionStorage.removeItem(key);
  else sessionStorage.setItem(key, JSON.stringify({ fields: draft.fields }));
}
for (const form of document.querySelectorAll("form[data-draft]")) restore(form);
