// Native dialogs: data-dialog-open="id", data-dialog-close, and the question before a form with data-confirm.
export function showDialog(dialog) {
  if (!dialog.open) dialog.showModal();
}

let asked = null;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog) {
      event.preventDefault();
      opener.closest("details[open]")?.removeAttribute("open");
      showDialog(dialog);
    }
    return;
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  else if (event.target.closest("[data-confirm-yes]") && asked) {
    const { form, submitter } = asked;
    form.dataset.confirmed = "";
    event.target.closest("dialog").close();
    form.requestSubmit(submitter ?? undefined);
  } else if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    const dialog = document.getElementById("confirm-dialog");
    if (!question || !dialog) return;
    if ("confirmed" in form.dataset) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = { form, submitter: event.submitter };
    dialog.querySelector("[data-confirm-text]").textContent = question;
    showDialog(dialog);
  },
  true,
);
