/**
 * The phone's database. Steps are only ever added: a phone that comes back from a drawer after a month runs those that
 * it has not run, with a full outbox, and every row stays.
 */

import {openDB} from 'idb';

export const NAME = 'qiaomen-field';

/**
 * `phone`: this phone's own id and who is signed in. `authors`: who is enrolled, with their key. `chunks`: the district,
 * sealed, by author and place. `outbox`: records, sealed one by one. `photos`: sealed pictures that wait for the network.
 * `drafts`: what is said of a household and not saved yet, sealed. `sent`: photos that the server has, for 7 days.
 * `gate`: keys, list and post of who stands at a gate, and their day there, sealed one by one.
 * @type {((db: import('idb').IDBPDatabase, tx: any) => void)[]}
 */
export const STEPS = [
  (db) => {
    db.createObjectStore('phone');
    db.createObjectStore('authors', {keyPath: 'worker'});
    db.createObjectStore('chunks', {keyPath: ['worker', 'place']});
    db.createObjectStore('outbox', {keyPath: 'id'}).createIndex('standing', ['worker', 'standing']);
    db.createObjectStore('photos', {keyPath: 'id'}).createIndex('worker', 'worker');
  },
  (db) => {
    db.createObjectStore('drafts', {keyPath: ['worker', 'door']});
  },
  (db) => {
    db.createObjectStore('sent', {keyPath: 'id'}).createIndex('sent', ['worker', 'sentAt']);
  },
  (db) => {
    db.createObjectStore('gate', {keyPath: ['worker', 'name']});
  },
];

/** What "durable" means: on the disk, not only handed to the system. */
export const STRICT = /** @type {const} */ ({durability: 'strict'});

/** @type {Promise<import('idb').IDBPDatabase>|null} */
let opened = null;
/** @type {() => void} */
let onNewer = () => undefined;

/** @param {() => void} tell called when a newer build of the app, in another tab, needs the database */
export const whenNewer = (tell) => void (onNewer = tell);

/** @type {() => void} */
let onHeld = () => undefined;

/** @param {() => void} tell called when a page of an older build, in another window, does not let go of the database */
export const whenHeld = (tell) => void (onHeld = tell);

/** @returns {Promise<import('idb').IDBPDatabase>} */
export function database() {
  opened ??= openDB(NAME, STEPS.length, {
    upgrade: (db, from, _to, tx) => STEPS.slice(from).forEach((step) => step(/** @type {any} */ (db), tx)),
    blocked: () => onHeld(),
    blocking: (_from, _to, event) => {
      /** @type {IDBDatabase} */ (event.target).close();
      opened = null;
      onNewer();
    },
    terminated: () => void (opened = null),
  });
  opened.catch(() => void (opened = null));
  return opened;
}
