// What part of the plan one looks at: nearer, farther, and from screen to plan.
/** @typedef {import("./atlas-plan.js").Box} Box */
/** @typedef {import("./atlas-plan.js").Frame} Frame */
/** @typedef {import("./atlas-plan.js").Point} Point */

const NEAREST = 1 / 24;
const FARTHEST = 1.15;

/** The whole plan, with a margin for signs at its edge. @param {Frame} frame @returns {Box} */
export function whole(frame) {
  const margin = Math.max(frame.width, frame.height) * 0.02;
  return { x: -margin, y: -margin, width: frame.width + 2 * margin, height: frame.height + 2 * margin };
}

/** Nearer (below 1) or farther (above 1), keeping one point where it is.
 * @param {Frame} frame @param {Box} view @param {number} factor @param {Point} [about] @returns {Box} */
export function zoomed(frame, view, factor, about = [view.x + view.width / 2, view.y + view.height / 2]) {
  const all = whole(frame);
  const width = Math.min(Math.max(view.width * factor, all.width * NEAREST), all.width * FARTHEST);
  const by = width / view.width;
  return {
    x: about[0] - (about[0] - view.x) * by,
    y: about[1] - (about[1] - view.y) * by,
    width,
    height: view.height * by,
  };
}

/** @param {SVGSVGElement} svg @param {Box} view */
export const show = (svg, view) => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);

/** Where on the plan something on the screen is. @param {SVGSVGElement} svg @param {{clientX: number, clientY: number}} at @returns {Point} */
export function onPlan(svg, at) {
  const matrix = svg.getScreenCTM();
  if (!matrix) return [0, 0];
  const point = new DOMPoint(at.clientX, at.clientY).matrixTransform(matrix.inverse());
  return [point.x, point.y];
}
