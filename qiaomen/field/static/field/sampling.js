/** Testing by whoever is signed in: rounds, the people of a group, the tube at hand; signals and actions, as session.js. */

import {computed, signal} from '@preact/signals';

import {inTube, isFull, sampleOf, standing} from './domain/sampling.js';
import {feedOf} from './feed.js';
import {now, outbox, save} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';

/**
 * @typedef {import('./domain/sampling.js').Due} Due @typedef {import('./domain/sampling.js').Tube} Tube
 * @typedef {{person: string, name: string, label: string, tube: string, door: string|null, since: string}} Retest
 * @typedef {{rounds: import('./domain/sampling.js').Round[], retests: Retest[], at: number}} Known
 */

/** @type {Known} */
const NOTHING = {rounds: [], retests: [], at: 0};

/** Who is in a group, by `round door`. @type {import('@preact/signals').Signal<Map<string, Due[]>>} */
export const people = signal(new Map());
/** The tube that is being filled. @type {import('@preact/signals').Signal<Tube|null>} */
export const tube = signal(null);

export const {known, opened, open, ask, get} = feedOf({
  path: '/api/sampling', name: 'sampling known', nothing: NOTHING, read: ({rounds, retests}) => ({rounds, retests}),
  loaded: (rows) => {
    people.value = new Map([...rows].flatMap(([name, value]) => (name.startsWith('sampling group ') ? [[name.slice(15), value]] : [])));
    tube.value = rows.get('sampling tube') ?? null;
  },
});

/** The samples that this phone wrote down, and nothing took back. */
export const samples = computed(() => standing(outbox.value));

/** How many are in the tube at hand. */
export const filled = computed(() => (tube.value ? inTube(samples.value, tube.value.code) : 0));

/** Asks who is in a group; the server logs it. @param {string} round @param {string} door @returns {Promise<void>} */
export async function askGroup(round, door) {
  const found = await get(`/api/sampling/${round}/${door}`);
  if (!found) return;
  const key = `${round} ${door}`;
  people.value = new Map(people.value).set(key, found.answer.people);
  await kept.put(found.row, `sampling group ${key}`, found.answer.people);
}

/** Takes another tube at hand. @param {Tube|null} next */
export async function hold(next) {
  tube.value = next;
  if (state.open.me) await kept.put(state.open.me, 'sampling tube', next);
}

/**
 * Somebody's sample goes into the tube at hand; a full one is put away. @param {Due} one @param {{round?: string, place?: string}} about
 * @returns {Promise<string>} the record
 */
export async function take(one, about) {
  const at = /** @type {Tube} */ (tube.value);
  const id = newId();
  await save(sampleOf({id, now: now(), person: one.person, tube: at, ...about, ...(one.door ? {door: one.door} : {})}));
  if (isFull(at.holds, inTube(samples.value, at.code))) await hold(null);
  return id;
}
