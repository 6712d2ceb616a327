/** Photos that wait for the network, sealed. A photo belongs to a record, and goes after it. */

import {database, STRICT} from './database.js';
import {sealBytes} from './sealing.js';
import {newId} from './phone.js';

/** @param {import('./authors.js').Kept} author @param {string} record @param {Blob} blob @returns {Promise<string>} its id */
export async function add({worker, key}, record, blob) {
  const id = newId();
  const box = await sealBytes(key, await blob.arrayBuffer(), `photo ${worker} ${id}`);
  const tx = (await database()).transaction('photos', 'readwrite', STRICT);
  tx.store.add({id, worker, record, type: blob.type, savedAt: Date.now(), box});
  await tx.done;
  return id;
}

/** Photos of records that were taken back before they were sent. @param {string[]} records */
export async function drop(records) {
  if (!records.length) return;
  const tx = (await database()).transaction('photos', 'readwrite');
  for (const photo of await tx.store.getAll()) if (records.includes(photo.record)) tx.store.delete(photo.id);
  await tx.done;
}
