/**
 * Photos, sealed. A photo belongs to a record, comes to the disk together with it, and goes after it. What the server has
 * is kept for 7 days like its record, in case that the server is restored; of those the last hundred, since they take room.
 */

import {database} from './database.js';
import {sealBytes, unsealBytes} from './sealing.js';

/**
 * @typedef {import('./authors.js').Kept} Kept
 * @typedef {{id: string, blob: Blob}} Shot `id`: under which its record names it
 * @typedef {{id: string, worker: string, record: string, type: string, savedAt: number, refused?: string,
 *   box: import('./sealing.js').Box}} Row `refused`: the code for which the server did not take it
 */

/** @param {string} worker @param {string} id */
const whereOf = (worker, id) => `photo ${worker} ${id}`;

/**
 * @param {Kept} author @param {string} record @param {Shot[]} shots @returns {Promise<Row[]>} as they will lie on the disk
 */
export const rowsOf = ({worker, key}, record, shots) =>
  Promise.all(shots.map(async ({id, blob}) => ({
    id, worker, record, type: blob.type, savedAt: Date.now(), box: await sealBytes(key, await blob.arrayBuffer(), whereOf(worker, id)),
  })));

/** An author's photos that wait, the oldest first. @param {Kept} author @returns {Promise<Row[]>} */
export async function waiting({worker}) {
  /** @type {Row[]} */
  const rows = await (await database()).getAllFromIndex('photos', 'worker', worker);
  return rows.filter((row) => !row.refused).sort((a, b) => a.savedAt - b.savedAt || (a.id < b.id ? -1 : 1));
}

/** @param {Kept} author @param {Row} row @returns {Promise<ArrayBuffer>} */
export const bytes = ({worker, key}, row) => unsealBytes(key, row.box, whereOf(worker, row.id));

/** The server has it; nothing is kept of who signed out meanwhile. @param {Row} row */
export async function gone(row) {
  const tx = (await database()).transaction(['photos', 'sent'], 'readwrite');
  const isHere = await tx.objectStore('photos').getKey(row.id);
  tx.objectStore('photos').delete(row.id);
  if (isHere) tx.objectStore('sent').put({...row, sentAt: Date.now()});
  await tx.done;
}

/** The server is an older copy of itself: what it had waits again. @param {string} worker */
export async function again(worker) {
  const tx = (await database()).transaction(['photos', 'sent'], 'readwrite');
  for (const {sentAt: _, ...row} of await tx.objectStore('sent').index('sent').getAll(under(worker))) {
    tx.objectStore('photos').put(row);
    tx.objectStore('sent').delete(row.id);
  }
  await tx.done;
}

/** @param {string} worker @param {number} [until] ms */
const under = (worker, until) => IDBKeyRange.bound([worker], [worker, until ?? []]);

/** The server will not take it: it stays on the phone until its author signs out. @param {Row} row @param {string} code */
export async function refuse(row, code) {
  const tx = (await database()).transaction('photos', 'readwrite');
  if (await tx.store.getKey(row.id)) await tx.store.put({...row, refused: code});
  await tx.done;
}

/** The server never wanted it, and its record left the phone long ago. */
const LOST_MS = 30 * 86_400_000;
const KEPT_MS = 7 * 86_400_000;
const MOST_KEPT = 100;

/** Drops photos of records that nobody knows of any more, and safety copies that are old or too many. @param {string} worker @param {number} now ms */
export async function prune(worker, now) {
  const tx = (await database()).transaction(['photos', 'outbox', 'sent'], 'readwrite');
  const sent = tx.objectStore('sent').index('sent');
  const [all, old] = await Promise.all([sent.getAllKeys(under(worker)), sent.getAllKeys(under(worker, now - KEPT_MS))]);
  for (const id of new Set([...old, ...all.slice(0, -MOST_KEPT)])) tx.objectStore('sent').delete(id);
  const photos = tx.objectStore('photos');
  /** @type {Row[]} */
  const rows = await photos.index('worker').getAll(worker);
  for (const photo of rows.filter((one) => now - one.savedAt > LOST_MS)) {
    if (!(await tx.objectStore('outbox').getKey(photo.record))) photos.delete(photo.id);
  }
  await tx.done;
}

/** Photos of records that were taken back before they were sent. @param {string[]} records */
export async function drop(records) {
  if (!records.length) return;
  const tx = (await database()).transaction('photos', 'readwrite');
  for (const photo of await tx.store.getAll()) if (records.includes(photo.record)) tx.store.delete(photo.id);
  await tx.done;
}
