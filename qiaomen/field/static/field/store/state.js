/**
 * What the screens see, as signals, and the one author whose district is open. Only session.js and sync/ write here.
 *
 * @typedef {import('../domain/types.js').Author & {revoked: boolean, unknown: boolean, isEmpty: boolean}} Shown `isEmpty`: the
 *   district is not on the phone: it was never asked for, or it was wiped
 * @typedef {import('./authors.js').Kept} Kept
 * @typedef {import('./outbox.js').Item} Item
 */

import {batch, computed, signal} from '@preact/signals';

import {clockProblem} from '../domain/clock.js';
import {empty} from '../domain/district.js';
import {isRefused} from '../domain/outbox.js';
import * as authorsKept from './authors.js';
import * as chunks from './chunks.js';
import * as draftsKept from './drafts.js';
import * as outboxKept from './outbox.js';
import {readPrefs, writePrefs} from './phone.js';

/** Whoever is signed in. @type {import('@preact/signals').Signal<Shown|null>} */
export const author = signal(null);
/** Everybody enrolled on this phone. @type {import('@preact/signals').Signal<Shown[]>} */
export const authors = signal([]);
/** @type {import('@preact/signals').Signal<import('../domain/types.js').District>} */
export const district = signal(empty());
/** Records of the signed-in author, as they were saved. @type {import('@preact/signals').Signal<Item[]>} */
export const outbox = signal([]);
/** Grows when what somebody learnt goes from the phone, or somebody else takes over: what areas hold in memory goes with it. */
export const wiped = signal(0);
/** How many of their records the disk has and nobody can open any more; none of them was sent. */
export const lost = signal(0);
/** Their records on the way to the disk: the doors show them already, and nothing says that they are saved. @type {import('@preact/signals').Signal<import('../domain/types.js').Envelope[]>} */
export const writing = signal([]);
/** What the signed-in author has begun, by door. @type {import('@preact/signals').Signal<Map<string, import('./drafts.js').Draft>>} */
export const drafts = signal(new Map());
/** @type {import('@preact/signals').Signal<{worker: string, name: string, count: number}[]>} */
export const waitingOfOthers = signal([]);
/** What joining answered, until there is a token. @type {import('@preact/signals').Signal<import('./phone.js').Claim|null>} */
export const claim = signal(null);
/**
 * `online`: the last call came through. `problem`: why nothing goes until somebody helps. `first`: how far a first sync
 * has come. `update`: another build of the app waits. `photosAt`: when the server last said something of a photo.
 * @type {import('@preact/signals').Signal<{online: boolean, sending: boolean, lastContact: number|null,
 *   problem: string|null, clock: null|'ahead'|'behind', first: import('../sync/pull.js').First|null, update: boolean, photosAt: number}>}
 */
export const net = signal({
  online: globalThis.navigator?.onLine !== false,
  sending: false, lastContact: null, problem: null, clock: null, first: null, update: false, photosAt: 0,
});

/** Why nothing is sent or learnt: each must be written down first, and the disk is full. */
export const NO_ROOM = 'phone.full';

/** Whether the outbreak of somebody on this phone ended, and all of it was wiped. */
export const isOver = signal(false);

/** @type {Record<string, string>} */
const TAGS = {en: 'en', 'zh-Hant': 'zh-hant'};
const DEFAULTS = {language: TAGS[document.documentElement.lang] ?? 'zh-hans', scale: 1, theme: 'system', campaign: null};
/** @type {import('@preact/signals').Signal<Record<string, any>>} */
export const prefs = signal({...DEFAULTS, ...readPrefs()});

/** Own records that the server's rows do not show yet, by door; those of a person by that person. */
export const pending = computed(() => {
  /** @type {Map<string, import('../domain/types.js').Envelope[]>} */
  const byDoor = new Map();
  const put = (/** @type {import('../domain/types.js').Envelope} */ envelope) => {
    const door = envelope.door ?? envelope.place ?? envelope.person ?? '';
    const there = byDoor.get(door);
    // A gate has thousands under one place: copying the list for each would count them twice over.
    if (there) there.push(envelope);
    else byDoor.set(door, [envelope]);
  };
  for (const {standing, shown, envelope} of outbox.value) if (!isRefused({standing}) && !shown) put(envelope);
  const isKept = (/** @type {string} */ id) => outbox.value.some((item) => item.envelope.id === id);
  for (const envelope of writing.value) if (!isKept(envelope.id)) put(envelope);
  return byDoor;
});

/** The open author's row, key and all. @type {{me: Kept|null}} */
export const open = {me: null};

/** @param {string} name @param {any} value */
export function setPref(name, value) {
  prefs.value = {...prefs.value, [name]: value};
  writePrefs(prefs.value);
}

/** @param {Partial<typeof net.value>} fields */
export const setNet = (fields) => void (net.value = {...net.value, ...fields});

/** @param {Kept} kept @returns {Shown} without key and token */
const face = ({worker, name, outbreak, device, since, lastContact, offsetMs, revoked, unknown, cursor}) =>
  ({worker, name, outbreak, device, since, lastContact, offsetMs, revoked, unknown, isEmpty: cursor === null});

/** The open author's row changed. @param {Kept} row */
export function setMe(row) {
  if (open.me?.worker !== row.worker) return;
  open.me = row;
  author.value = face(row);
  const problem = row.unknown ? 'access.token_unknown' : row.revoked ? 'access.revoked' : null;
  const own = net.value.problem?.startsWith('access.') ? null : net.value.problem;
  setNet({lastContact: row.lastContact, clock: clockProblem(row.offsetMs), problem: problem ?? own});
}

/** Opens an author: district and outbox into memory; null closes. @param {Kept|null} row */
export async function show(row) {
  const read = row && Promise.all([chunks.load(row), outboxKept.load(row), draftsKept.load(row)]);
  const [enrolled, [known, kept, begun]] = await Promise.all([counted(row?.worker), read ?? [empty(), {items: [], lost: 0}, new Map()]]);
  batch(() => {
    if (open.me?.worker !== row?.worker) wiped.value += 1;
    open.me = row;
    author.value = row && face(row);
    district.value = known;
    outbox.value = kept.items;
    lost.value = kept.lost;
    writing.value = [];
    drafts.value = begun;
    setNet({first: null, problem: null, clock: null, lastContact: null});
    if (row) setMe(row);
    showCounted(enrolled);
  });
}

/** Reads again who is enrolled and what waits of those who are not signed in. */
export async function count() {
  const me = open.me?.worker;
  const found = await counted(me);
  if (open.me?.worker === me) showCounted(found);
  else await count(); // somebody else signed in meanwhile: what was counted is not what waits of the others now
}

/** @param {string|undefined} worker who is signed in */
async function counted(worker) {
  const rows = await authorsKept.all();
  const others = rows.filter((row) => row.worker !== worker);
  const counts = await Promise.all(others.map((row) => outboxKept.count(row.worker)));
  return {rows, waiting: others.map((row, index) => ({worker: row.worker, name: row.name, count: counts[index]}))};
}

/** @param {Awaited<ReturnType<typeof counted>>} counted */
function showCounted({rows, waiting}) {
  authors.value = rows.map(face);
  waitingOfOthers.value = waiting.filter((one) => one.count > 0);
  isPhoneOfWorkers(rows.length > 0);
}

/** A browser holds everything up while it writes a cookie: behind the first paint. */
const TOLD_MS = 500;
/** @type {boolean|null} */
let isTold = null;

/**
 * By this the server knows a worker's phone: a door's code opens the app there, and the page for residents elsewhere.
 * @param {boolean} is
 */
function isPhoneOfWorkers(is) {
  if (is === isTold) return;
  isTold = is;
  setTimeout(() => (document.cookie = `worker=${is ? 1 : 0}; path=/; max-age=${is ? 31536000 : 0}; samesite=lax`), TOLD_MS);
}

/** Reads the open author's outbox again, after another tab changed it. */
export async function reloadOutbox() {
  const {me} = open;
  if (!me) return;
  // What was saved while the disk was read is on the screen already, and stays there.
  for (let before; before !== outbox.value; ) {
    before = outbox.value;
    const kept = await outboxKept.load(me);
    if (open.me?.worker !== me.worker) return;
    if (before !== outbox.value) continue;
    before = outbox.value = kept.items;
    lost.value = kept.lost;
  }
}

/** Reads the open author's district again, after another tab pulled. @param {Kept} row */
export async function reloadDistrict(row) {
  const known = await chunks.load(row);
  if (open.me?.worker !== row.worker) return;
  district.value = known;
  setMe(row);
}

/** What the open author learnt is gone from the disk, and goes from the screens. @param {Kept} row */
export function forget(row) {
  if (open.me?.worker !== row.worker) return;
  batch(() => {
    district.value = empty();
    drafts.value = new Map();
    wiped.value += 1;
    setMe(row);
  });
}
