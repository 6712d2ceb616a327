/**
 * A vehicle at a checkpoint, from the first tap to its records; and what the records of a shift add up to.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {'province'|'other_province'|'abroad'|'unknown'} Origin
 * @typedef {{celsius: number, second?: number, at: number}} Reading `at` in ms by the phone's clock
 * @typedef {{plate: string, form: 'province'|'foreign'|'none', vehicle: string, people: Record<Origin, number>,
 *   readings: Reading[], turnedBack: string, leaflets: Record<string, number>}} Draft
 * @typedef {{id: string, now: number, place: string, lane: string}} About
 * @typedef {{vehicles: number, people: number, elsewhere: number, turnedBack: number, peopleTurnedBack: number,
 *   leaflets: number}} Totals
 */

import {formOf} from './plates.js';
import {counting} from './taking-back.js';

/** @type {readonly Origin[]} */
export const ORIGINS = Object.freeze(['province', 'other_province', 'abroad', 'unknown']);

/** The most that anybody sits in a vehicle. */
const MOST = 99;

/** An empty form: a car with its driver, from the province. @param {string} own the province's character @returns {Draft} */
export const fresh = (own) => ({
  plate: own, form: 'province', vehicle: 'car', people: {province: 1, other_province: 0, abroad: 0, unknown: 0},
  readings: [], turnedBack: '', leaflets: {},
});

/** Everybody in it. @param {Draft} draft @returns {number} */
export const everybody = ({people}) => ORIGINS.reduce((sum, one) => sum + people[one], 0);

/** One more or one less from somewhere. @param {Draft} draft @param {Origin} origin @param {number} by @returns {Draft} */
export const seated = (draft, origin, by) =>
  ({...draft, people: {...draft.people, [origin]: Math.max(0, Math.min(MOST, draft.people[origin] + by))}});

/** What keeps a vehicle from being saved; '' nothing. @param {Draft} draft @returns {''|'plate'|'people'} */
export function missing(draft) {
  if (draft.form === 'province' && formOf(draft.plate) === null) return 'plate';
  if (draft.form === 'foreign' && !draft.plate) return 'plate';
  return everybody(draft) ? '' : 'people';
}

/** The vehicle's record. @param {Draft} draft @param {About} about @param {boolean} measured whether all were measured @returns {Envelope} */
export function stopOf(draft, {id, now, place, lane}, measured) {
  const {plate, form, people, readings, turnedBack, vehicle} = draft;
  const known = form === 'province';
  const body = {
    form: known ? formOf(plate) : form,
    ...(form === 'none' ? {} : {plate}),
    ...(known ? {province: plate[0]} : {}),
    ...(vehicle === 'car' ? {} : {vehicle}),
    occupants: ORIGINS.filter((one) => people[one]).map((origin) => ({origin, count: people[origin]})),
    measured: measured ? everybody(draft) : readings.length,
    ...(readings.length ? {readings: readings.map(written)} : {}),
    ...(turnedBack ? {turned_back: turnedBack} : {}),
    ...(lane ? {lane} : {}),
  };
  return {id, kind: 'vehicle_stop', device_at: new Date(now).toISOString(), place, body};
}

/** @param {Reading} reading */
const written = ({celsius, second, at}) =>
  (second === undefined ? {celsius} : {celsius, second, second_at: new Date(at).toISOString()});

/** A record for each title that was handed out with a vehicle. @param {Draft} draft @param {About} about @param {() => string} newId @returns {Envelope[]} */
export const handoutsOf = ({leaflets}, {id, now, place}, newId) =>
  Object.entries(leaflets).filter(([, count]) => count > 0).map(([material, count]) => ({
    id: newId(), kind: 'handout', device_at: new Date(now).toISOString(), place,
    body: {material, count, way: 'checkpoint', during: id},
  }));

/** A shift that begins, or ends with what is handed over. @param {About} about @param {Record<string, any>} body @returns {Envelope} */
export const shiftOf = ({id, now, place, lane}, body) =>
  ({id, kind: 'checkpoint_shift', device_at: new Date(now).toISOString(), place, body: {...body, ...(lane ? {lane} : {})}});

/**
 * What these records add up to: those of a checkpoint from a moment on, as far as nothing took them back.
 * @param {Iterable<import('./taking-back.js').Said>} items @param {string} place @param {number} since ms @returns {Totals}
 */
export function totals(items, place, since) {
  const sum = {vehicles: 0, people: 0, elsewhere: 0, turnedBack: 0, peopleTurnedBack: 0, leaflets: 0};
  for (const {envelope: {kind, place: at, device_at: when, body, amends}} of counting([...items])) {
    if (at !== place || amends || Date.parse(when) < since) continue;
    if (kind === 'vehicle_stop') addStop(sum, body);
    if (kind === 'handout') sum.leaflets += body.count;
  }
  return sum;
}

/** @param {Totals} sum @param {Record<string, any>} body */
function addStop(sum, body) {
  /** @type {{origin: Origin, count: number}[]} */
  const occupants = body.occupants;
  const people = occupants.reduce((all, one) => all + one.count, 0);
  sum.vehicles += 1;
  sum.people += people;
  sum.elsewhere += occupants.reduce((all, one) => all + (one.origin === 'other_province' ? one.count : 0), 0);
  sum.turnedBack += body.turned_back ? 1 : 0;
  sum.peopleTurnedBack += body.turned_back ? people : 0;
}

/**
 * The vehicles whose first reading is above the limit and still has no second one, as they were said last.
 * @param {import('./taking-back.js').Said[]} items in order @param {string} place @param {number} since ms @param {number} limit °C
 * @returns {Envelope[]} each under the id of its original
 */
export function unsettled(items, place, since, limit) {
  /** @type {Map<string, Envelope>} */
  const newest = new Map();
  for (const {envelope: one} of counting(items)) {
    if (one.kind !== 'vehicle_stop' || one.place !== place || Date.parse(one.device_at) < since) continue;
    newest.set(one.amends ?? one.id, {...one, id: one.amends ?? one.id});
  }
  return [...newest.values()].filter(({body}) => body.readings?.some((/** @type {any} */ one) => waits(one, limit)));
}

/** @param {{celsius: number, second?: number}} reading @param {number} limit */
const waits = ({celsius, second}, limit) => celsius > limit && second === undefined;

/** The record with a second reading where the first one waits for it. @param {Envelope} envelope @param {number} celsius @param {number} now ms @param {number} limit @returns {Envelope} */
export function settled(envelope, celsius, now, limit) {
  const {amends: _, ...kept} = envelope;
  const at = envelope.body.readings.findIndex((/** @type {any} */ one) => waits(one, limit));
  const said = {second: celsius, second_at: new Date(now).toISOString()};
  const readings = envelope.body.readings.map((/** @type {any} */ one, /** @type {number} */ index) => (index === at ? {...one, ...said} : one));
  return {...kept, body: {...envelope.body, readings}};
}
