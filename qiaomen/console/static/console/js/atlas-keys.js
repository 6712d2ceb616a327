// The plan from the keyboard: Tab walks the features, arrows move, Alt and arrows resize, R turns, Delete removes.
import { isPoint, moved, resized, turned } from "./atlas-plan.js";

/** @typedef {import("./atlas-editor.js").Editor} Editor */
/** @typedef {import("./atlas-plan.js").Point} Point */

/** @type {Record<string, Point>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** A hundredth of what one sees; with Shift a tenth of that. @param {Editor} editor @param {KeyboardEvent} event */
function stepOf(editor, event) {
  const step = (editor.view.width / 100) * (event.shiftKey ? 0.1 : 1);
  return Math.max(step, editor.plan.frame.unit === "px" ? 1 : 0.1);
}

/** @param {Editor} editor @param {KeyboardEvent} event */
function arrow(editor, event) {
  const way = WAYS[event.key];
  const { feature, plan } = editor;
  if (!way || !feature) return false;
  const step = stepOf(editor, event);
  const [x, y] = [way[0] * step, way[1] * step];
  const shape = event.altKey ? resized(plan.frame, feature.points, x, -y) : moved(plan.frame, feature.points, x, y);
  editor.alter({ points: shape }, `${event.altKey ? "size" : "move"} ${feature.id}`);
  return true;
}

/** @param {Editor} editor @param {KeyboardEvent} event */
function history(editor, event) {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return false;
  if (key === "y" || event.shiftKey) editor.redo();
  else editor.undo();
  return true;
}

/** @param {Editor} editor @param {KeyboardEvent} event */
function letter(editor, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { feature } = editor;
  if (event.key === "Escape") {
    editor.tool = "";
    editor.choose("");
  } else if (feature && (event.key === "Delete" || event.key === "Backspace")) {
    editor.remove();
  } else if (feature && event.key.toLowerCase() === "r" && !isPoint(feature.kind)) {
    const points = turned(editor.plan.frame, feature.points, event.shiftKey ? -15 : 15);
    editor.alter({ points }, `turn ${feature.id}`);
  } else if (feature && event.key === "Enter") {
    /** @type {HTMLElement | null} */ (editor.form.querySelector("[data-plan-name]"))?.focus();
  } else return false;
  return true;
}

/** @param {Editor} editor */
export function keys(editor) {
  editor.svg.addEventListener("keydown", (event) => {
    if (history(editor, event) || arrow(editor, event) || letter(editor, event)) event.preventDefault();
  });
  editor.svg.addEventListener("focusin", (event) => {
    const id = event.target instanceof Element ? event.target.getAttribute("data-feature") : null;
    if (id && id !== editor.chosen) editor.choose(id);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea, dialog");
    if (!event.defaultPrevented && !typing && history(editor, event)) event.preventDefault();
  });
}
