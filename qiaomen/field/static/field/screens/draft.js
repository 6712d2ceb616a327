/** What is being said about a household and not saved yet. It outlives the app, and goes when it is saved. */

import {drafts, keepDraft} from '../session.js';

/** @typedef {import('../domain/visits.js').Seen} Seen @typedef {import('../store/drafts.js').Draft} Draft */

/** @type {Draft} */
const BLANK = {people: {}, begun: {}, answers: {}, texts: {}, note: '', photos: [], mends: '', since: 0};

/** @param {string} door @returns {Draft} */
export const draftOf = (door) => drafts.value.get(door) ?? BLANK;

/** @param {string} door @param {Partial<Draft>} change */
export const write = (door, change) => keepDraft(door, {...draftOf(door), ...change});

/** Somebody in hand. @param {string} door @param {Seen} seen */
export const begin = (door, seen) => write(door, {begun: {...draftOf(door).begun, [seen.person]: seen}});

/** Somebody is done: what was said of them counts. @param {string} door @param {Seen} seen */
export function done(door, seen) {
  const {people, begun: {[seen.person]: _, ...begun}} = draftOf(door);
  write(door, {people: {...people, [seen.person]: seen}, begun});
}

/** @param {string} door */
export const drop = (door) => keepDraft(door, null);
