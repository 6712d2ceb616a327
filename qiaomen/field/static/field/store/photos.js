/** Photos that wait for the network, sealed. A photo belongs to a record, and goes after it. */

import {database, STRICT} from './database.js';
import {sealBytes, unsealBytes} from './sealing.js';
import {newId} from './phone.js';

/**
 * @typedef {import('./authors.js').Kept} Kept
 * @typedef {{id: string, worker: string, record: string, type: string, savedAt: number, refused?: string,
 *   box: import('./sealing.js').Box}} Row `refused`: the code for which the server did not take it
 */

/** @param {string} worker @param {string} id */
const whereOf = (worker, id) => `photo ${worker} ${id}`;

/** @param {Kept} author @param {string} record @param {Blob} blob @param {string} [id] @returns {Promise<string>} its id */
export async function add({worker, key}, record, blob, id = newId()) {
  const box = await sealBytes(key, await blob.arrayBuffer(), whereOf(worker, id));
  const tx = (await database()).transaction('photos', 'readwrite', STRICT);
  tx.store.add({id, worker, record, type: blob.type, savedAt: Date.now(), box});
  await tx.done;
  return id;
}

/** An author's photos that wait, the oldest first. @param {Kept} author @returns {Promise<Row[]>} */
export async function waiting({worker}) {
  /** @type {Row[]} */
  const rows = await (await database()).getAllFromIndex('photos', 'worker', worker);
  return rows.filter((row) => !row.refused).sort((a, b) => a.savedAt - b.savedAt || (a.id < b.id ? -1 : 1));
}

/** @param {Kept} author @param {Row} row @returns {Promise<ArrayBuffer>} */
export const bytes = ({worker, key}, row) => unsealBytes(key, row.box, whereOf(worker, row.id));

/** The server has it. @param {Row} row */
export const gone = async ({id}) => (await database()).delete('photos', id);

/** The server will not take it: it stays on the phone until its author signs out. @param {Row} row @param {string} code */
export const refuse = async (row, code) => (await database()).put('photos', {...row, refused: code});

/** A photo lies here before its record; where the browser died in between, there never was one. */
const LOST_MS = 30 * 86_400_000;

/** Drops photos of records that nobody knows of any more. @param {string} worker @param {number} now ms */
export async function prune(worker, now) {
  const tx = (await database()).transaction(['photos', 'outbox'], 'readwrite');
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
