/** What is being said about a household and not saved yet. It outlives the app, and goes when it is saved. */

import {isBegun} from '../domain/begun.js';
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

/** What was saved is taken back: it is there to be said otherwise, but where one has begun anew. @param {string} door @param {Draft} draft */
export const restore = (door, draft) => void (isBegun(draftOf(door)) || keepDraft(door, draft));

/** Of whom something is said that does not count yet, since nobody was done with them. @param {string} door @returns {Seen[]} */
export const inHand = (door) => Object.values(draftOf(door).begun).filter(({presence, answers, texts, new: newcomer}) =>
  presence || newcomer?.name || Object.keys({...answers, ...texts}).length > 0);
