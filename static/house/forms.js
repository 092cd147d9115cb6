// Forms: no double submit, parts that depend on an answer (data-when="name=value"), selects that submit (data-submit).
const sendersOf = (form) => [...form.querySelectorAll("button:not([type=button])")];

function lock(form) {
  form.setAttribute("aria-busy", "true");
  for (const button of sendersOf(form)) {
    if (!button.disabled) {
      button.disabled = true;
      button.dataset.locked = "";
    }
  }
}

function unlock(root) {
  for (const form of root.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  for (const button of root.querySelectorAll("[data-locked]")) {
    button.disabled = false;
    delete button.dataset.locked;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // After this turn, so that the pressed button's own value is still sent.
  setTimeout(() => {
    if (!event.defaultPrevented || form.hasAttribute("hx-post")) lock(form);
  });
});
document.addEventListener("htmx:finally:request", () => unlock(document));
addEventListener("pageshow", (event) => event.persisted && unlock(document));

function answerOf(form, name) {
  const field = form.elements[name];
  if (!field) return "";
  if (field.type === "checkbox") return field.checked ? field.value : "";
  return field.value ?? "";
}

function showDependent(root) {
  for (const part of root.querySelectorAll("[data-when]")) {
    const [name, values] = part.dataset.when.split("=");
    const form = part.closest("form");
    if (form) part.hidden = !values.split("|").includes(answerOf(form, name));
  }
}

document.addEventListener("change", (event) => {
  showDependent(document);
  if (event.target.matches?.("[data-submit]")) event.target.form.requestSubmit();
});
document.addEventListener("htmx:after:swap", () => showDependent(document));
showDependent(document);
