// The plan as data: what stands where. Nothing here touches the page; every change makes a new feature or a new plan.

/** @typedef {[number, number]} Point */
/** @typedef {"building" | "gate" | "wall" | "road" | "garden" | "parking" | "water" | "text"} Kind */
/** @typedef {{id: string, kind: Kind, points: Point[], name: string, place: string | null, open: boolean | null}} Feature */
/** North is degrees clockwise from up; of a plan that drew itself nobody knows it. @typedef {{unit: "px" | "m", width: number, height: number, north: number, origin?: Point}} Frame */
/** @typedef {{frame: Frame, features: Feature[]}} Plan */
/** @typedef {{x: number, y: number, width: number, height: number}} Box */

/** A gate and a text stand at one point, a road is a line; everything else is a polygon. @param {Kind} kind */
export const isPoint = (kind) => kind === "gate" || kind === "text";

/** What the server leaves out because it is nothing is written out. @param {string} text @returns {Plan} */
export function read(text) {
  const plan = JSON.parse(text);
  const features = (plan.features ?? []).map((/** @type {Partial<Feature>} */ one) => ({ name: "", place: null, open: null, ...one }));
  return { ...plan, frame: { north: 0, ...plan.frame }, features };
}

/** Pixels are whole; metres are kept to ten centimetres. @param {Frame} frame @param {Point} point @returns {Point} */
export function settled(frame, [x, y]) {
  const step = frame.unit === "px" ? 1 : 10;
  const within = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(Math.max(value, 0), most);
  return [Math.round(within(x, frame.width) * step) / step, Math.round(within(y, frame.height) * step) / step];
}

/** @param {Point[]} points @returns {Box} */
export function boxOf(points) {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** @param {Point[]} points @returns {Point} */
export function centreOf(points) {
  const box = boxOf(points);
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** What a pull from one point to another draws: four corners, or the two ends of a road.
 * @param {Kind} kind @param {Point} from @param {Point} to @returns {Point[]} */
export function spanned(kind, [x1, y1], [x2, y2]) {
  if (kind === "road") return [[x1, y1], [x2, y2]];
  return [[x1, y1], [x2, y1], [x2, y2], [x1, y2]];
}

/** Shifted as a whole, no further than the edge of the plan.
 * @param {Frame} frame @param {Point[]} points @param {number} dx @param {number} dy @returns {Point[]} */
export function moved(frame, points, dx, dy) {
  const box = boxOf(points);
  const right = Math.min(Math.max(dx, -box.x), frame.width - box.x - box.width);
  const down = Math.min(Math.max(dy, -box.y), frame.height - box.y - box.height);
  return points.map(([x, y]) => settled(frame, [x + right, y + down]));
}

/** Wider and higher by so much, about its centre; never thinner than a hundredth of the plan.
 * @param {Frame} frame @param {Point[]} points @param {number} wider @param {number} higher @returns {Point[]} */
export function resized(frame, points, wider, higher) {
  const [cx, cy] = centreOf(points);
  const { width, height } = boxOf(points);
  const least = Math.min(frame.width, frame.height) / 100;
  const across = width ? Math.max(width + wider, least) / width : 1;
  const along = height ? Math.max(height + higher, least) / height : 1;
  return points.map(([x, y]) => settled(frame, [cx + (x - cx) * across, cy + (y - cy) * along]));
}

/** Turned about its centre. @param {Frame} frame @param {Point[]} points @param {number} degrees @returns {Point[]} */
export function turned(frame, points, degrees) {
  const [cx, cy] = centreOf(points);
  const angle = (degrees * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return points.map(([x, y]) =>
    settled(frame, [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos]),
  );
}

/** With one corner elsewhere, or one more behind it. @param {Point[]} points @param {number} index @param {Point} to @param {boolean} isNew */
export const bent = (points, index, to, isNew) => [...points.slice(0, isNew ? index + 1 : index), to, ...points.slice(index + 1)];

/** With a corner less, as long as enough are left. @param {Feature} feature @param {number} index */
export function blunted({ kind, points }, index) {
  return points.length > (kind === "road" ? 2 : 3) ? points.filter((_, other) => other !== index) : points;
}

/** An id that no feature of the plan has. @param {Plan} plan */
export function freeId(plan) {
  const taken = new Set(plan.features.map((feature) => feature.id));
  let number = plan.features.length + 1;
  while (taken.has(`f${number}`)) number += 1;
  return `f${number}`;
}

/** @param {Plan} plan @param {Feature} feature @returns {Plan} */
export const added = (plan, feature) => ({ ...plan, features: [...plan.features, feature] });

/** @param {Plan} plan @param {string} id @returns {Plan} */
export const without = (plan, id) => ({ ...plan, features: plan.features.filter((one) => one.id !== id) });

/** @param {Plan} plan @param {string} id @param {Partial<Feature>} changes @returns {Plan} */
export const changed = (plan, id, changes) => ({
  ...plan,
  features: plan.features.map((one) => (one.id === id ? { ...one, ...changes } : one)),
});

/** What was done, so that it can be undone and done again. */
export class History {
  /** @param {Plan} plan */
  constructor(plan) {
    this.now = plan;
    /** @type {Plan[]} */ this.before = [];
    /** @type {Plan[]} */ this.after = [];
    this.mark = "";
  }

  /** Steps with the same mark that follow each other are one: twenty presses of an arrow are undone at once.
   * @param {Plan} plan @param {string} [mark] */
  change(plan, mark = "") {
    if (!mark || mark !== this.mark) this.before.push(this.now);
    this.mark = mark;
    this.after = [];
    this.now = plan;
  }

  undo() {
    this.#step(this.before, this.after);
  }

  redo() {
    this.#step(this.after, this.before);
  }

  /** @param {Plan[]} from @param {Plan[]} to */
  #step(from, to) {
    const plan = from.pop();
    if (!plan) return;
    to.push(this.now);
    this.now = plan;
    this.mark = "";
  }
}
