// Finger, pen and mouse on the plan: choose, pull, draw, shift the view.
import { bent, blunted, isPoint, moved, settled, spanned } from "./atlas-plan.js";
import { onPlan, zoomed } from "./atlas-view.js";

/** @typedef {import("./atlas-editor.js").Editor} Editor */
/** @typedef {import("./atlas-plan.js").Feature} Feature */
/** @typedef {import("./atlas-plan.js").Point} Point */
/** What a pull does on its way and at its end. @typedef {{move: (at: Point) => void, end: (at: Point, far: boolean) => void}} Pull */

/** Closer than this, in pixels of the screen, is a press and no pull. */
const STILL = 4;

/** @param {Editor} editor @param {Feature} feature @param {(at: Point) => Point[]} shape @returns {Pull} */
function reshaping(editor, feature, shape) {
  return {
    move: (at) => editor.sketch({ ...feature, points: shape(at) }),
    end: (at, far) => (far ? editor.alter({ points: shape(at) }) : editor.draw()),
  };
}

/** @param {Editor} editor @param {Feature} feature @param {Point} from @returns {Pull} */
function shifting(editor, feature, from) {
  return reshaping(editor, feature, ([x, y]) => moved(editor.plan.frame, feature.points, x - from[0], y - from[1]));
}

/** @param {Editor} editor @param {Feature} feature @param {Element} handle @returns {Pull} */
function bending(editor, feature, handle) {
  const corner = handle.getAttribute("data-corner");
  const index = Number(corner ?? handle.getAttribute("data-middle"));
  return reshaping(editor, feature, (at) => bent(feature.points, index, settled(editor.plan.frame, at), corner === null));
}

/** @param {Editor} editor @param {Point} from @returns {Pull} */
function drawing(editor, from) {
  const { tool } = editor;
  const { frame } = editor.plan;
  if (!tool) throw new Error("no tool in hand");
  const shape = (/** @type {Point} */ at) => spanned(tool, settled(frame, from), settled(frame, at));
  const rough = { id: "drawing", kind: tool, name: "", place: null, open: true };
  return {
    move: (at) => isPoint(tool) || editor.sketch({ ...rough, points: shape(at) }),
    end: (at, far) => {
      editor.tool = "";
      if (far && !isPoint(tool)) editor.add(tool, shape(at));
      else editor.put(tool, from);
    },
  };
}

/** @param {Editor} editor @param {Point} from @returns {Pull} */
function panning(editor, from) {
  return {
    move: ([x, y]) => {
      editor.view = { ...editor.view, x: editor.view.x - (x - from[0]), y: editor.view.y - (y - from[1]) };
      editor.svg.setAttribute("viewBox", Object.values(editor.view).join(" "));
    },
    end: (_at, far) => (far ? editor.draw() : editor.choose("")),
  };
}

/** @param {Editor} editor @param {Element} target @param {Point} at @returns {Pull} */
function pullOf(editor, target, at) {
  if (editor.tool) return drawing(editor, at);
  const handle = target.closest("[data-corner], [data-middle]");
  if (handle && editor.feature) return bending(editor, editor.feature, handle);
  const id = target.closest("[data-feature]")?.getAttribute("data-feature");
  if (!id) return panning(editor, at);
  editor.choose(id);
  editor.focus();
  return editor.feature ? shifting(editor, editor.feature, at) : panning(editor, at);
}

/** @param {Editor} editor */
export function hand(editor) {
  const { svg } = editor;
  /** @type {{pull: Pull, x: number, y: number, far: boolean} | null} */
  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary || !(event.target instanceof Element)) return;
    event.preventDefault();
    held = { pull: pullOf(editor, event.target, onPlan(svg, event)), x: event.clientX, y: event.clientY, far: false };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held || !event.isPrimary) return;
    held.far ||= Math.hypot(event.clientX - held.x, event.clientY - held.y) > STILL;
    if (held.far) held.pull.move(onPlan(svg, event));
  });
  svg.addEventListener("pointerup", (event) => {
    const { pull, far } = held ?? {};
    held = null;
    pull?.end(onPlan(svg, event), Boolean(far));
  });
  svg.addEventListener("pointercancel", () => {
    held = null;
    editor.draw();
  });
  svg.addEventListener("dblclick", (event) => removeCorner(editor, event));
  svg.addEventListener("wheel", (event) => turnWheel(editor, event), { passive: false });
}

/** A corner pressed twice goes, as long as three are left. @param {Editor} editor @param {MouseEvent} event */
function removeCorner(editor, event) {
  const corner = event.target instanceof Element ? event.target.getAttribute("data-corner") : null;
  if (corner !== null && editor.feature) editor.alter({ points: blunted(editor.feature, Number(corner)) });
}

/** The wheel alone scrolls the page; with Ctrl it brings the plan nearer. @param {Editor} editor @param {WheelEvent} event */
function turnWheel(editor, event) {
  if (!event.ctrlKey) return;
  event.preventDefault();
  editor.view = zoomed(editor.plan.frame, editor.view, event.deltaY > 0 ? 1.2 : 1 / 1.2, onPlan(editor.svg, event));
  editor.draw();
}
