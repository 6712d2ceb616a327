/**
 * What is said of households and not saved yet, sealed, by author and door: the browser may be killed while a worker
 * talks. It goes when the visit is saved, when its author signs out, and with the district when that lapses.
 *
 * @typedef {import('../domain/visits.js').Seen} Seen
 * @typedef {{people: Record<string, Seen>, begun: Record<string, Seen>, answers: Record<string, any>, texts: Record<string, string>, note: string,
 *   photos: Blob[], mends: string, since: number}} Draft `begun`: people in hand, who do not count before "done"
 * @typedef {import('./authors.js').Kept} Kept
 * @typedef {{worker: string, door: string, box: import('./sealing.js').Box, photos: Sealed[]}} Row
 * @typedef {{type: string, box: import('./sealing.js').Box}} Sealed
 */

import {isOpenable} from './authors.js';
import {database} from './database.js';
import {seal, sealBytes, unseal, unsealBytes} from './sealing.js';

/** @param {string} worker @param {string} door */
const whereOf = (worker, door) => `draft ${worker} ${door}`;

/** Photos that are sealed already: a letter more in the note is no reason to seal them again. @type {WeakMap<Blob, Promise<Sealed>>} */
const sealed = new WeakMap();

/** @param {Kept} author @param {string} door @param {Blob} photo @returns {Promise<Sealed>} */
function sealedPhoto({worker, key}, door, photo) {
  const make = async () => ({type: photo.type, box: await sealBytes(key, await photo.arrayBuffer(), whereOf(worker, door))});
  const box = sealed.get(photo) ?? make();
  sealed.set(photo, box);
  return box;
}

/** Everything that an author has begun, by door; what cannot be opened is no reason not to open the app. @param {Kept} author @returns {Promise<Map<string, Draft>>} */
export async function load({worker, key}) {
  /** @type {Row[]} */
  const rows = await (await database()).getAll('drafts', IDBKeyRange.bound([worker], [worker, []]));
  const opened = rows.map(async ({door, box, photos}) => {
    const bytes = await Promise.all(photos.map((photo) => unsealBytes(key, photo.box, whereOf(worker, door))));
    const draft = await unseal(key, box, whereOf(worker, door));
    return /** @type {const} */ ([door, {...draft, photos: bytes.map((one, at) => new Blob([one], {type: photos[at].type}))}]);
  });
  const done = await Promise.allSettled(opened);
  return new Map(done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
}

/**
 * Keeps what is begun at a door; nothing is kept of somebody who signed out meanwhile.
 * @param {Kept} author @param {string} door @param {Draft|null} draft null: it is saved, or given up
 */
export async function put(author, door, draft) {
  const {worker, key} = author;
  const row = draft && {
    worker, door, box: await seal(key, {...draft, photos: []}, whereOf(worker, door)),
    photos: await Promise.all(draft.photos.map((photo) => sealedPhoto(author, door, photo))),
  };
  const tx = (await database()).transaction(['drafts', 'authors'], 'readwrite');
  const isHere = isOpenable(author, await tx.objectStore('authors').get(worker));
  if (row && isHere) tx.objectStore('drafts').put(row);
  else if (isHere) tx.objectStore('drafts').delete([worker, door]);
  await tx.done;
}
