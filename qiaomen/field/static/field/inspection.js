/** Findings, disinfection and seals around whoever is signed in: signals to read, actions to call, as session.js. */

import {computed} from '@preact/signals';

import {earlierAt as foundBefore} from './domain/inspected.js';
import {KINDS, left as leftOf, written as writtenOf} from './domain/inspection.js';
import {feedOf} from './feed.js';
import {author, now, outbox, saveWith} from './session.js';
import {newId} from './store/phone.js';

/** @typedef {import('./domain/inspection.js').Known} Known @typedef {import('./domain/types.js').Envelope} Envelope */

/** @type {Known} */
const NOTHING = {findings: [], places: [], duties: [], rounds: [], products: [], seals: [], sealable: [],
  earlier: [], repeatsFrom: 0, more: {mine: 0, looks: 0, rounds: 0, seals: 0}, at: 0};

export const {known, opened, open, ask} = feedOf({
  path: '/api/inspection', name: 'inspection known', nothing: NOTHING,
  read: ({findings, places, duties, rounds, products, seals, sealable, earlier, repeats_from: repeatsFrom, more}) =>
    ({findings, places, duties, rounds, products, seals, sealable, earlier, repeatsFrom, more}),
});

const written = computed(() => writtenOf(outbox.value, known.value.at));

export const left = computed(() => leftOf(known.value, written.value));

/** What was found before at a place, or at a door. @param {{place: string|null, door: string|null}} at */
export const earlierAt = (at) => foundBefore(known.value.earlier ?? [], written.value, at, now() + (author.value?.offsetMs ?? 0));

/** How many the server has beside those that it sent; a phone that asked before it said so knows of none. */
export const more = computed(() => known.value.more ?? {mine: 0, looks: 0, rounds: 0, seals: 0});

/** How many of one's records the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => KINDS.includes(envelope.kind) && standing === 'accepted').length);

/**
 * Writes one record down, perhaps with photos; `make` is given its id and hour. @template {Record<string, any>} T
 * @param {(said: T & {id: string, now: number, photos: string[]}) => Envelope} make @param {T} said @param {Blob[]} [shots]
 * @returns {Promise<string>} the record
 */
export async function write(make, said, shots = []) {
  const photos = shots.map((blob) => ({id: newId(), blob}));
  const record = make({...said, id: newId(), now: now(), photos: photos.map((one) => one.id)});
  await saveWith([record], photos);
  return record.id;
}
