// A form's box that finds a place by its name: arrows walk what was found, Enter or a tap takes it, Escape closes.
const BOX = "[data-place-box]";

// Lists for which somebody types. One that was closed, or taken from, is not opened by an answer that was on its way.
const asked = new WeakSet();

const WAYS = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
};

function partsOf(node) {
  const whole = node.closest(BOX);
  if (!whole) return null;
  const [kept, typed] = whole.querySelectorAll("input");
  const list = whole.querySelector("[role='listbox']");
  return { kept, typed, list, options: [...list.querySelectorAll("[data-place]")] };
}

function close({ typed, list }) {
  asked.delete(list);
  list.replaceChildren();
  typed.setAttribute("aria-expanded", "false");
  typed.removeAttribute("aria-activedescendant");
}

function mark({ typed, options }, chosen) {
  for (const option of options) option.setAttribute("aria-selected", String(option === chosen));
  typed.setAttribute("aria-activedescendant", chosen.id);
  chosen.scrollIntoView({ block: "nearest" });
}

function take(parts, option) {
  parts.kept.value = option.dataset.place;
  parts.typed.value = option.textContent.trim();
  close(parts);
}

function onKey(event) {
  const parts = partsOf(event.target);
  if (!parts || event.isComposing) return;
  const at = parts.options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const way = WAYS[event.key];
  if (event.key === "Escape" && asked.has(parts.list)) close(parts);
  else if (way && parts.options.length) mark(parts, parts.options[way(at, parts.options.length - 1)]);
  else if (event.key === "Enter" && parts.options.length) take(parts, parts.options[Math.max(at, 0)]);
  else return;
  event.preventDefault();
}

export function placeBoxes(page) {
  page.addEventListener("keydown", onKey);
  page.addEventListener("input", (event) => {
    const parts = partsOf(event.target);
    if (!parts) return;
    parts.kept.value = "";
    asked.add(parts.list);
  });
  page.addEventListener("htmx:afterSwap", (event) => {
    const parts = partsOf(event.target);
    if (!parts || !event.target.matches("[role='listbox']")) return;
    if (!asked.has(parts.list)) close(parts);
    else parts.typed.setAttribute("aria-expanded", String(parts.options.length > 0));
  });
  page.addEventListener("pointerdown", (event) => {
    const option = event.target.closest(`${BOX} [data-place]`);
    if (option) {
      event.preventDefault();
      take(partsOf(option), option);
    }
    for (const whole of page.querySelectorAll(BOX)) if (!whole.contains(event.target)) close(partsOf(whole));
  });
}
