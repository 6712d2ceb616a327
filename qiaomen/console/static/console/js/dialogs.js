// A button with data-dialog="id" opens that dialog. One that htmx fills opens by itself.
function open(dialog) {
  if (dialog.open) return;
  dialog.showModal();
  first(dialog)?.focus();
}

// One writes in a form's first field. Where there is only a question the focus is on the way out that changes nothing:
// Enter, pressed too soon, must not answer it.
function first(dialog) {
  const body = dialog.querySelector(".dialog-body");
  return body?.querySelector("input:not([type=hidden]), select, textarea") ?? body?.querySelector("[data-dialog-close]");
}

// A menu closes over the dialog that it opened, and has the focus again when the dialog is gone.
function leaveMenu(button) {
  const menu = button.closest("details.menu");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

export function dialogs(page) {
  for (const dialog of page.querySelectorAll("dialog[data-open]")) open(dialog);
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dialog]");
    if (button) {
      event.preventDefault();
      leaveMenu(button);
      open(page.getElementById(button.dataset.dialog));
    } else if (event.target.closest("[data-dialog-close]")) {
      event.target.closest("dialog")?.close();
    } else if (event.target.matches?.("dialog.dialog")) {
      event.target.close();
    }
  });
  page.addEventListener("htmx:afterSwap", (event) => {
    const filled = event.target.closest?.("dialog.dialog") ?? event.target.querySelector?.("dialog[data-open]");
    if (filled) open(filled);
  });
}
