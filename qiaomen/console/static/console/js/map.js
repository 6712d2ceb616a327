// The district's map: fetches what it draws, draws it, and again every half minute while somebody looks. Wants L.
import { draw, lettered } from "./map_shapes.js";
import { walks } from "./map_keys.js";

const EVERY_MS = 30_000;
const L = window.L;

/** Without tiles any zoom will do; a scheme lies in no frame. */
function made(box, scheme) {
  const { tiles, credit, closer, wider } = box.dataset;
  const map = L.map(box, {
    attributionControl: Boolean(tiles), crs: scheme ? L.CRS.Simple : L.CRS.EPSG3857, keyboard: false, zoomControl: false,
    zoomSnap: tiles ? 1 : 0, zoomDelta: tiles ? 1 : 0.5, minZoom: scheme ? -4 : 3, maxZoom: scheme ? 9 : 19,
    scrollWheelZoom: box.closest(".large") !== null, fadeAnimation: false, zoomAnimation: false,
  });
  if (!("still" in box.dataset)) L.control.zoom({ position: "bottomright", zoomInTitle: closer, zoomOutTitle: wider }).addTo(map);
  if (tiles && !scheme) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(tiles, { attribution: plain(credit), maxZoom: 19 }).addTo(map);
  }
  return map;
}

/** Whose tiles they are, as words: what the environment says is no markup. */
function plain(words) {
  const span = document.createElement("span");
  span.textContent = words ?? "";
  return span.innerHTML;
}

function legend(box, { scheme, units }) {
  const key = box.parentElement.querySelector("[data-map-scheme]");
  if (key) key.hidden = !(scheme || units.some((unit) => unit.scheme));
}

function stale(box, since) {
  const said = box.parentElement.querySelector("[data-map-stale]");
  if (!said) return;
  said.hidden = !since;
  const clock = since && new Date(since).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  said.textContent = since ? `${box.dataset.lost} ${clock}` : "";
}

async function fetched(url) {
  const answer = await fetch(url, { headers: { accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** Draws anew; the view stays where somebody has moved it, and the focus where it was. */
function show(box, state, data) {
  if (state.map && state.scheme !== data.scheme) {
    state.map.remove();
    state.map = null;
  }
  const isNew = !state.map;
  state.map ??= made(box, data.scheme);
  state.scheme = data.scheme;
  const focused = state.shapes?.findIndex((shape) => shape.path === document.activeElement) ?? -1;
  state.layer?.remove();
  state.layer = L.featureGroup();
  state.shapes = draw(state.layer, data, box.dataset.show);
  if (isNew) {
    state.map.fitBounds(bounds(state.shapes, data.names), { padding: [14, 14] });
    state.map.on("zoomend", () => lettered(state.map, state.shapes));
  }
  state.layer.addTo(state.map);
  lettered(state.map, state.shapes);
  walks(box, state.map, state.shapes, Math.max(focused, 0), focused >= 0);
  legend(box, data);
}

function bounds(shapes, names) {
  const found = L.latLngBounds(names.map(([, lat, lon]) => [lat, lon]));
  for (const { bounds: each } of shapes) found.extend(each);
  return found.isValid() ? found.pad(0.01) : L.latLngBounds([[0, 0], [1, 1]]);
}

function starts(box) {
  const state = { map: null, layer: null, shapes: [], scheme: null, at: null };
  const again = async () => {
    if (!box.isConnected) return;
    if (!document.hidden || state.at === null) {
      try {
        const data = await fetched(box.dataset.map);
        state.at = data.at;
        show(box, state, data);
        stale(box, null);
      } catch {
        stale(box, state.at ?? new Date().toISOString());
      }
    }
    setTimeout(again, EVERY_MS);
  };
  new ResizeObserver(() => state.map?.invalidateSize({ animate: false })).observe(box);
  again();
}

export function maps(root) {
  if (!L) return;
  for (const box of root.querySelectorAll("[data-map]")) starts(box);
}

maps(document);
