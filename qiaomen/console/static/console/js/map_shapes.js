// Shapes of the district's map: a fill for the figure, lines for what will be late, the number where there is room.
const L = window.L;
const SVG = "http://www.w3.org/2000/svg";
/** A number of three digits and its sign need so many pixels; a name so many for each letter. */
const NUMBER_PX = 34;
const HATCH = "map-hatch";

/** Draws all parts into a layer; answers each with its path, bounds, label and address. */
export function draw(layer, data, show) {
  const shapes = data.units.map((unit) => shaped(layer, { ...unit, scheme: unit.scheme && !data.scheme }, show));
  for (const [name, lat, lon] of data.names) layer.addLayer(named([lat, lon], name));
  if (!data.scheme) tagged(layer, shapes.filter(({ unit }) => !unit.scheme));
  return shapes;
}

function shaped(layer, unit, show) {
  const step = stepped(unit, show);
  const body = unit.point ? L.circleMarker(unit.point, { radius: 13, fillOpacity: 1 }) : L.polygon(unit.rings, { fillOpacity: 1 });
  const bounds = unit.point ? L.latLngBounds([unit.point]) : body.getBounds();
  const late = show === "coverage" && unit.late;
  const parts = [body, ...(late ? [hatching(unit)] : [])];
  const number = written(bounds.getCenter(), unit, step, show, late);
  const count = show === "cases" ? unit.cases : unit.isolated;
  if (count) parts.push(octagon(bounds.getCenter(), count));
  for (const part of [...parts, number]) layer.addLayer(part);
  const shape = { unit, body, bounds, number, counts: count > 0, path: null, center: bounds.getCenter() };
  body.on("add", () => dressed(shape, step));
  body.on("click", () => location.assign(unit.url));
  body.bindTooltip(tip(unit), { sticky: true });
  return shape;
}

/** Red is the outbreak's: only a map of people isolated or ill wears it. */
function stepped(unit, show) {
  if (show === "coverage") return String(unit.step);
  return (show === "cases" ? unit.cases : unit.isolated) ? "health" : "none";
}

function dressed(shape, step) {
  const path = shape.body.getElement();
  shape.path = path;
  path.removeAttribute("fill");
  path.removeAttribute("stroke");
  path.dataset.step = step;
  path.toggleAttribute("data-scheme", shape.unit.scheme);
  path.setAttribute("role", "link");
  path.setAttribute("aria-label", shape.unit.label);
  path.setAttribute("tabindex", "-1");
}

function tip(unit) {
  const span = document.createElement("span");
  span.textContent = unit.label;
  return span;
}

/** Lines over a part that will miss the deadline. */
function hatching(unit) {
  const looks = { fillColor: `url(#${HATCH})`, fillOpacity: 1, stroke: false, interactive: false, className: HATCH };
  const over = unit.point ? L.circleMarker(unit.point, { radius: 13, ...looks }) : L.polygon(unit.rings, looks);
  over.on("add", () => patterned(over.getElement().ownerSVGElement));
  return over;
}

function patterned(svg) {
  if (svg.querySelector(`#${HATCH}`)) return;
  const made = (name, attributes) => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const pattern = made("pattern", { id: HATCH, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  pattern.append(made("line", { x1: 0, x2: 0, y1: 0, y2: 6, class: "map-lines" }));
  const defs = made("defs", {});
  defs.append(pattern);
  svg.prepend(defs);
}

/** The name above the number; either shows where there is room. */
function written(at, unit, step, show, late) {
  const span = document.createElement("span");
  const name = document.createElement("small");
  name.textContent = unit.name;
  const number = document.createElement("b");
  number.textContent = show === "coverage" ? unit.percent.replace(/\.\d/, "") : "";
  span.append(name, number);
  span.className = `map-number${late ? " hatched" : ""}`;
  span.dataset.step = step;
  return L.marker(at, { icon: L.divIcon({ html: span, className: "map-octagon", iconSize: [0, 0] }), interactive: false, keyboard: false });
}

function octagon(at, count) {
  const span = document.createElement("span");
  span.className = "octagon";
  span.textContent = String(count);
  const icon = L.divIcon({ html: span, className: "map-octagon", iconSize: [24, 24], iconAnchor: [12, 12] });
  return L.marker(at, { icon, interactive: false, keyboard: false, zIndexOffset: 1000 });
}

function named(at, name) {
  const span = document.createElement("span");
  span.textContent = name;
  return L.marker(at, { icon: L.divIcon({ html: span, className: "map-name", iconSize: [0, 18], iconAnchor: [0, 18] }), interactive: false, keyboard: false });
}

/** On a real map each group's name stands in the middle of its parts. */
function tagged(layer, shapes) {
  const groups = new Map();
  for (const { unit, bounds } of shapes) {
    if (unit.group) groups.set(unit.group, (groups.get(unit.group) ?? L.latLngBounds([])).extend(bounds));
  }
  if (groups.size < 2 || groups.size === shapes.length) return;
  for (const [name, bounds] of groups) {
    const tag = document.createElement("span");
    tag.textContent = name;
    layer.addLayer(L.marker(bounds.getCenter(), { icon: L.divIcon({ html: tag, className: "map-tag" }), interactive: false, keyboard: false, zIndexOffset: 500 }));
  }
}

/** Numbers and names stand where their shape is large enough; names of groups only while most numbers do not. */
export function lettered(map, shapes) {
  let numbers = 0;
  for (const { bounds, number, unit, counts } of shapes) {
    const [name, percent] = number.getElement()?.querySelector(".map-number")?.children ?? [];
    if (!name) continue;
    const [a, b] = [map.latLngToLayerPoint(bounds.getSouthWest()), map.latLngToLayerPoint(bounds.getNorthEast())];
    const [wide, high] = [Math.abs(b.x - a.x), Math.abs(b.y - a.y)];
    percent.hidden = counts || (!unit.point && (wide < NUMBER_PX - 6 || high < 14));
    if (!percent.hidden) numbers += 1;
    const size = parseFloat(getComputedStyle(name).fontSize) / 12;
    const needed = (percent.textContent ? 32 : 16) * size;
    name.hidden = counts || Boolean(unit.point) || high < needed || wide < lengthOf(unit.name) * size + 4;
  }
  map.getContainer().classList.toggle("numbered", numbers > shapes.length / 2);
}

/** About how many pixels a name takes: a Chinese letter is twice as wide as a Latin one. */
function lengthOf(name) {
  return [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 12 : 7), 0);
}
