/** Testing by whoever is signed in: rounds, the people of a group, the tube at hand; signals and actions, as session.js. */

import {computed, signal} from '@preact/signals';

import {inTube, isFull, sampleOf, standing} from './domain/sampling.js';
import {now, outbox, save} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';
import {asked} from './sync/gate.js';

/**
 * @typedef {import('./domain/sampling.js').Due} Due @typedef {import('./domain/sampling.js').Tube} Tube
 * @typedef {{person: string, name: string, label: string, tube: string, door: string|null}} Retest
 * @typedef {{rounds: import('./domain/sampling.js').Round[], retests: Retest[]}} Known
 */

/** @type {Known} */
const NOTHING = {rounds: [], retests: []};

export const known = signal(NOTHING);
/** Who is in a group, by `round door`. @type {import('@preact/signals').Signal<Map<string, Due[]>>} */
export const people = signal(new Map());
/** The tube that is being filled. @type {import('@preact/signals').Signal<Tube|null>} */
export const tube = signal(null);
/** Whose rows are open. @type {import('@preact/signals').Signal<string|null>} */
export const opened = signal(null);

/** The samples that this phone wrote down, and nothing took back. */
export const samples = computed(() => standing(outbox.value.map((item) => item.envelope)));

/** How many are in the tube at hand. */
export const filled = computed(() => (tube.value ? inTube(samples.value, tube.value.code) : 0));

/** Opens testing: what the phone has, then what the server says. */
export async function open() {
  const row = state.open.me;
  if (!row) return;
  if (opened.value !== row.worker) {
    const rows = await kept.load(row);
    if (state.open.me?.worker !== row.worker) return;
    known.value = rows.get('sampling known') ?? NOTHING;
    people.value = new Map([...rows].flatMap(([name, value]) => (name.startsWith('sampling group ') ? [[name.slice(15), value]] : [])));
    tube.value = rows.get('sampling tube') ?? null;
    opened.value = row.worker;
  }
  await ask();
}

/** Asks for open rounds and who is tested again; without a signal what is known stays. */
export async function ask() {
  const row = mayAsk();
  const reply = row && (await asked('/api/sampling', row));
  if (!row || reply?.status !== 200 || row.worker !== opened.value) return;
  known.value = {rounds: reply.answer.rounds, retests: reply.answer.retests};
  await kept.put(row, 'sampling known', known.value);
}

/** Asks who is in a group; the server logs it. @param {string} round @param {string} door @returns {Promise<void>} */
export async function askGroup(round, door) {
  const row = mayAsk();
  const reply = row && (await asked(`/api/sampling/${round}/${door}`, row));
  if (!row || reply?.status !== 200 || row.worker !== opened.value) return;
  const key = `${round} ${door}`;
  people.value = new Map(people.value).set(key, reply.answer.people);
  await kept.put(row, `sampling group ${key}`, reply.answer.people);
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

function mayAsk() {
  const row = state.open.me;
  return row && !row.unknown && !row.revoked && navigator.onLine !== false ? row : null;
}
