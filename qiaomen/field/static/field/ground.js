/**
 * The practice ground: while it is open, the session shows its district in place of the real one, and what is written
 * stays here. Nothing of it reaches the database, the outbox or the server; closing it forgets it.
 */

import {computed, signal} from '@preact/signals';

import {BUILDING, nextLesson, practiceDistrict} from './domain/practice.js';

/**
 * @typedef {import('./domain/types.js').Envelope} Envelope
 * @typedef {{district: import('./domain/types.js').District, written: Envelope[]}} Ground
 */

/** @type {import('@preact/signals').Signal<Ground|null>} */
const open = signal(null);

/** The district of the practice building; null when nobody practises. */
export const practice = computed(() => open.value?.district ?? null);

/** What was written there, by door. @type {import('@preact/signals').ReadonlySignal<Map<string, Envelope[]>>} */
export const practised = computed(() => {
  const byDoor = new Map();
  for (const one of open.value?.written ?? []) byDoor.set(one.door ?? '', [...(byDoor.get(one.door ?? '') ?? []), one]);
  return byDoor;
});

/** The lesson at hand; null when all are through, or nobody practises. */
export const lesson = computed(() => open.value && nextLesson(open.value.written));

/** @param {Parameters<typeof practiceDistrict>[0]} about @returns {string} the address of the practice building */
export function enter(about) {
  open.value = {district: practiceDistrict(about), written: []};
  return `#/building/${BUILDING}`;
}

export function leave() {
  open.value = null;
}

/** @param {Envelope[]} envelopes @param {string} [instead] the id of one that these replace */
export function write(envelopes, instead) {
  if (!open.value) return;
  const {district, written} = open.value;
  open.value = {district, written: [...written.filter((one) => one.id !== instead), ...envelopes]};
}

/** @param {string[]} ids */
export function takeBack(ids) {
  if (!open.value) return;
  const {district, written} = open.value;
  open.value = {district, written: written.filter((one) => !ids.includes(one.id))};
}
