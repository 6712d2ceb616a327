// A menu is a details element and opens by itself; here it learns to close.
const OPEN = "details.menu[open]";

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

function step(menu, by) {
  const items = [...menu.querySelectorAll(".menu-panel :is(a, button)")].filter((item) => item.offsetParent);
  const next = (items.indexOf(document.activeElement) + by + items.length) % items.length;
  items[by > 0 || items.includes(document.activeElement) ? next : items.length - 1]?.focus();
}

export function menus(page) {
  page.addEventListener("click", (event) => {
    for (const menu of page.querySelectorAll(OPEN)) if (!menu.contains(event.target)) close(menu, false);
  });
  page.addEventListener("keydown", (event) => {
    const menu = page.querySelector(OPEN);
    if (!menu) return;
    if (event.key === "Escape") close(menu, true);
    else if (menu.contains(event.target) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(menu, event.key === "ArrowDown" ? 1 : -1);
    }
  });
}
