/** What a gate writes: a passage, a visitor. As domain/visits.js: what is empty is left out. */

import {advise} from './gate.js';

/**
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./gate.js').Passing} Passing @typedef {import('./gate.js').Limits} Limits
 * @typedef {{id: string, visitor: string, at: number, gate: string, name: string, phone: string, origin: string, purpose: string,
 *   door: string, registered_by: 'gate'|'household', fetched: boolean, temperature?: number, second?: number, second_at?: number,
 *   offline: boolean, note: string, covered?: string, label?: string, people?: number}} Visitor `id` of the record, `visitor`
 *   of the one who comes; `at`, `second_at` in ms; `covered`: the name as the household's announcement shows it
 */

/** @param {any} value */
const isSaid = (value) => value !== undefined && value !== null && value !== '' && value !== false;

/** @param {Record<string, any>} said */
const told = (said) => Object.fromEntries(Object.entries(said).filter(([, value]) => isSaid(value)));

/** @param {number|undefined} at ms */
const moment = (at) => (at === undefined ? undefined : new Date(at).toISOString());

/**
 * Somebody went through, or was not let through. While a second reading is due, the first is not told: nobody is
 * called for it yet.
 * @param {Passing} passing @param {Limits} limits @param {number|null} [twice] as of `advise` @returns {Envelope}
 */
export function passage(passing, limits, twice = null) {
  const {code, second, second_at: secondAt} = passing;
  const {act, verdict, reason} = advise(passing, limits, twice);
  const token = code?.token;
  return {
    id: passing.id, kind: 'passage', device_at: new Date(passing.at).toISOString(), place: passing.gate,
    body: told({
      direction: passing.direction, pass: token?.id, iat: token?.issued, exp: token?.expires, kid: code?.kid,
      colour_seen: token?.colour, problem: code && code.problem !== 'ok' ? code.problem : '', verdict, reason,
      emergency: passing.emergency, temperature: act === 'wait' ? undefined : passing.temperature,
      second_temperature: second, second_at: second === undefined ? undefined : moment(secondAt),
      way: passing.way === 'walk' ? '' : passing.way, health_code: passing.health, travel_code: passing.travel,
      lane: passing.lane, list_age_s: passing.list_age_s, offline: passing.offline, visitor: passing.visitor,
      plate: passing.plate, occupants: passing.occupants, note: passing.note,
    }),
  };
}

/**
 * How a visitor stands: refused above the limit twice, or as long as nobody of the household is there to fetch them.
 * @param {Visitor} visitor @param {Limits} limits @returns {{verdict: 'passed'|'refused', reason: string}}
 */
export function visitorStands({temperature, second, fetched}, {fever}) {
  if (temperature !== undefined && temperature > fever && second === undefined) return {verdict: 'refused', reason: 'second_reading'};
  if (temperature !== undefined && temperature > fever && (second ?? 0) > fever) return {verdict: 'refused', reason: 'fever'};
  return fetched ? {verdict: 'passed', reason: ''} : {verdict: 'refused', reason: 'not_fetched'};
}

/** A visitor at the gate; a covered name is not said again: the announcement has it. @param {Visitor} visitor @param {Limits} limits @returns {Envelope} */
export function visited(visitor, limits) {
  const {door, temperature, second, second_at: secondAt} = visitor;
  const {verdict, reason} = visitorStands(visitor, limits);
  const body = told({
    id: visitor.visitor, name: visitor.name === visitor.covered ? '' : visitor.name, phone: visitor.phone, origin: visitor.origin,
    purpose: visitor.purpose, registered_by: visitor.registered_by, fetched_by_household: visitor.fetched, verdict, reason,
    temperature: reason === 'second_reading' ? undefined : temperature, second_temperature: second,
    second_at: second === undefined ? undefined : moment(secondAt), offline: visitor.offline, note: visitor.note,
    occupants: visitor.people,
  });
  const envelope = {id: visitor.id, kind: 'visitor', device_at: new Date(visitor.at).toISOString(), place: visitor.gate, body};
  return door ? {...envelope, door} : envelope;
}

/**
 * A passage as it is now: the record of before, corrected. @param {Envelope} envelope @param {string} id a fresh uuid7
 * @param {number} now ms @returns {Envelope}
 */
export const correction = (envelope, id, now) => ({...envelope, id, device_at: new Date(now).toISOString(), amends: envelope.id});

/**
 * What became of an emergency, later. @param {{id: string, now: number, gate: string, alarm: string, note: string}} step
 * @returns {Envelope}
 */
export const explained = ({id, now, gate, alarm, note}) =>
  ({id, kind: 'alarm_step', device_at: new Date(now).toISOString(), place: gate, body: {alarm, step: 'explained', note}});
