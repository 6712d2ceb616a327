/**
 * What a phone keeps at a gate, each part sealed by itself, by author and name: `known`, `post`, and one row for each
 * passage of the day. It goes when its author signs out, and with the names after 48 hours without contact.
 *
 * @typedef {import('./authors.js').Kept} Kept
 */

import {isOpenable} from './authors.js';
import {database, STRICT} from './database.js';
import {seal, unseal} from './sealing.js';
import {wiped} from './state.js';

/** @param {string} worker @param {string} name */
const whereOf = (worker, name) => `gate ${worker} ${name}`;

/**
 * Everything of an author, by name; what cannot be opened is no reason not to let people through. Nothing where it went
 * while it was read. @param {Kept} author @returns {Promise<Map<string, any>>}
 */
export async function load({worker, key}) {
  const before = wiped.peek();
  const rows = await (await database()).getAll('gate', IDBKeyRange.bound([worker], [worker, []]));
  const opened = await Promise.allSettled(rows.map(async ({name, box}) => /** @type {const} */ ([name, await unseal(key, box, whereOf(worker, name))])));
  if (wiped.peek() !== before) return new Map();
  return new Map(opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

/** On the disk when it resolves; nothing is kept of who signed out or was revoked meanwhile. @param {Kept} author @param {string} name @param {any} value null: it goes */
export async function put(author, name, value) {
  const {worker, key} = author;
  const box = value === null ? null : await seal(key, value, whereOf(worker, name));
  const tx = (await database()).transaction(['gate', 'authors'], 'readwrite', STRICT);
  const stored = await tx.objectStore('authors').get(worker);
  const isHere = isOpenable(author, stored);
  if (box && isHere && !stored.revoked) tx.objectStore('gate').put({worker, name, box});
  else if (isHere) tx.objectStore('gate').delete([worker, name]);
  await tx.done;
}

/** @param {Kept} author @param {string[]} names */
export async function drop({worker}, names) {
  const tx = (await database()).transaction('gate', 'readwrite');
  for (const name of names) tx.store.delete([worker, name]);
  await tx.done;
}
