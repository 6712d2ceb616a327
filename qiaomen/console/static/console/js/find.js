// The search box: arrows walk what was found, from the box and back to it; Escape and leaving close it.
const LINKS = "#find-panel a";

const WAYS = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_at, last) => last,
};

function close(page) {
  page.querySelector("#find-panel").replaceChildren();
}

/** Where a key leads to from here: a link, the box itself before the first one, or nowhere. */
function next(page, box, event) {
  const all = [...page.querySelectorAll(LINKS)];
  const at = all.indexOf(event.target);
  const inBox = event.target === box;
  if (!all.length || (inBox && event.key !== "ArrowDown") || (!inBox && at < 0)) return null;
  return all[WAYS[event.key](at, all.length - 1)] ?? box;
}

export function find(page) {
  const box = page.querySelector("[data-find] [data-search]");
  if (!box) return;
  let isClosed = false;
  page.addEventListener("input", (event) => {
    if (event.target === box) isClosed = !box.value;
  });
  page.addEventListener("htmx:beforeSwap", (event) => {
    const panel = event.detail.target;
    // An answer that was on its way opens nothing again, and takes nothing away from who is in it.
    if (panel.id === "find-panel" && (isClosed || panel.contains(page.activeElement))) event.detail.shouldSwap = false;
  });
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-find], #find-panel")) {
      isClosed = true;
      close(page);
      box.focus();
    }
    if (!WAYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    const found = next(page, box, event);
    if (!found) return;
    event.preventDefault();
    found.focus();
  });
  page.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("[data-find], #find-panel")) close(page);
  });
}
