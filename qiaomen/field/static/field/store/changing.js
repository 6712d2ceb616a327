/** Changes of the outbox: on the disk first, then on the screen, then in the other tabs. */

import {batch} from '@preact/signals';

import * as kept from './outbox.js';
import {open, outbox, writing} from './state.js';
import {tellTabs} from './tabs.js';

/** @typedef {import('./authors.js').Kept} Kept @typedef {import('./outbox.js').Item} Item */

/**
 * Saves new records; durable when it resolves. While the disk writes the doors show them, and where it fails they show
 * them no more. @param {Kept} author @param {Item[]} items @param {import('./photos.js').Row[]} [photos] of the one record
 */
export async function append(author, items, photos = []) {
  const ids = new Set(items.map((item) => item.envelope.id));
  const isOpen = () => open.me?.worker === author.worker;
  const rest = () => void (writing.value = writing.value.filter((one) => !ids.has(one.id)));
  const written = kept.append(author, items, photos);
  if (isOpen()) writing.value = [...writing.value, ...items.map((item) => item.envelope)];
  await written.catch((failed) => {
    rest();
    throw failed;
  });
  const others = () => outbox.value.filter((item) => !ids.has(item.envelope.id));
  batch(() => {
    rest();
    if (isOpen()) outbox.value = [...others(), ...items];
  });
  tellTabs('outbox', author.worker);
}

/**
 * As store/outbox.js has it, and what is on the screen follows.
 * @param {Kept} author @param {string[]|'all'|'unsettled'} which @param {(items: Item[]) => Item[]} change
 * @param {import('./photos.js').Row[]} [photos] of what is new
 * @returns {Promise<Item[]>}
 */
export async function change(author, which, change, photos = []) {
  let before = /** @type {Item[]} */ ([]);
  const after = await kept.change(author, which, (items) => change((before = items)), photos);
  const was = new Set(before);
  if (after.length === before.length && after.every((item) => was.has(item))) return after;
  if (open.me?.worker === author.worker) outbox.value = replaced(outbox.value, before, after);
  tellTabs('outbox', author.worker);
  return after;
}

/** @param {Item[]} items @param {Item[]} before @param {Item[]} after @returns {Item[]} */
function replaced(items, before, after) {
  const now = new Map(after.map((item) => [item.envelope.id, item]));
  const gone = new Set(before.map((item) => item.envelope.id).filter((id) => !now.has(id)));
  const known = new Set(items.map((item) => item.envelope.id));
  const stay = items.filter((item) => !gone.has(item.envelope.id));
  return [
    ...stay.map((item) => now.get(item.envelope.id) ?? item),
    ...after.filter((item) => !known.has(item.envelope.id)),
  ];
}
