/** The welcome station of whoever is signed in: signals to read, actions to call, as session.js. */

import {computed, signal} from '@preact/signals';

import {eventOf, staying, written as writtenOf} from './domain/station.js';
import {feedOf} from './feed.js';
import {now, outbox, save} from './session.js';
import {newId} from './store/phone.js';

/**
 * @typedef {{stations: import('./domain/station.js').Station[], expected: import('./domain/station.js').Expected[], at: number}} Known
 *   `at`: when the server said so, ms by this phone's clock
 */

/** @type {Known} */
const NOTHING = {stations: [], expected: [], at: 0};

export const {known, opened, open, ask} = feedOf({
  path: '/api/stations', name: 'station known', nothing: NOTHING, read: ({stations, expected}) => ({stations, expected}),
});
/** Which station one registers at. @type {import('@preact/signals').Signal<string|null>} */
export const chosen = signal(null);

export const here = computed(() => known.value.stations.find((one) => one.id === chosen.value) ?? known.value.stations[0] ?? null);

/** What this phone wrote down that the server has not answered yet. */
const written = computed(() => writtenOf(outbox.value, known.value.at));

/** How many of them the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => envelope.kind === 'station_event' && standing === 'accepted').length);

export const guests = computed(() => (here.value ? staying(here.value, known.value.expected, written.value) : []));

/** Who is to come and is at no station, as far as the phone knows. */
export const awaited = computed(() => {
  const came = new Set([...guests.value.map((one) => one.person), ...written.value.map((one) => one.person)]);
  return known.value.expected.filter((one) => !came.has(one.person));
});

/** Writes down what happened to somebody. @param {string} person @param {'arrived'|'home'|'hospital'|'left'} event @param {import('./domain/station.js').Bed} [bed] @returns {Promise<string>} the record */
export async function tell(person, event, bed) {
  const id = newId();
  await save(eventOf({id, now: now(), station: here.value?.id ?? '', person, event, bed}));
  return id;
}
