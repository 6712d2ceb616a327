// A door picked in the building shows beside it, where there is room for that; elsewhere it opens its page.
const ROOM = matchMedia("(min-width: 961px)");

function marked(page, link) {
  for (const other of page.querySelectorAll("a.door[aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
}

export function picks(page) {
  const panel = page.querySelector("#door-panel");
  page.addEventListener("click", (event) => {
    const link = event.target.closest("a.door[data-pick]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !panel || !plain || !ROOM.matches || link.hasAttribute("aria-current")) return;
    event.preventDefault();
    marked(page, link);
    window.htmx.ajax("GET", link.dataset.pick, { target: panel, swap: "innerHTML" });
  });
}

picks(document);
