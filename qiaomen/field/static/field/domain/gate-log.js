/**
 * The day at one gate, as this phone wrote it down: who came twice, who is inside, what the list of changed passes says of
 * those who had gone through before it came.
 *
 * @typedef {import('./gate.js').Passing} Passing @typedef {import('./gate.js').Limits} Limits
 * @typedef {import('./pass.js').Entry} Entry
 */

import {advise, isIn} from './gate.js';
import {COLOURS, pass8, STATES} from './pass.js';

/** @param {Passing} passing @param {Limits} limits */
const wentThrough = (passing, limits) => isIn(advise(passing, limits).verdict);

/** Whose passage it is, so far as a code or a registration says. @param {Passing} passing @returns {string} */
const whoOf = ({code, visitor}) => code?.token?.id ?? visitor ?? '';

/**
 * When the same pass went the same way before, and has not come back since; null: it did not, as far as this phone knows.
 * @param {Iterable<Passing>} log @param {Passing} passing @param {Limits} limits @returns {number|null} ms
 */
export function twice(log, passing, limits) {
  const who = whoOf(passing);
  if (!who) return null;
  let last = /** @type {Passing|null} */ (null);
  for (const one of log) {
    const isEarlier = one.id !== passing.id && one.at <= passing.at && whoOf(one) === who;
    if (isEarlier && (!last || one.at > last.at) && wentThrough(one, limits)) last = one;
  }
  return last?.direction === passing.direction ? last.at : null;
}

/**
 * What went by this gate. @param {Iterable<Passing>} log @param {Limits} limits
 * @returns {{in: number, out: number, refused: number, emergencies: number, inside: number}} `inside`: came in by a code or
 *   as a visitor, and did not go out again
 */
export function counts(log, limits) {
  const sum = {in: 0, out: 0, refused: 0, emergencies: 0, inside: 0};
  const inside = new Set();
  for (const one of [...log].sort((a, b) => a.at - b.at)) {
    if (one.emergency) sum.emergencies++;
    if (!wentThrough(one, limits)) {
      sum.refused++;
      continue;
    }
    sum[one.direction]++;
    if (whoOf(one)) one.direction === 'in' ? inside.add(whoOf(one)) : inside.delete(whoOf(one));
  }
  return {...sum, inside: inside.size};
}

/**
 * Who went through by a pass that had been withdrawn, or had another colour, before they came; the list came later.
 * @param {Iterable<Passing>} log @param {Map<string, Entry>} listed @param {number} offsetMs server time minus the phone's
 * @returns {Map<string, {since: number, colour: import('./pass.js').Colour, state: string}>} by passage; `since` in ms
 */
export function missed(log, listed, offsetMs) {
  const found = new Map();
  for (const {id, at, code, emergency} of log) {
    const token = code?.token;
    const entry = token && !code.elsewhere ? listed.get(pass8(token.id)) : undefined;
    if (!entry || emergency) continue;
    const [, since, colour, state] = entry;
    const isKnown = token && token.issued < since && since * 1000 <= at + offsetMs;
    const isWorse = state !== 0 || COLOURS[colour] !== 'green';
    const wasTold = code?.colour === COLOURS[colour] && (state === 0 || code.problem === STATES[state]);
    if (isKnown && isWorse && !wasTold) found.set(id, {since: since * 1000, colour: COLOURS[colour], state: STATES[state]});
  }
  return found;
}

/** Emergencies that nobody has put into words yet, the oldest first. @param {Iterable<Passing>} log @returns {Passing[]} */
export const unexplained = (log) => [...log].filter((one) => one.emergency && !one.note).sort((a, b) => a.at - b.at);
