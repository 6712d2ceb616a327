/** What whoever is signed in does for others: signals to read, actions to call, as session.js. */

import {computed} from '@preact/signals';

import {left as leftOf, said, stepOf} from './domain/care.js';
import {feedOf} from './feed.js';
import {now, outbox, save, saveWith} from './session.js';
import {newId} from './store/phone.js';

/** @typedef {import('./domain/care.js').Known} Known */

/** @type {Known} */
const NOTHING = {visits: [], needs: [], orders: [], more: 0, at: 0};
const KINDS = ['daily_visit_step', 'need_step', 'order_step'];

export const {known, opened, open, ask} = feedOf({
  path: '/api/care', name: 'care known', nothing: NOTHING,
  read: ({visits, needs, orders, orders_more: more}) => ({visits, needs, orders, more: more ?? 0}),
});

export const left = computed(() => leftOf(known.value, said(outbox.value, known.value.at)));

/** How many steps the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => KINDS.includes(envelope.kind) && standing === 'accepted').length);

/**
 * Writes a step down, perhaps with photos. @param {'daily_visit_step'|'need_step'|'order_step'} kind
 * @param {{id: string, place: string, door: string|null}} about @param {string} step @param {Blob[]} [shots]
 * @returns {Promise<string[]>} the records
 */
export async function tell(kind, about, step, shots = []) {
  const photos = shots.map((blob) => ({id: newId(), blob}));
  const id = newId();
  await saveWith([stepOf(kind, about, {id, now: now(), step, photos: photos.map((one) => one.id)})], photos);
  return [id];
}

/** The same step of several, all or nothing. @param {{id: string, place: string, door: string}[]} several @param {string} step @returns {Promise<string[]>} */
export async function tellAll(several, step) {
  const made = several.map((one) => stepOf('order_step', one, {id: newId(), now: now(), step}));
  await save(...made);
  return made.map((one) => one.id);
}
