// Beside the plan: tools, the chosen feature's name and place, and what is not tied yet.
import { part } from "./atlas-editor.js";
import { isPoint, resized, turned } from "./atlas-plan.js";
import { whole, zoomed } from "./atlas-view.js";

/** @typedef {import("./atlas-editor.js").Editor} Editor */
/** @typedef {import("./atlas-editor.js").Place} Place */
/** @typedef {import("./atlas-plan.js").Feature} Feature */
/** @typedef {import("./atlas-plan.js").Kind} Kind */

/** 5号楼, 5栋 and building 5 are the same house. @param {string} name */
const numberOf = (name) => name.match(/\d+/)?.[0] ?? name.trim();

/** The one free place that a name can mean. What is tied is called as the register calls it, on map and poster too.
 * @param {Editor} editor @param {string} name */
function meant(editor, name) {
  const found = editor.missing.filter((place) => place.name === name.trim());
  const near = found.length ? found : editor.missing.filter((place) => numberOf(place.name) === numberOf(name));
  return near.length === 1 ? near[0] : undefined;
}

/** @param {string} text @param {() => void} press */
function button(text, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn small";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

/** @param {Element} list @param {HTMLElement[]} buttons */
function fill(list, buttons) {
  list.replaceChildren(
    ...buttons.map((one) => {
      const item = document.createElement("li");
      item.append(one);
      return item;
    }),
  );
  list.closest("[data-plan-part]")?.toggleAttribute("hidden", buttons.length === 0);
}

/** Buildings without a place, and places without a building: each a press away from being put right. @param {Editor} editor */
function showLoose(editor) {
  const untied = editor.plan.features.filter((one) => one.kind === "building" && !one.place);
  const { missing } = editor;
  fill(
    part(editor.form, "[data-plan-untied]"),
    [...untied.filter((one) => one.name), ...untied.filter((one) => !one.name)].map((one) =>
      button(one.name || editor.words.unnamed, () => {
        editor.choose(one.id);
        editor.focus();
      }),
    ),
  );
  fill(
    part(editor.form, "[data-plan-missing]"),
    missing.map((place) => button(place.name, () => editor.putInView("building", place))),
  );
  part(editor.form, "[data-plan-all-tied]").toggleAttribute("hidden", untied.length + missing.length > 0);
}

/** @param {Editor} editor @param {HTMLSelectElement} select */
function showPlaces(editor, select) {
  const { feature } = editor;
  const own = editor.places.filter((place) => place.id === feature?.place);
  const options = [...own, ...editor.missing].map((place) => new Option(place.name, place.id));
  select.replaceChildren(new Option(editor.words.untied, ""), ...options);
  select.value = feature?.place ?? "";
}

/** @param {Editor} editor */
function showChosen(editor) {
  const { feature, form } = editor;
  part(form, "[data-plan-chosen]").toggleAttribute("hidden", !feature);
  part(form, "[data-plan-none]").toggleAttribute("hidden", Boolean(feature));
  if (!feature) return;
  part(form, "[data-plan-what]").textContent = editor.words.kinds[feature.kind];
  const name = /** @type {HTMLInputElement} */ (part(form, "[data-plan-name]"));
  if (document.activeElement !== name) name.value = feature.name;
  part(form, "[data-plan-tie]").toggleAttribute("hidden", feature.kind !== "building");
  part(form, "[data-plan-gate]").toggleAttribute("hidden", feature.kind !== "gate");
  part(form, "[data-plan-form]").toggleAttribute("hidden", isPoint(feature.kind));
  /** @type {HTMLInputElement} */ (part(form, "[data-plan-open]")).checked = feature.open !== false;
  showPlaces(editor, /** @type {HTMLSelectElement} */ (part(form, "[data-plan-place]")));
}

/** @param {Editor} editor */
function showTools(editor) {
  const { history, form } = editor;
  for (const tool of form.querySelectorAll("[data-plan-tool]")) {
    tool.setAttribute("aria-pressed", String(tool.getAttribute("data-plan-tool") === editor.tool));
  }
  const enable = (/** @type {string} */ selector, /** @type {boolean} */ can) => {
    /** @type {HTMLButtonElement} */ (part(form, selector)).disabled = !can;
  };
  enable("[data-plan-do=undo]", history.before.length > 0);
  enable("[data-plan-do=redo]", history.after.length > 0);
  part(form, "[data-plan-state]").textContent = editor.plan === editor.kept ? editor.words.saved : editor.words.unsaved;
}

/** @type {Record<string, (editor: Editor) => void>} */
const DEEDS = {
  undo: (editor) => editor.undo(),
  redo: (editor) => editor.redo(),
  remove: (editor) => editor.remove(),
  nearer: (editor) => look(editor, zoomed(editor.plan.frame, editor.view, 1 / 1.4)),
  farther: (editor) => look(editor, zoomed(editor.plan.frame, editor.view, 1.4)),
  whole: (editor) => look(editor, whole(editor.plan.frame)),
  turn: (editor) => reshape(editor, (one) => turned(editor.plan.frame, one.points, 15)),
  larger: (editor) => reshape(editor, (one) => resized(editor.plan.frame, one.points, step(editor), step(editor) / 2)),
  smaller: (editor) => reshape(editor, (one) => resized(editor.plan.frame, one.points, -step(editor), -step(editor) / 2)),
};

/** @param {Editor} editor */
const step = (editor) => editor.view.width / 50;

/** @param {Editor} editor @param {import("./atlas-plan.js").Box} view */
function look(editor, view) {
  editor.view = view;
  editor.draw();
}

/** @param {Editor} editor @param {(feature: Feature) => Feature["points"]} shape */
function reshape(editor, shape) {
  if (editor.feature && !isPoint(editor.feature.kind)) editor.alter({ points: shape(editor.feature) });
}

/** A tool pressed with the mouse is taken in hand; from the keyboard it puts one down in the middle.
 * @param {Editor} editor @param {string} tool @param {boolean} fromKeys */
function takeTool(editor, tool, fromKeys) {
  const kind = /** @type {Kind | ""} */ (tool);
  if (kind && fromKeys) editor.putInView(kind);
  else editor.take(editor.tool === kind ? "" : kind);
}

/** @param {Editor} editor */
function listen(editor) {
  const { form } = editor;
  form.addEventListener("click", (event) => {
    const pressed = event.target instanceof Element ? event.target.closest("[data-plan-tool], [data-plan-do]") : null;
    if (!pressed) return;
    const tool = pressed.getAttribute("data-plan-tool");
    if (tool !== null) takeTool(editor, tool, event.detail === 0);
    else DEEDS[pressed.getAttribute("data-plan-do") ?? ""]?.(editor);
  });
  const name = /** @type {HTMLInputElement} */ (part(form, "[data-plan-name]"));
  name.addEventListener("input", () => editor.alter({ name: name.value }, `name ${editor.chosen}`));
  name.addEventListener("change", () => {
    const place = editor.feature?.kind === "building" && !editor.feature.place ? meant(editor, name.value) : undefined;
    if (place) editor.alter({ place: place.id, name: place.name });
  });
  name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    name.dispatchEvent(new Event("change"));
    editor.focus();
  });
  const place = /** @type {HTMLSelectElement} */ (part(form, "[data-plan-place]"));
  place.addEventListener("change", () => {
    const chosen = editor.places.find((one) => one.id === place.value);
    editor.alter({ place: chosen?.id ?? null, ...(chosen ? { name: chosen.name } : {}) });
  });
  const open = /** @type {HTMLInputElement} */ (part(form, "[data-plan-open]"));
  open.addEventListener("change", () => editor.alter({ open: open.checked }));
}

/** @param {Editor} editor */
export function panel(editor) {
  listen(editor);
  editor.watchers.push(() => showTools(editor), () => showChosen(editor), () => showLoose(editor));
}
