// Light, dark or as the device. The choice is a cookie, so that the server writes the page in it from the first byte.
const YEAR = 365 * 24 * 3600;

/** @returns {string} "light", "dark" or "" for the device's own */
export function chosen(root = document.documentElement) {
  return root.dataset.theme ?? "";
}

/** @param {string} theme */
export function choose(theme, root = document.documentElement) {
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  document.cookie = `theme=${theme};path=/;max-age=${theme ? YEAR : 0};samesite=lax`;
}

function show(page) {
  for (const button of page.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === chosen()));
  }
}

export function themes(page) {
  show(page);
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    choose(button.dataset.setTheme);
    show(page);
  });
}
