/** What belongs to the phone and to nobody on it: its id, who is signed in, who asked to join; and how it looks. */

/** @typedef {{claim: string, secret: string, organisation: string, expires_at: string}} Claim */

import {uuid7} from '../domain/ids.js';
import {database, STRICT} from './database.js';
import {newKey, seal, unseal} from './sealing.js';

const PREFS = 'qiaomen prefs';

/** A fresh uuid7 by the phone's clock. @returns {string} */
export const newId = () => uuid7(Date.now(), crypto.getRandomValues(new Uint8Array(16)));

/** This phone's id, made once. @returns {Promise<string>} */
export async function device() {
  const db = await database();
  const known = await db.get('phone', 'device');
  if (known) return known;
  const made = newId();
  await db.put('phone', made, 'device');
  return made;
}

/** What the leader reads in the list of devices. @returns {string} */
export const deviceName = () =>
  (/\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? navigator.userAgent).split(';').slice(0, 3).join(',').slice(0, 60);

/** Who was signed in last. @returns {Promise<string|null>} */
export const current = async () => (await (await database()).get('phone', 'current')) ?? null;

/** @param {string|null} worker @returns {Promise<unknown>} */
export const setCurrent = async (worker) => (await database()).put('phone', worker, 'current');

/**
 * Keeps what joining answered until there is a token, so that the app may be closed meanwhile; null forgets it.
 * @param {Claim|null} claim
 */
export async function keepClaim(claim) {
  if (!claim) return void (await (await database()).delete('phone', 'claim'));
  const key = await newKey();
  const box = await seal(key, claim, 'claim');
  const tx = (await database()).transaction('phone', 'readwrite', STRICT);
  await tx.store.put({key, box}, 'claim');
  await tx.done;
}

/** @returns {Promise<Claim|null>} null also where it does not open: one asks to join again */
export async function claim() {
  const kept = await (await database()).get('phone', 'claim');
  return kept ? unseal(kept.key, kept.box, 'claim').catch(() => null) : null;
}

/** How the app looks; nothing personal, and needed before the first paint. @returns {Record<string, any>} */
export function readPrefs() {
  try {
    return JSON.parse(localStorage.getItem(PREFS) ?? '{}');
  } catch {
    return {};
  }
}

/** @param {Record<string, any>} prefs */
export function writePrefs(prefs) {
  try {
    localStorage.setItem(PREFS, JSON.stringify(prefs));
  } catch {
    // A full or forbidden storage costs a preference, and must not cost a visit.
  }
}
