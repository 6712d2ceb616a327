// Toasts go by themselves unless they are about something wrong or can be undone; a hand on them keeps them.
const STAY = 6000;

function dismiss(toast) {
  toast.remove();
}

function time(toast) {
  if (toast.matches(".urgent") || toast.querySelector("form")) return;
  const leave = () => setTimeout(() => (toast.matches(":hover, :focus-within") ? leave() : dismiss(toast)), STAY);
  leave();
}

export function toasts(page) {
  for (const toast of page.querySelectorAll(".toast")) time(toast);
  page.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.matches?.("[data-toasts]")) for (const toast of event.target.children) time(toast);
  });
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) dismiss(event.target.closest(".toast"));
  });
}
