/**
 * A phone's own records as they count: corrections and voids applied, in order of time.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, at: number, kind: string, body: Record<string, any>}} Effective `id` and `at` (ms) of the
 *   original, what the newest correction says
 * @typedef {{own: Effective[], strangers: Effective[]}} Effectives `strangers`: corrections of records that are not
 *   among these; their `id` is the corrected record's, and kind is void where it was taken back
 */

import {timeOf} from './clock.js';

/**
 * @param {Envelope[]} envelopes @param {number} [offsetMs] server time minus the phone's, for records that have none of
 *   their own @returns {Effectives}
 */
export function effective(envelopes, offsetMs = 0) {
  const known = new Map(envelopes.map((one) => [one.id, one]));
  /** @type {Map<string, Envelope[]>} */
  const chains = new Map();
  for (const one of envelopes) {
    const root = rootOf(one, known);
    chains.set(root, [...(chains.get(root) ?? []), one]);
  }
  /** @type {Effectives} */
  const found = {own: [], strangers: []};
  for (const [root, chain] of chains) {
    const original = known.get(root);
    const newest = chain.filter((one) => one.id !== root).sort(inTime(offsetMs)).at(-1) ?? chain[0];
    const at = timeOf(original ?? newest, offsetMs);
    const one = {id: root, at, kind: newest.kind, body: newest.body};
    if (!original) found.strangers.push(one);
    else if (one.kind !== 'void') found.own.push(one);
  }
  found.own.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return found;
}

/** @param {Envelope} one @param {Map<string, Envelope>} known @returns {string} */
function rootOf(one, known) {
  let root = one;
  const seen = new Set([one.id]);
  while (root.amends) {
    const earlier = known.get(root.amends);
    if (!earlier || seen.has(earlier.id)) return root.amends;
    seen.add(earlier.id);
    root = earlier;
  }
  return root.id;
}

/** @param {number} offsetMs @returns {(a: Envelope, b: Envelope) => number} */
const inTime = (offsetMs) => (a, b) => timeOf(a, offsetMs) - timeOf(b, offsetMs) || (a.id < b.id ? -1 : 1);
