// Arrow keys walk the rows of a table from link to link; Home and End go to its ends. One that is wider than its frame
// can be reached by the Tab key, and then scrolled by the arrows.
const LINK = ".table tbody tr a";

/** The first link of each row, from top to bottom. */
function links(table) {
  return [...table.querySelectorAll("tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
}

const WAYS = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, last) => last,
};

/** Frames that scroll are reached by the Tab key; those that do not are passed over. */
function reach(page) {
  for (const frame of page.querySelectorAll(".table-wrap")) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute("tabindex");
  }
}

export function tables(page) {
  reach(page);
  window.addEventListener("resize", () => reach(page));
  page.addEventListener("htmx:afterSettle", () => reach(page));
  page.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches?.(LINK)) return;
    const all = links(event.target.closest("table"));
    const at = all.indexOf(event.target.closest("tr").querySelector("a"));
    event.preventDefault();
    all[way(at, all.length - 1)]?.focus();
  });
}
