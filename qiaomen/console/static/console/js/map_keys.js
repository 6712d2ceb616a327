// The map from the keyboard: one stop for Tab, arrows to the next part in that direction, Enter opens, + and - zoom.
const WAYS = {
  ArrowLeft: (from, to) => [from.x - to.x, Math.abs(from.y - to.y)],
  ArrowRight: (from, to) => [to.x - from.x, Math.abs(from.y - to.y)],
  ArrowUp: (from, to) => [from.y - to.y, Math.abs(from.x - to.x)],
  ArrowDown: (from, to) => [to.y - from.y, Math.abs(from.x - to.x)],
};
/** What lies aside counts twice: an arrow goes on, and not to the next row. */
const ASIDE = 2;

/** The part that lies next in a direction, or the same one. */
function next(map, shapes, at, way) {
  const points = shapes.map(({ center }) => map.latLngToContainerPoint(center));
  let best = at;
  let least = Infinity;
  for (const [index, point] of points.entries()) {
    const [ahead, aside] = way(points[at], point);
    const far = ahead + aside * ASIDE;
    if (index !== at && ahead > 1 && far < least) [best, least] = [index, far];
  }
  return best;
}

function go(map, shapes, from, to) {
  shapes[from].path?.setAttribute("tabindex", "-1");
  const { path, center } = shapes[to];
  path?.setAttribute("tabindex", "0");
  map.panInside(center, { padding: [30, 30], animate: false });
  path?.focus();
}

function pressed(event, map, shapes, state) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = shapes.findIndex(({ path }) => path === event.target);
  if (event.key === "+" || event.key === "=") map.zoomIn();
  else if (event.key === "-") map.zoomOut();
  else if (at < 0) return false;
  else if (event.key === "Enter") location.assign(shapes[at].unit.url);
  else if (WAYS[event.key]) {
    state.at = next(map, shapes, at, WAYS[event.key]);
    go(map, shapes, at, state.at);
  } else return false;
  return true;
}

/** Listens on a map's box; what it listened to before it was drawn anew is forgotten. */
export function walks(box, map, shapes, at, isFocused) {
  box.mapKeys?.abort();
  box.mapKeys = new AbortController();
  const state = { at: Math.min(at, shapes.length - 1) };
  shapes[state.at]?.path?.setAttribute("tabindex", "0");
  if (isFocused) shapes[state.at]?.path?.focus();
  box.addEventListener(
    "keydown",
    (event) => {
      if (pressed(event, map, shapes, state)) event.preventDefault();
    },
    { signal: box.mapKeys.signal },
  );
}
