/**
 * What to do at a gate, from what the code, the thermometer, other codes and the guard say. The strictest rule holds, with
 * two exceptions that nothing overrules: illness, birth and fire pass everything; and no resident is kept from home.
 *
 * @typedef {import('./pass.js').Verdict} Verdict
 * @typedef {'passed'|'provisional'|'refused'|'kept_apart'|'emergency'} Outcome
 * @typedef {'green'|'yellow'|'red'} Tone
 * @typedef {'pass'|'decide'|'refuse'|'wait'|'keep_apart'|'turn_back'|'emergency'} Act
 * @typedef {{verdict: Outcome, reason: string}} Decided by the guard
 * @typedef {{id: string, at: number, gate: string, lane: string, direction: 'in'|'out', way: 'walk'|'vehicle'|'delivery',
 *   code: Verdict|null, name: string, resident: boolean|null, list_age_s: number|null, offline: boolean,
 *   temperature?: number, second?: number, second_at?: number, health?: string, travel?: string,
 *   emergency?: 'illness'|'birth'|'fire', decided?: Decided, visitor?: string, plate?: string, occupants?: number,
 *   note?: string}} Passing somebody at the gate; `id` of its record, `at` and `second_at` in ms by the phone's clock;
 *   `resident`: lives here, null where nobody has said
 * @typedef {{fever: number, second_after_s: number, list_old_s: number}} Limits fever in °C: above it
 * @typedef {{act: Act, tone: Tone, why: string[], verdict: Outcome, reason: string}} Advice `why`: what it follows from,
 *   the weightiest first; `verdict` and `reason` as they are recorded until somebody decides otherwise
 */

/** What holds where the server has not said otherwise. */
export const LIMITS = Object.freeze({fever: 37.3, second_after_s: 300, list_old_s: 14_400});

/** A code that is still, or once more, before the camera within this time is one passage. */
const AGAIN_MS = 8_000;
/** Whoever went through in the same direction less than this ago may have handed the code on. */
const HANDED_ON_MS = 600_000;

const STRICTNESS = Object.freeze({green: 0, yellow: 1, red: 2});

/**
 * How hot somebody is: `first` where a second reading must follow. @param {Passing} passing @param {Limits} limits
 * @returns {'none'|'first'|'over'|'fever'} `over`: the second reading was not above the limit
 */
export function heat({temperature, second}, {fever}) {
  if (temperature === undefined || temperature <= fever) return 'none';
  if (second === undefined) return 'first';
  return second > fever ? 'fever' : 'over';
}

/** When the second reading is due. @param {Passing} passing @param {Limits} limits @returns {number|null} ms; null: none is */
export const dueAt = (passing, limits) =>
  heat(passing, limits) === 'first' && !hasLeft(passing) ? (passing.second_at ?? null) : null;

/** @param {Passing} passing */
const hasLeft = ({decided}) => decided?.reason === 'left';

/**
 * @param {Passing} passing @param {Limits} limits @param {number|null} [twice] when the same pass went the same way
 *   before without coming back, ms @returns {Advice}
 */
export function advise(passing, limits, twice = null) {
  const {emergency, decided} = passing;
  const fever = heat(passing, limits);
  const {tone, why} = ruled(passing, twice);
  if (emergency) return {act: 'emergency', tone: 'green', why: [emergency], verdict: 'emergency', reason: ''};
  if (fever === 'first' && !hasLeft(passing)) return {act: 'wait', tone: 'yellow', why: ['second_reading', ...why], verdict: 'refused', reason: 'second_reading'};
  if (fever === 'fever') return hot(passing, why);
  if (decided) return {act: isIn(decided.verdict) ? 'pass' : 'refuse', tone: isIn(decided.verdict) ? 'green' : 'red', why: [decided.reason, ...why], ...decided};
  if (tone === 'red') return {act: 'refuse', tone, why, verdict: 'refused', reason: why[0] ?? 'red'};
  if (tone === 'yellow') return {act: 'decide', tone, why, verdict: 'refused', reason: 'undecided'};
  return {act: 'pass', tone, why, verdict: 'passed', reason: ''};
}

/** Above the limit twice. @param {Passing} passing @param {string[]} why @returns {Advice} */
function hot({resident}, why) {
  const first = ['fever', ...why];
  if (resident) return {act: 'keep_apart', tone: 'red', why: first, verdict: 'kept_apart', reason: 'fever'};
  return {act: 'turn_back', tone: 'red', why: first, verdict: 'refused', reason: 'fever'};
}

/** @param {Outcome} verdict */
export const isIn = (verdict) => verdict === 'passed' || verdict === 'provisional' || verdict === 'emergency';

/**
 * What code, travel and health codes make of it. @param {Passing} passing @param {number|null} twice
 * @returns {{tone: Tone, why: string[]}}
 */
function ruled({code, health, travel, at, visitor}, twice) {
  /** @type {[Tone, string][]} */
  const rules = [
    visitor && !code ? ['green', 'visitor'] : byCode(code),
    health ? byHealth(health) : ['green', ''],
    travel && travel !== 'clear' ? ['yellow', `travel_${travel}`] : ['green', ''],
    twice !== null ? [at - twice < HANDED_ON_MS ? 'yellow' : 'green', 'twice'] : ['green', ''],
  ];
  const said = rules.filter(([, reason]) => reason).sort(([a], [b]) => STRICTNESS[b] - STRICTNESS[a]);
  return {tone: said[0]?.[0] ?? 'green', why: said.map(([, reason]) => reason)};
}

/** @param {Verdict|null} code @returns {[Tone, string]} */
function byCode(code) {
  if (!code) return ['yellow', 'no_pass'];
  if (code.problem !== 'ok') return [code.colour === 'red' ? 'red' : 'yellow', code.colour === 'red' ? 'red' : code.problem];
  if (code.rules === 'red') return ['red', 'red'];
  if (code.rules === 'green') return ['green', code.said !== code.colour ? 'changed' : ''];
  if (code.colour !== 'green') return ['yellow', code.colour];
  return ['yellow', code.elsewhere ? 'elsewhere' : 'list_old'];
}

/** @param {string} health @returns {[Tone, string]} */
const byHealth = (health) =>
  health === 'green' ? ['green', ''] : [health === 'red' ? 'red' : 'yellow', `health_${health}`];

/**
 * Whether a code before the camera is the passage that is on the screen already.
 * @param {{text: string, seenAt: number}|null} last what was seen last, when it was seen last @param {string} text
 * @param {number} now ms
 */
export const isAgain = (last, text, now) => last !== null && last.text === text && now - last.seenAt < AGAIN_MS;

/** How old the suspension list is, in seconds; null: there is none. @param {number|null} asOf s @param {number} now ms by the server's clock @returns {number|null} */
export const listAge = (asOf, now) => (asOf === null ? null : Math.max(0, Math.floor(now / 1000) - asOf));

const PLATE = /^[京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新使领][A-Z][A-Z0-9]{4,5}[A-Z0-9挂学警港澳]$/;

/** A number plate as it is kept: 7 characters, 8 of a new-energy car. @param {string} text @returns {string} */
export const plateOf = (text) => text.normalize('NFKC').toUpperCase().replace(/[\s·.-]/g, '');

/** Whether it looks like one; another country's does not, and is kept all the same. @param {string} plate */
export const isPlate = (plate) => PLATE.test(plate);
