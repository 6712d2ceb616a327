/** What whoever is signed in does for others: signals to read, actions to call, as session.js. */

import {computed, signal} from '@preact/signals';

import {left as leftOf, said, stepOf} from './domain/care.js';
import {now, outbox, save, saveWith} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';
import {asked} from './sync/gate.js';

/** @typedef {import('./domain/care.js').Known} Known */

/** @type {Known} */
const NOTHING = {visits: [], needs: [], orders: [], at: 0};
const KINDS = ['daily_visit_step', 'need_step', 'order_step'];

export const known = signal(NOTHING);
/** Whose rows are open. @type {import('@preact/signals').Signal<string|null>} */
export const opened = signal(null);

export const left = computed(() => leftOf(known.value, said(outbox.value, known.value.at)));

/** How many steps the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => KINDS.includes(envelope.kind) && standing === 'accepted').length);

/** Opens what the phone has, then what the server says. */
export async function open() {
  const row = state.open.me;
  if (!row) return;
  if (opened.value !== row.worker) {
    known.value = (await kept.load(row)).get('care known') ?? NOTHING;
    opened.value = row.worker;
  }
  await ask();
}

/** Asks anew; without a signal what is known stays. */
export async function ask() {
  const row = state.open.me;
  if (!row || row.unknown || row.revoked || navigator.onLine === false) return;
  const at = now();
  const {status, answer} = await asked('/api/care', row);
  if (status !== 200 || row.worker !== opened.value) return;
  known.value = {visits: answer.visits, needs: answer.needs, orders: answer.orders, at};
  await kept.put(row, 'care known', known.value);
}

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
