/** Sending and asking, wired to the store: three lanes that never wait for each other. */

import {afterGeneration, afterLater} from '../domain/outbox.js';
import * as authors from '../store/authors.js';
import {change} from '../store/changing.js';
import * as chunks from '../store/chunks.js';
import * as outbox from '../store/outbox.js';
import * as photos from '../store/photos.js';
import * as state from '../store/state.js';
import {alone, tellTabs} from '../store/tabs.js';
import {sendPhotos} from './attachments.js';
import {BELIEVED_MS, isOffline, rests, sync} from './contact.js';
import {revoked} from './forgetting.js';
import {lane} from './lane.js';
import {pull} from './pull.js';
import {ask} from './transport.js';
import {upload} from './upload.js';

/** How often the phone asks by itself; how long it waits while another tab sends; and where an update is needed. */
const ASK_MS = 120_000;
const BUSY_MS = 5_000;
const REST_MS = 300_000;

/** @typedef {import('../store/authors.js').Kept} Kept */

const clock = {
  random: Math.random,
  later: (/** @type {() => void} */ call, /** @type {number} */ ms) => setTimeout(call, ms),
  cancel: (/** @type {any} */ timer) => clearTimeout(timer),
};

export const sending = lane(sendAll, clock);
export const asking = lane(askOnce, clock);
export const showing = lane(showAll, clock);

/** Sends everybody's records, each under their own token. @returns {Promise<import('./lane.js').Done>} */
async function sendAll() {
  if (isOffline()) return {ok: true, nextMs: BELIEVED_MS};
  let ok = true;
  /** @type {number[]} */
  const due = [];
  try {
    for (const author of await authors.all()) {
      if (rests(author) || !(await outbox.count(author.worker))) continue;
      state.setNet({sending: true});
      const sent = await sendOf(author);
      if (!sent) due.push(Date.now() + BUSY_MS);
      else if (sent.dueAt !== null) due.push(sent.dueAt);
      if (sent?.stop) due.push(Date.now() + REST_MS);
      if (sent?.backOff) ok = false;
    }
  } finally {
    state.setNet({sending: false});
  }
  await state.count();
  return {ok, nextMs: due.length ? Math.max(0, Math.min(...due) - Date.now()) : null};
}

/**
 * Where the disk fails, or its author signed out in another tab, that holds nobody else up.
 * @param {Kept} author @returns {Promise<import('./upload.js').Sent|null>} null: another tab is at it
 */
async function sendOf(author) {
  const work = () => upload(author, {outbox: {change}, sync, now: Date.now});
  const failed = {stop: null, backOff: true, settled: 0, dueAt: null};
  const sent = await kept(() => alone(`upload ${author.worker}`, work)).catch(() => failed);
  if (sent?.settled) void showing.kick();
  if (sent?.settled && author.worker === state.open.me?.worker) void asking.kick();
  return sent;
}

/**
 * Work that writes down what it does: where the disk has no room, the phone says so until there is some.
 * @template T @param {() => Promise<T>} work @returns {Promise<T>} rejects as the work does
 */
async function kept(work) {
  try {
    const done = await work();
    if (state.net.value.problem === state.NO_ROOM) state.setNet({problem: null});
    return done;
  } catch (error) {
    if (/** @type {Error} */ (error)?.name === 'QuotaExceededError') state.setNet({problem: state.NO_ROOM});
    throw error;
  }
}

/** Sends everybody's photos, behind their records. @returns {Promise<import('./lane.js').Done>} */
async function showAll() {
  if (isOffline()) return {ok: true, nextMs: BELIEVED_MS};
  let ok = true;
  let left = 0;
  for (const author of await authors.all()) {
    if (rests(author)) continue;
    const sent = await showOf(author);
    left += sent ? sent.left : 1;
    if (sent?.failed) ok = false;
  }
  return {ok, nextMs: left ? REST_MS : null};
}

/**
 * Where the disk fails, or its author signed out in another tab, that holds nobody else up.
 * @param {Kept} author @returns {Promise<import('./attachments.js').Sent|null>} null: another tab is at it
 */
async function showOf(author) {
  const work = async () => {
    const token = await authors.tokenOf(author);
    const told = () => state.setNet({photosAt: Date.now()});
    const settling = {
      ...photos,
      gone: (/** @type {import('../store/photos.js').Row} */ row) => photos.gone(row).then(told),
      refuse: (/** @type {import('../store/photos.js').Row} */ row, /** @type {string} */ code) => photos.refuse(row, code).then(told),
    };
    return sendPhotos(author, {photos: settling, call: (path, body) => ask(path, {method: body ? 'PUT' : 'GET', token, body})});
  };
  return alone(`photos ${author.worker}`, work).catch(() => ({failed: true, stop: false, left: 0}));
}

/** Asks what changed for whoever is signed in. @returns {Promise<import('./lane.js').Done>} */
async function askOnce() {
  if (isOffline()) return {ok: true, nextMs: BELIEVED_MS};
  const worker = state.open.me?.worker;
  const row = worker && (await authors.one(worker));
  if (!row || rests(row) || row.revoked) return {ok: true, nextMs: null};
  const result = await kept(() => alone(`pull ${worker}`, () => pulled(row)));
  const {ok, code} = result ?? {ok: true, code: ''};
  return {ok: ok || code.startsWith('access.') || code === 'sync.protocol', nextMs: result ? ASK_MS : BUSY_MS};
}

/** @param {Kept} row @returns {Promise<import('./pull.js').Pulled>} */
async function pulled(row) {
  if (row.cursor !== state.open.me?.cursor) await state.reloadDistrict(row);
  const mine = () => state.open.me?.worker === row.worker;
  // Somebody else took over the screen meanwhile: the district that is open is theirs, and must not be taken for this one's.
  if (!mine()) return {ok: true, status: 0, code: ''};
  const settled = state.outbox.value.filter((item) => item.standing === 'accepted' && !item.shown);
  const told = new Set(settled.map((item) => item.envelope.id));
  const result = await pull(row, state.district.value, {
    sync,
    save: chunks.save,
    restored: (generation) => restored(generation),
    revoked: () => revoked(row),
    later: async (later) => {
      later.forEach((one) => told.add(one.id));
      await change(row, later.map((one) => one.id), (items) => afterLater(items, later, Date.now()));
    },
    show: (held) => mine() && shown(held),
    progress: (first) => mine() && state.setNet({first}),
  });
  if (result.ok) await change(row, [...told], (items) => items.map((one) => ({...one, shown: one.standing === 'accepted'})));
  tellTabs('district', row.worker);
  return result;
}

/** @param {import('./pull.js').Holding} held */
function shown(held) {
  state.district.value = held.district;
  state.setMe(held.author);
  state.setNet({first: held.first});
}

/** The server is an older copy of itself: everybody on this phone sends again what they keep. @param {string} generation */
async function restored(generation) {
  for (const author of await authors.all()) {
    if (author.generation === generation) continue;
    await change(author, 'all', afterGeneration);
    await photos.again(author.worker);
    if (author.worker !== state.open.me?.worker) await authors.patch(author, {generation});
  }
  void sending.kick();
  void showing.kick();
}
