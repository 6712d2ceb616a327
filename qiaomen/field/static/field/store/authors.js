/**
 * Everybody who is enrolled on this phone: each has a key, a token, a cursor and an outbox of their own.
 *
 * `cursor`, `generation`: where the last pull got to. `first`: how far a first sync has come, null when it is through.
 * `revoked`: the phone may still send, and learns nothing. `unknown`: the server does not know the token any more.
 * `keyId`: another one for each key.
 * @typedef {import('../domain/types.js').Author & {key: CryptoKey, token: import('./sealing.js').Box,
 *   cursor: string|null, generation: string|null, first: {doors: number, people: number, bytes: number}|null,
 *   revoked: boolean, unknown: boolean, keyId?: string}} Kept
 * @typedef {{token: string, worker: {id: string, name: string}, outbreak: string, since: string, server_time: string,
 *   protocol: number}} Enrolled what enrolling answers
 */

import {database, STRICT} from './database.js';
import {newKey, seal, unseal} from './sealing.js';

/** @returns {Promise<Kept[]>} */
export const all = async () => (await database()).getAll('authors');

/** @param {string} worker @returns {Promise<Kept|undefined>} */
export const one = async (worker) => (await database()).get('authors', worker);

/** @param {Kept} author @returns {Promise<string>} */
export const tokenOf = (author) => unseal(author.key, author.token, `token ${author.worker}`);

/**
 * Keeps a new author. One who enrols again keeps their key, and with it their outbox; the district comes anew.
 * @param {Enrolled} said @param {string} device @param {number} offsetMs @param {number} now
 * @returns {Promise<Kept>}
 */
export async function add(said, device, offsetMs, now) {
  const {id: worker, name} = said.worker;
  const before = await one(worker);
  const key = before?.key ?? (await newKey());
  const token = await seal(key, said.token, `token ${worker}`);
  const fresh = {cursor: null, generation: before?.generation ?? null, first: null, revoked: false, unknown: false};
  const {outbreak, since} = said;
  const keyId = before ? before.keyId : crypto.randomUUID();
  const author = {worker, name, outbreak, device, since, lastContact: now, offsetMs, key, keyId, token, ...fresh};
  const tx = (await database()).transaction(['authors', 'chunks'], 'readwrite');
  tx.objectStore('authors').put(author);
  tx.objectStore('chunks').delete(IDBKeyRange.bound([worker], [worker, []]));
  await tx.done;
  return author;
}

/**
 * Whether a row that was read some time ago has the token that the phone has now: they may have signed out, or enrolled
 * anew, and what the server says of the token before is nothing to the new one.
 * @param {Kept} author @param {Kept|undefined} stored @returns {boolean}
 */
export const isNow = (author, stored) => String(stored?.token.iv) === String(author.token.iv);

/**
 * Whether what is sealed with this row's key can be opened on this phone: not when they signed out meanwhile, even if
 * they came back.
 * @param {Kept} author @param {Kept|undefined} stored @returns {boolean}
 */
export const isOpenable = (author, stored) => Boolean(stored) && stored?.keyId === author.keyId;

/**
 * Changes some fields of an author's row, whatever another tab does to the others.
 * @param {Kept} author @param {Partial<Kept>} fields @returns {Promise<Kept|undefined>} as it is now; undefined where
 *   they signed out or enrolled anew meanwhile: then nothing was done
 */
export async function patch(author, fields) {
  const tx = (await database()).transaction('authors', 'readwrite');
  const before = await tx.store.get(author.worker);
  const after = before && isNow(author, before) ? {...before, ...fields} : undefined;
  if (after) await tx.store.put(after);
  await tx.done;
  return after;
}

/**
 * Signs an author out: key, token, district, drafts, outbox, the records kept for 7 days, photos. All or nothing, and durable.
 * @param {string} worker @param {number} loss how many records may be lost that wait to be sent or to be mended
 * @returns {Promise<number>} 0, or how many wait where that is another number: then nothing was done
 */
export async function remove(worker, loss) {
  const tx = (await database()).transaction(['authors', 'chunks', 'drafts', 'gate', 'outbox', 'photos', 'sent'], 'readwrite', STRICT);
  const theirs = IDBKeyRange.bound([worker], [worker, []]);
  const records = tx.objectStore('outbox').index('standing');
  const left = await countLeft(tx, worker);
  if (left.records + left.photos && left.records + left.photos !== loss) {
    await tx.done;
    return left.records + left.photos;
  }
  tx.objectStore('authors').delete(worker);
  for (const name of ['chunks', 'drafts', 'gate']) tx.objectStore(name).delete(theirs);
  for (const id of await records.getAllKeys(theirs)) tx.objectStore('outbox').delete(id);
  for (const id of await tx.objectStore('photos').index('worker').getAllKeys(worker)) tx.objectStore('photos').delete(id);
  for (const id of await tx.objectStore('sent').index('sent').getAllKeys(theirs)) tx.objectStore('sent').delete(id);
  await tx.done;
  return 0;
}

/**
 * What signing out would lose: records that the server has not settled or that came back, and photos that it lacks.
 * @param {string} worker @returns {Promise<{records: number, photos: number, unwanted: number}>} `unwanted`:
 *   those of the photos that the server did not take
 */
export async function left(worker) {
  const tx = (await database()).transaction(['outbox', 'photos']);
  const counted = await countLeft(tx, worker);
  const kept = counted.photos ? await tx.objectStore('photos').index('worker').getAll(worker) : [];
  await tx.done;
  return {...counted, unwanted: kept.filter((/** @type {{refused?: string}} */ photo) => photo.refused).length};
}

/** @param {any} tx over outbox and photos @param {string} worker @returns {Promise<{records: number, photos: number}>} */
async function countLeft(tx, worker) {
  const records = tx.objectStore('outbox').index('standing');
  const counts = ['waiting', 'sending', 'rejected'].map((one) => records.count([worker, one]));
  const [photos, ...unsettled] = await Promise.all([tx.objectStore('photos').index('worker').count(worker), ...counts]);
  return {records: unsettled.reduce((sum, count) => sum + count, 0), photos};
}
