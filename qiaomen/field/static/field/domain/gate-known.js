/**
 * What a gate's phone has learnt from the server: keys, the list of changed passes, its gates, alarms. The list comes as
 * changes since the last answer.
 *
 * @typedef {import('./pass.js').Entry} Entry @typedef {import('./pass.js').Key} Key
 * @typedef {{name: string, phone: string}} Clinic
 * @typedef {{id: string, name: string, area: string, above: string[], duty: {worker: string, name: string, role: string}[],
 *   clinic?: Clinic|null}} Gate
 * @typedef {{id: string, gate: string, what: string, state: 'waiting'|'open'|'acknowledged'|'settled', at: string, level: number,
 *   told_at: string|null, to: {worker: string, name: string, role: string}[], acknowledged_by: string|null,
 *   acknowledged_at: string|null}} Alarm `waiting`: for a second reading; nobody is told yet
 * @typedef {{visitor: string, name: string, door: string|null, label: string, purpose: string, people: number, area: string}} Expected
 *   a visitor whom a household announced for today, the name covered
 * @typedef {{cursor: string|null, as_of: number|null, district: string, districts: Record<string, string>, keys: Key[],
 *   listed: Map<string, Entry>, gates: Gate[], limits: import('./gate.js').Limits, alarms: Alarm[],
 *   expected: Expected[], more: number, numbers: Record<string, string>}} Known `as_of` in seconds; `numbers`: phone by worker
 */

import {LIMITS} from './gate.js';

/** No code lives longer, so that nothing older can be shown. */
const LONGEST_LIFE_S = 14 * 86_400;

/** @returns {Known} */
export const nothing = () => ({
  cursor: null, as_of: null, district: '', districts: {}, keys: [], listed: new Map(), gates: [], limits: {...LIMITS}, alarms: [], expected: [], more: 0, numbers: {},
});

/** @param {string|number} at RFC 3339 or seconds @returns {number} seconds */
const seconds = (at) => (typeof at === 'number' ? at : Math.floor(Date.parse(at) / 1000));

/** What is known after an answer of `GET /api/gate`. @param {Known} known @param {any} answer @returns {Known} */
export function learnt(known, answer) {
  const {list} = answer;
  const asOf = seconds(list.as_of);
  const listed = new Map(list.whole ? [] : known.listed);
  for (const entry of list.entries) listed.set(entry[0], entry);
  for (const [pass, [, since]] of listed) if (since < asOf - LONGEST_LIFE_S) listed.delete(pass);
  return {
    ...known, cursor: String(list.cursor), as_of: asOf, listed, district: answer.district, districts: answer.districts, keys: answer.keys,
    gates: answer.gates, limits: {...LIMITS, ...answer.limits}, alarms: answer.alarms ?? [], expected: answer.expected ?? [], more: answer.expected_more ?? 0,
  };
}

/** As it is kept: what JSON can say. @param {Known} known */
export const packed = (known) => ({...known, listed: [...known.listed.values()]});

/** @param {any} kept @returns {Known} */
export const unpacked = (kept) =>
  kept ? {...nothing(), ...kept, listed: new Map(kept.listed.map((/** @type {Entry} */ entry) => [entry[0], entry]))} : nothing();
