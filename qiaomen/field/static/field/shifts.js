/** The shifts of whoever is signed in: signals to read, actions to call, as session.js. */

import {computed} from '@preact/signals';

import {isOfShifts, recordOf, shown} from './domain/shifts.js';
import {feedOf} from './feed.js';
import {now, outbox, save} from './session.js';
import {newId} from './store/phone.js';

/** @typedef {import('./domain/shifts.js').Known} Known @typedef {import('./domain/shifts.js').Shift} Shift */

/** @type {Known} */
const NOTHING = {rules: {rest_hours: 12, week_hours: 48, nights_in_row: 3}, me: null, shifts: [], swaps: [], notes: [], at: 0};

export const {known, opened, open, ask, get} = feedOf({
  path: '/api/shifts', name: 'shifts known', nothing: NOTHING,
  read: ({rules, me, shifts, swaps, notes}) => ({rules, me, shifts, swaps, notes}),
});

export const mine = computed(() => shown(known.value, outbox.value));

/** How many records of shifts the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => isOfShifts(envelope) && standing === 'accepted').length);

/** Writes one down. @param {string} kind @param {string} place @param {object} body @returns {Promise<string>} the record */
export async function tell(kind, place, body) {
  const id = newId();
  await save(recordOf(kind, place, body, {id, now: now()}));
  return id;
}

/** For what a shift could be swapped; null without a signal. @param {string} shift @returns {Promise<{shift: string, worker: string, name: string, post: string, begins_at: string, ends_at: string}[]|null>} */
export async function options(shift) {
  const found = await get(`/api/shifts/${shift}/options`);
  return found ? found.answer.options : null;
}
