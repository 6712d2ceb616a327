// The editor's state: the plan with its history, what is chosen, the tool in hand; and how it is shown.
import { drawn, element, handles } from "./atlas-draw.js";
import { History, added, changed, freeId, isPoint, read, settled, spanned, without } from "./atlas-plan.js";
import { show, whole } from "./atlas-view.js";

/** @typedef {import("./atlas-plan.js").Feature} Feature */
/** @typedef {import("./atlas-plan.js").Kind} Kind */
/** @typedef {import("./atlas-plan.js").Plan} Plan */
/** @typedef {import("./atlas-plan.js").Point} Point */
/** @typedef {{id: string, name: string}} Place */
/** @typedef {{kinds: Record<Kind, string>, tied: string, untied: string, open: string, shut: string, added: string, removed: string, undone: string, redone: string, unnamed: string, unsaved: string, saved: string}} Words */

/** @template T @param {string} id @returns {T} */
const given = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @template {Element} T @param {ParentNode} inside @param {string} selector @returns {T} */
export function part(inside, selector) {
  const found = /** @type {T | null} */ (inside.querySelector(selector));
  if (!found) throw new Error(`the editor lacks ${selector}`);
  return found;
}

export class Editor {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.svg = /** @type {SVGSVGElement} */ (part(form, "[data-plan-canvas]"));
    this.text = /** @type {HTMLTextAreaElement} */ (part(form, "[name=document]"));
    this.layer = part(this.svg, "[data-plan-features]");
    this.hand = part(this.svg, "[data-plan-handles]");
    this.words = /** @type {Words} */ (given("atlas-words"));
    this.places = /** @type {Place[]} */ (given("atlas-places"));
    this.history = new History(read(this.text.value));
    this.kept = this.plan;
    this.view = whole(this.plan.frame);
    this.chosen = "";
    /** @type {Kind | ""} */ this.tool = "";
    /** @type {(() => void)[]} */ this.watchers = [];
  }

  get plan() {
    return this.history.now;
  }

  /** @returns {Feature | undefined} */
  get feature() {
    return this.plan.features.find((one) => one.id === this.chosen);
  }

  /** Places of which no building of the plan is yet. */
  get missing() {
    const tied = new Set(this.plan.features.map((one) => one.place));
    return this.places.filter((place) => !tied.has(place.id));
  }

  /** @param {Plan} plan @param {string} [mark] */
  change(plan, mark) {
    this.history.change(plan, mark);
    this.draw();
  }

  /** @param {Partial<Feature>} changes @param {string} [mark] */
  alter(changes, mark) {
    if (this.feature) this.change(changed(this.plan, this.chosen, changes), mark);
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    this.draw();
  }

  /** @param {Kind} kind @param {Point[]} points @param {Place} [place] */
  add(kind, points, place) {
    const id = freeId(this.plan);
    const feature = { id, kind, points, name: place?.name ?? "", place: place?.id ?? null, open: kind === "gate" || null };
    this.chosen = id;
    this.change(added(this.plan, feature));
    this.say(this.words.added);
    this.focus();
  }

  /** One of the usual size, about a point. @param {Kind} kind @param {Point} at @param {Place} [place] */
  put(kind, [x, y], place) {
    const { frame } = this.plan;
    const [half, deep] = [this.view.width / 18, this.view.width / 36];
    const corners = isPoint(kind) ? [/** @type {Point} */ ([x, y])] : spanned(kind, [x - half, y - deep], [x + half, y + deep]);
    this.add(kind, corners.map((corner) => settled(frame, corner)), place);
  }

  /** @param {Kind} kind @param {Place} [place] */
  putInView(kind, place) {
    this.put(kind, [this.view.x + this.view.width / 2, this.view.y + this.view.height / 2], place);
  }

  remove() {
    if (!this.feature) return;
    const plan = without(this.plan, this.chosen);
    this.chosen = "";
    this.change(plan);
    this.say(this.words.removed);
    this.svg.focus();
  }

  undo() {
    this.history.undo();
    this.say(this.words.undone);
    this.draw();
  }

  redo() {
    this.history.redo();
    this.say(this.words.redone);
    this.draw();
  }

  /** @param {Kind | ""} tool */
  take(tool) {
    this.tool = tool;
    this.draw();
  }

  /** @param {string} words */
  say(words) {
    part(this.form, "[data-plan-said]").textContent = words;
  }

  focus() {
    /** @type {SVGElement | null} */ (this.layer.querySelector(`[data-feature="${CSS.escape(this.chosen)}"]`))?.focus();
  }

  /** @param {Feature} feature */
  said(feature) {
    const name = feature.name || this.words.unnamed;
    const state = feature.kind === "building" ? (feature.place ? this.words.tied : this.words.untied) : "";
    const gate = feature.kind === "gate" ? (feature.open === false ? this.words.shut : this.words.open) : "";
    return [`${this.words.kinds[feature.kind]} ${name}`, state || gate].filter(Boolean).join(", ");
  }

  /** Everything anew; whoever had the focus has it again. */
  draw() {
    const focused = document.activeElement?.getAttribute("data-feature");
    show(this.svg, this.view);
    this.layer.replaceChildren(
      ...this.plan.features.map((one) => drawn(one, this.view, (it) => this.said(it), one.id === this.chosen)),
    );
    this.hand.replaceChildren(...(this.feature ? handles(this.feature, this.view) : []));
    this.svg.classList.toggle("drawing", this.tool !== "");
    this.text.value = JSON.stringify(this.plan);
    if (focused) this.focus();
    for (const watch of this.watchers) watch();
  }

  /** What is being pulled, without drawing the rest again. @param {Feature} feature */
  sketch(feature) {
    const made = drawn(feature, this.view, (it) => this.said(it), true);
    const old = this.layer.querySelector(`[data-feature="${CSS.escape(feature.id)}"]`);
    if (old) old.replaceWith(made);
    else this.layer.append(made);
    this.hand.replaceChildren(...handles(feature, this.view));
  }

  /** The frame under the features: its edge and its way to the north. */
  ground() {
    const { width, height, north, origin } = this.plan.frame;
    const size = Math.max(width, height) / 40;
    const arrow = element("g", {
      class: "plan-north",
      transform: `translate(${width - size * 1.2} ${size * 1.8}) rotate(${north}) scale(${size})`,
    }, element("path", { d: "M0 1V-1M-.45 -.45L0 -1.05 .45 -.45" }));
    part(this.svg, "[data-plan-ground]").replaceChildren(
      element("rect", { x: 0, y: 0, width, height, class: "plan-edge" }),
      ...(this.svg.dataset.picture
        ? [element("image", { href: this.svg.dataset.picture, x: 0, y: 0, width, height, class: "plan-picture" })]
        : []),
      ...(north || origin ? [arrow] : []),
    );
  }
}
