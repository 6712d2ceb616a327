/** What is being said about a household and not saved yet. It lives as long as the app is open. */

import {effect, signal} from '@preact/signals';

import {author} from '../session.js';

/**
 * @typedef {import('../domain/visits.js').Seen} Seen
 * @typedef {{people: Record<string, Seen>, begun: Record<string, Seen>, answers: Record<string, any>, texts: Record<string, string>, note: string,
 *   photos: Blob[], mends: string, since: number}} Draft `begun`: people in hand, who do not count before "done"
 */

/** @type {import('@preact/signals').Signal<Map<string, Draft>>} by door */
const drafts = signal(new Map());

/** @type {Draft} */
const BLANK = {people: {}, begun: {}, answers: {}, texts: {}, note: '', photos: [], mends: '', since: 0};

/** Nobody goes on with what another author of this phone began. @type {string|undefined} */
let whose;
effect(() => {
  const worker = author.value?.worker;
  if (worker !== whose && drafts.peek().size) drafts.value = new Map();
  whose = worker;
});

/** @param {string} door @returns {Draft} */
export const draftOf = (door) => drafts.value.get(door) ?? BLANK;

/** @param {string} door @returns {boolean} whether something would be lost */
export function isBegun(door) {
  const {people, begun, answers, texts, note, photos} = draftOf(door);
  return Boolean(note) || photos.length > 0 || [people, begun, answers, texts].some((one) => Object.keys(one).length > 0);
}

/** @param {string} door @param {Partial<Draft>} change */
export function write(door, change) {
  drafts.value = new Map(drafts.value).set(door, {...draftOf(door), ...change});
}

/** Somebody in hand. @param {string} door @param {Seen} seen */
export const begin = (door, seen) => write(door, {begun: {...draftOf(door).begun, [seen.person]: seen}});

/** Somebody is done: what was said of them counts. @param {string} door @param {Seen} seen */
export function done(door, seen) {
  const {people, begun: {[seen.person]: _, ...begun}} = draftOf(door);
  write(door, {people: {...people, [seen.person]: seen}, begun});
}

/** @param {string} door */
export function drop(door) {
  const left = new Map(drafts.value);
  left.delete(door);
  drafts.value = left;
}
