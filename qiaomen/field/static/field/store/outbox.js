/**
 * Records on the disk: each is sealed by itself, so that saving one costs one row. What a row must show without its key
 * stands beside the box: whose it is, how it stands, when. `shown`: a pull brought what the server made of it. `rev`
 * grows with each change: whoever changes a row that another tab changed meanwhile begins again.
 *
 * @typedef {import('../domain/types.js').OutboxItem & {shown?: boolean}} Item
 * @typedef {import('./authors.js').Kept} Kept @typedef {import('./photos.js').Row} Photo
 * @typedef {{id: string, worker: string, standing: import('../domain/types.js').Standing, savedAt: number,
 *   settledAt: number|null, shown: boolean, rev: number, box: import('./sealing.js').Box}} Row
 */

import {acknowledged, kept} from '../domain/outbox.js';
import {isOpenable} from './authors.js';
import {database, STRICT} from './database.js';
import {seal, unseal} from './sealing.js';

const TRIES = 8;

/** The stores of a change. @param {Photo[]} photos */
const over = (photos) => (photos.length ? ['outbox', 'authors', 'photos'] : ['outbox', 'authors']);

/** @param {string} worker @param {string} id */
const whereOf = (worker, id) => `outbox ${worker} ${id}`;

/** @param {Kept} author @param {Row} row @returns {Promise<Item>} */
async function itemOf({worker, key}, {id, standing, savedAt, settledAt, shown, box}) {
  return {...(await unseal(key, box, whereOf(worker, id))), standing, savedAt, settledAt, shown};
}

/** @param {Kept} author @param {Item} item @param {number} rev @returns {Promise<Row>} */
async function rowOf({worker, key}, item, rev) {
  const {standing, savedAt, settledAt, shown, ...sealed} = item;
  const {id} = item.envelope;
  const open = shown === true && standing !== 'waiting' && standing !== 'sending';
  return {id, worker, standing, savedAt, settledAt, shown: open, rev, box: await seal(key, sealed, whereOf(worker, id))};
}

/** @param {IDBValidKey[]} key */
const under = (...key) => IDBKeyRange.bound(key, [...key, []]);

/** @param {Row[]} rows @returns {Row[]} as they were saved */
const inOrder = (rows) => rows.sort((a, b) => a.savedAt - b.savedAt || (a.id < b.id ? -1 : 1));

/** @param {string} worker @param {string[]|'all'|'unsettled'} which ids, or all, or what has no verdict yet */
async function rows(worker, which) {
  const index = (await database()).transaction('outbox').store.index('standing');
  if (which === 'all') return inOrder(await index.getAll(under(worker)));
  const ids = Array.isArray(which) ? new Set(which) : null;
  if (!ids) return inOrder((await Promise.all(['waiting', 'sending'].map((one) => index.getAll([worker, one])))).flat());
  return (await Promise.all([...ids].map((id) => index.objectStore.get(id)))).filter((row) => row?.worker === worker);
}

/**
 * What can be opened of rows: one that cannot, on a disk that lost something, is no reason to send no other.
 * @param {Kept} author @param {Row[]} all @returns {Promise<{before: Row[], items: Item[]}>} each row with its item
 */
async function opened(author, all) {
  const tried = await Promise.allSettled(all.map((row) => itemOf(author, row)));
  return {
    before: all.filter((_, at) => tried[at].status === 'fulfilled'),
    items: tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
  };
}

/**
 * Everything of an author. `lost`: how many cannot be opened that the server does not have.
 * @param {Kept} author @returns {Promise<{items: Item[], lost: number}>}
 */
export async function load(author) {
  const all = await rows(author.worker, 'all');
  const {before, items} = await opened(author, all);
  const isThere = new Set(before);
  const isAtServer = new Set(acknowledged(all));
  return {items, lost: all.filter((row) => !isThere.has(row) && !isAtServer.has(row)).length};
}

/**
 * Saves new records. When this resolves they are on the disk.
 * @param {Kept} author @param {Item[]} items @param {Photo[]} [photos] both or neither is kept @returns {Promise<void>}
 */
export async function append(author, items, photos = []) {
  const made = await Promise.all(items.map((item) => rowOf(author, item, 1)));
  const tx = (await database()).transaction(over(photos), 'readwrite', STRICT);
  if (!isOpenable(author, await tx.objectStore('authors').get(author.worker))) throw new Error('signed out');
  for (const row of made) tx.objectStore('outbox').add(row);
  for (const photo of photos) tx.objectStore('photos').add(photo);
  await tx.done;
}

/**
 * Changes items by a pure function. It may be called more than once: what another tab did meanwhile is not lost.
 * @param {Kept} author @param {string[]|'all'|'unsettled'} which the items that the function is given
 * @param {(items: Item[]) => Item[]} change what they become: left out is deleted, new is added
 * @param {Photo[]} [photos] of what is new
 * @returns {Promise<Item[]>} what they became
 */
export async function change(author, which, change, photos = []) {
  for (let tries = 0; tries < TRIES; tries++) {
    const {before, items} = await opened(author, await rows(author.worker, which));
    const after = change(items);
    if (await put(author, before, items, after, photos)) return after;
  }
  throw new Error('the outbox changes all the time');
}

/**
 * @param {Kept} author @param {Row[]} before @param {Item[]} items @param {Item[]} after @param {Photo[]} photos
 * @returns {Promise<boolean>} false: somebody else was quicker; rejects where the author signed out meanwhile
 */
async function put(author, before, items, after, photos) {
  const same = new Set(items);
  const revs = new Map(before.map((row) => [row.id, row.rev]));
  const stays = new Set(after.map((item) => item.envelope.id));
  const gone = before.filter((row) => !stays.has(row.id)).map((row) => row.id);
  const changed = after.filter((item) => !same.has(item));
  if (!gone.length && !changed.length) return true;
  const made = await Promise.all(changed.map((item) => rowOf(author, item, (revs.get(item.envelope.id) ?? 0) + 1)));
  const tx = (await database()).transaction(over(photos), 'readwrite', STRICT);
  if (!isOpenable(author, await tx.objectStore('authors').get(author.worker))) throw new Error('signed out');
  const store = tx.objectStore('outbox');
  const touched = [...gone, ...made.map((row) => row.id)];
  const now = await Promise.all(touched.map((id) => store.get(id)));
  const isMine = now.every((row, index) => row?.rev === revs.get(touched[index]));
  if (isMine) for (const id of gone) store.delete(id);
  if (isMine) for (const row of made) store.put(row);
  if (isMine) for (const photo of photos) tx.objectStore('photos').put(photo);
  await tx.done;
  return isMine;
}

/** How many records of this author the server does not have. @param {string} worker @returns {Promise<number>} */
export async function count(worker) {
  const index = (await database()).transaction('outbox').store.index('standing');
  const both = await Promise.all(['waiting', 'sending'].map((one) => index.count([worker, one])));
  return both[0] + both[1];
}

/** Drops what was acknowledged more than 7 days ago. @param {string} worker @param {number} now ms */
export async function prune(worker, now) {
  const all = /** @type {any[]} */ (await rows(worker, 'all'));
  const stays = new Set(kept(all, now));
  const old = all.filter((row) => !stays.has(row));
  if (!old.length) return;
  const tx = (await database()).transaction('outbox', 'readwrite');
  for (const row of old) tx.store.delete(row.id);
  await tx.done;
}
