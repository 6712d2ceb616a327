// The plan as SVG. Sizes of letters and handles follow the view, so that they stay readable however near one looks.
import { boxOf, centreOf, isPoint } from "./atlas-plan.js";

/** @typedef {import("./atlas-plan.js").Feature} Feature */
/** @typedef {import("./atlas-plan.js").Plan} Plan */
/** @typedef {import("./atlas-plan.js").Box} Box */
/** @typedef {(feature: Feature) => string} Namer */

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @param {Record<string, string | number>} attributes @param {(Element | string)[]} inside */
export function element(name, attributes, ...inside) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...inside);
  return made;
}

/** @param {Feature["points"]} points */
const corners = (points) => points.map((point) => point.join(",")).join(" ");

/** How high letters are in the plan's own unit. @param {Box} view */
export const letters = (view) => Math.min(view.width, view.height) / 28;

/** The feature's group: its shape and its name. It can be focused, and says what it is.
 * @param {Feature} feature @param {Box} view @param {Namer} said @param {boolean} isChosen */
export function drawn(feature, view, said, isChosen) {
  const size = letters(view);
  const state = feature.kind === "building" && !feature.place ? " untied" : "";
  const shut = feature.kind === "gate" && feature.open === false ? " shut" : "";
  const group = element("g", {
    class: `plan-${feature.kind}${state}${shut}${isChosen ? " chosen" : ""}`,
    "data-feature": feature.id,
    tabindex: 0,
    role: "button",
    "aria-pressed": String(isChosen),
    "aria-label": said(feature),
  });
  group.append(...(isPoint(feature.kind) ? pointOf(feature, size) : [shapeOf(feature, size), ...nameOf(feature, size)]));
  return group;
}

/** @param {Feature} feature @param {number} size */
function shapeOf(feature, size) {
  const shape = { points: corners(feature.points), class: "plan-shape" };
  return feature.kind === "road" ? element("polyline", { ...shape, "stroke-width": size }) : element("polygon", shape);
}

/** The name in the middle, unless the shape is too small to hold it. @param {Feature} feature @param {number} size */
function nameOf(feature, size) {
  const { width, height } = boxOf(feature.points);
  if (!feature.name || width < size * Math.min(feature.name.length, 3) * 0.7 || height < size * 0.4) return [];
  const [x, y] = centreOf(feature.points);
  return [element("text", { x, y: y + size * 0.35, "font-size": size, "text-anchor": "middle" }, feature.name)];
}

/** A gate is a bar, crossed out when it is shut; a text is itself. @param {Feature} feature @param {number} size */
function pointOf(feature, size) {
  const [x, y] = feature.points[0];
  if (feature.kind === "text") {
    return [element("text", { x, y: y + size * 0.35, "font-size": size, "text-anchor": "middle" }, feature.name || "…")];
  }
  const bar = { x: x - size * 1.2, y: y - size * 0.45, width: size * 2.4, height: size * 0.9, class: "plan-shape" };
  const cross = `M${x - size * 0.6} ${y - size * 0.6}l${size * 1.2} ${size * 1.2}m0 ${-size * 1.2}l${-size * 1.2} ${size * 1.2}`;
  const sign = feature.open !== false ? element("rect", bar) : element("path", { d: cross, class: "plan-cross", "stroke-width": size / 4 });
  return [sign, element("text", { x, y: y - size * 0.8, "font-size": size, "text-anchor": "middle" }, feature.name)];
}

/** Handles of the chosen shape: its corners, and between them where one more can be pulled out.
 * @param {Feature} feature @param {Box} view */
export function handles(feature, view) {
  if (isPoint(feature.kind)) return [];
  const radius = letters(view) * (matchMedia("(pointer: coarse)").matches ? 0.9 : 0.45);
  const { points } = feature;
  const sides = feature.kind === "road" ? points.slice(0, -1) : points;
  const middles = sides.map(([x, y], index) => {
    const [nx, ny] = points[(index + 1) % points.length];
    return element("circle", { cx: (x + nx) / 2, cy: (y + ny) / 2, r: radius * 0.6, class: "plan-middle", "data-middle": index });
  });
  const ends = points.map(([x, y], index) =>
    element("rect", {
      x: x - radius, y: y - radius, width: radius * 2, height: radius * 2, class: "plan-corner", "data-corner": index,
    }),
  );
  return [...middles, ...ends];
}
