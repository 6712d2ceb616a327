// A button with data-print opens the browser's own print dialog.
export function prints(page) {
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
}
