/** What whoever is signed in tells people: signals to read, actions to call, as session.js. */

import {computed} from '@preact/signals';

import {doneOf, handoutOf, left as leftOf, saidDone} from './domain/outreach.js';
import {feedOf} from './feed.js';
import {now, outbox, save, saveWith} from './session.js';
import {newId} from './store/phone.js';

/** @typedef {import('./domain/outreach.js').Known} Known @typedef {import('./domain/outreach.js').Round} Round */

/** @type {Known} */
const NOTHING = {rounds: [], titles: [], places: [], places_more: 0, at: 0};

export const {known, opened, open, ask} = feedOf({
  path: '/api/outreach', name: 'outreach known', nothing: NOTHING, read: ({rounds, titles, places, places_more}) => ({rounds, titles, places, places_more}),
});

export const left = computed(() => leftOf(known.value.rounds, saidDone(outbox.value)));

/** How many places the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => envelope.kind === 'outreach_round_done' && standing === 'accepted').length);

/**
 * Writes down that a place of a round is done. @param {Round} round @param {string} place @param {'scan'|'tap'} how
 * @param {Blob[]} shots @returns {Promise<string[]>} the records
 */
export async function tell(round, place, how, shots) {
  const photos = shots.map((blob) => ({id: newId(), blob}));
  const made = doneOf(round, place, {ids: [newId(), newId()], now: now(), how, photos: photos.map((one) => one.id)});
  await saveWith(made, photos);
  return made.map((one) => one.id);
}

/** Writes a handout down. @param {{material: string, count: number, way: string, place: string}} given @returns {Promise<string[]>} */
export async function hand(given) {
  const id = newId();
  await save(handoutOf(given, {id, now: now()}));
  return [id];
}
