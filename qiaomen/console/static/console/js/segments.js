// A strip that is wider than the screen shows what counts: the tab that is open, the last steps of the way here.
export function segments(root) {
  for (const current of root.querySelectorAll(".segments > [aria-current]")) {
    const strip = current.parentElement;
    strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }
  for (const way of root.querySelectorAll(".crumbs ol")) way.scrollLeft = way.scrollWidth;
}
