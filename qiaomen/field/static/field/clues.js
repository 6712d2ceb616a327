/** The clues of whoever is signed in: signals to read, actions to call, as session.js. */

import {computed} from '@preact/signals';

import {left as leftOf, stepOf, toldOf, written} from './domain/clues.js';
import {feedOf} from './feed.js';
import {author, now, outbox, save, saveWith} from './session.js';
import {newId} from './store/phone.js';

/** @typedef {import('./domain/clues.js').Known} Known @typedef {import('./domain/clues.js').Task} Task */

/** @type {Known} */
const NOTHING = {tasks: [], places: [], moreTasks: 0, morePlaces: 0, at: 0};
const KINDS = ['clue', 'clue_step'];
/** How long what the server said is fresh enough for Today's line. */
const FRESH_MS = 60_000;

export const {known, opened, open, ask} = feedOf({
  path: '/api/clues', name: 'clues known', nothing: NOTHING,
  read: ({tasks, places, more_tasks: moreTasks = 0, more_places: morePlaces = 0}) => ({tasks, places, moreTasks, morePlaces}),
});

export const left = computed(() => leftOf(known.value, written(outbox.value, known.value.at), now() + (author.value?.offsetMs ?? 0)));

/** How many of this phone's words the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => KINDS.includes(envelope.kind) && standing === 'accepted').length);

/** Opens what the phone has, and asks only where that is no longer fresh. */
export async function glance() {
  if (opened.value !== author.value?.worker || now() - known.value.at > FRESH_MS) await open();
}

/** Tells of something. @param {{place: string, what: string, words: string, where: string, plate: string}} said @returns {Promise<string>} the record */
export async function tell(said) {
  const id = newId();
  await save(toldOf({id, now: now(), ...said}));
  return id;
}

/**
 * Writes a step down, perhaps with photos. @param {Task} task @param {import('./domain/clues.js').StepName} step
 * @param {{note: string, to: string, shots: Blob[]}} said @returns {Promise<string>} the record
 */
export async function stepped(task, step, {note, to, shots}) {
  const photos = shots.map((blob) => ({id: newId(), blob}));
  const id = newId();
  await saveWith([stepOf(task, {id, now: now(), step, note, to, photos: photos.map((one) => one.id)})], photos);
  return id;
}
