// A strip of tabs that is wider than the screen shows the tab that is open.
export function segments(root) {
  for (const current of root.querySelectorAll(".segments > [aria-current]")) {
    const strip = current.parentElement;
    strip.scrollLeft = current.offsetLeft - strip.offsetLeft - (strip.clientWidth - current.offsetWidth) / 2;
  }
}
