// When something that a person pressed got no answer, they are told; the words stand in the page, translated.
function say(page, text) {
  const template = page.getElementById("failure");
  if (!template || !text) return;
  const toast = template.content.cloneNode(true).querySelector(".toast");
  toast.querySelector(".toast-text").textContent = text;
  page.querySelector("[data-toasts]").replaceChildren(toast);
}

export function errors(page) {
  const words = page.getElementById("failure")?.dataset ?? {};
  page.addEventListener("htmx:sendError", (event) => {
    if (!event.detail.elt.matches("[data-poll]")) say(page, words.offline);
  });
  page.addEventListener("htmx:responseError", (event) => {
    if (!event.detail.elt.matches("[data-poll]")) say(page, words.refused);
  });
}
