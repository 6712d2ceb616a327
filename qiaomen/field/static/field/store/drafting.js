/** Changes of drafts: on the screen at once, on the disk a moment later, in the order in which they were made. */

import {isBegun} from '../domain/begun.js';
import * as kept from './drafts.js';
import {drafts} from './state.js';

/** @typedef {import('./authors.js').Kept} Kept @typedef {import('./drafts.js').Draft} Draft */

/** A hand that types is not written down letter by letter. */
const REST_MS = 250;

/** @type {Map<string, {author: Kept, door: string, draft: Draft|null}>} what the disk does not have yet */
const ahead = new Map();
/** @type {Promise<void>} */
let writing = Promise.resolve();
/** @type {any} */
let timer = null;

/** @param {string} door @param {Draft|null} draft */
function show(door, draft) {
  const next = new Map(drafts.peek());
  if (draft) next.set(door, draft);
  else next.delete(door);
  drafts.value = next;
}

/**
 * @param {Kept|null} author null: nothing of it goes to the disk @param {string} door
 * @param {Draft|null} draft null: it is saved, or given up
 */
export function keep(author, door, draft) {
  const before = drafts.peek().get(door);
  show(door, draft);
  const isKept = draft ? isBegun(draft) : before && isBegun(before);
  if (!author || !isKept) return;
  ahead.set(`${author.worker} ${door}`, {author, door, draft});
  clearTimeout(timer);
  timer = setTimeout(flush, draft ? REST_MS : 0);
}

/** Writes down what is not on the disk yet; where that fails it stays on the screen. @returns {Promise<void>} */
export function flush() {
  clearTimeout(timer);
  const all = [...ahead.values()];
  ahead.clear();
  const write = async () => {
    for (const {author, door, draft} of all) await kept.put(author, door, draft).catch(() => undefined);
  };
  writing = writing.then(write);
  return writing;
}

/** Nothing of this author's is written any more that was not yet. @param {string} worker */
export function forget(worker) {
  for (const [key, {author}] of ahead) if (author.worker === worker) ahead.delete(key);
}
