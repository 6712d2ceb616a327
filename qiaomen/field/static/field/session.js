/**
 * The one thing that screens talk to: signals to read, actions to call. Whatever is saved is on the disk before an
 * action resolves; the network comes later, by itself.
 */

import {computed} from '@preact/signals';

import * as queue from './domain/outbox.js';
import * as taking from './domain/taking-back.js';
import {voiding} from './domain/visits.js';
import * as ground from './ground.js';
import * as authorsKept from './store/authors.js';
import {append, change} from './store/changing.js';
import * as drafting from './store/drafting.js';
import {whenNewer} from './store/database.js';
import * as phone from './store/phone.js';
import * as photos from './store/photos.js';
import * as state from './store/state.js';
import {hearTabs} from './store/tabs.js';
import {stamped} from './sync/clock.js';
import {offline, tryAnyway} from './sync/contact.js';
import {asking, sending, showing} from './sync/engine.js';
import {lapse, prune} from './sync/forgetting.js';
import {asked} from './sync/gate.js';
import * as worker from './sync/worker.js';

export {author, authors, claim, drafts, isOver, lost, net, outbox, prefs, setPref, waitingOfOthers} from './store/state.js';
export {takeOver as updateApp} from './sync/worker.js';

/** @typedef {import('./domain/types.js').Envelope} Envelope */

/** The district; while one practises, the practice building in its place. */
export const district = computed(() => ground.practice.value ?? state.district.value);
export const pending = computed(() => (ground.practice.value ? ground.practised.value : state.pending.value));

const TIDY_MS = 600_000;
/** What the network and old records need is done once today's work is on the screen. */
const AWAKE_MS = 100;
/** How often an app that stays open for days asks for a newer build of itself. */
const LOOK_MS = 3_600_000;

/** Why something was not done: a problem's code, its sentence where the server said one, and numbers to go with it. */
export class Refusal extends Error {
  /** @param {string} code @param {string} [message] @param {Record<string, any>} [details] */
  constructor(code, message = '', details = {}) {
    super(message || code);
    this.code = code;
    this.details = details;
  }
}

/** The phone's own clock, uncorrected: visits are stamped with it. @returns {number} ms */
export const now = () => Date.now();

/** @type {Promise<void>|null} */
let booted = null;

/** Opens the store and whoever was signed in last; sending and asking begin a moment later. Once, however often it is called. */
export const boot = () => (booted ??= begin());

async function begin() {
  whenNewer(() => state.setNet({update: true}));
  const [, claim, last] = await Promise.all([lapse(), phone.claim(), phone.current()]);
  state.claim.value = claim;
  await state.show((last && (await authorsKept.one(last))) || null);
  hearTabs(heard);
  addEventListener('online', () => go());
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? go() : drafting.flush()));
  setInterval(() => lapse().then(prune), TIDY_MS);
  setInterval(worker.look, LOOK_MS);
  if (navigator.onLine === false) offline();
  setTimeout(awake, AWAKE_MS);
}

function awake() {
  go();
  void worker.register();
  void prune();
}

/** Sends and asks, now. */
export function go() {
  void sending.kick();
  void asking.kick();
  void showing.kick();
}

/** @param {string} what @param {string} who */
async function heard(what, who) {
  const {me} = state.open;
  if (what === 'authors' || me?.worker !== who) await state.count();
  if (me?.worker !== who) return;
  const row = await authorsKept.one(who);
  if (!row) return state.show(null);
  if (row.keyId !== me.keyId) return state.show(row);
  if (what === 'wiped') return drafting.forget(who), state.forget(row);
  if (what === 'outbox') await state.reloadOutbox();
  if (what === 'district' && row.cursor !== me.cursor) await state.reloadDistrict(row);
}

/** Whoever is signed in. Raises Refusal. @returns {import('./store/authors.js').Kept} */
export function me() {
  if (!state.open.me) throw new Refusal('session.signed_out');
  return state.open.me;
}

/** Saves records of whoever is signed in. When this resolves they are on the disk. @param {Envelope[]} envelopes */
export const save = (...envelopes) => saveWith(envelopes, []);

/** The same with photos of the first, all or nothing; they go when it is there. @param {Envelope[]} envelopes @param {import('./store/photos.js').Shot[]} shots */
export async function saveWith(envelopes, shots) {
  if (ground.practice.value) return ground.write(envelopes);
  const author = me();
  const written = envelopes.map(stamped);
  const taken = await photos.rowsOf(author, envelopes[0]?.id, shots);
  await append(author, written.map((envelope) => queue.item(envelope, now())), taken);
  void sending.kick();
}

/**
 * Keeps what is said at a door until it is saved there; null: it is.
 * @param {string} door @param {import('./store/drafts.js').Draft|null} draft
 */
export const keepDraft = (door, draft) => drafting.keep(ground.practice.value ? null : state.open.me, door, draft);

/**
 * Takes records back: what never went out is gone; what may have arrived gets a `void` each. @param {string[]} ids
 * @returns {Promise<boolean>} false: some went to the register, and can only be corrected there
 */
export async function undo(ids) {
  if (ground.practice.value) return ground.takeBack(ids), true;
  const author = me();
  let done = taking.withdraw([], ids);
  const voids = () => done.toVoid.map((of) => queue.item(stamped(voiding({id: phone.newId(), now: now(), of})), now()));
  await change(author, ids, (items) => [...(done = taking.withdraw(items, ids)).items, ...voids()]);
  await photos.drop(done.gone);
  void sending.kick();
  return done.lasting.length === 0;
}

/** Sends a refused record once more with what it says. @param {string} id */
export async function resend(id) {
  const fresh = phone.newId();
  await change(me(), [id], (items) => taking.resent(items, id, fresh, now()));
  void sending.kick();
}

/**
 * Saves a corrected record in the place of a refused one. @param {string} id @param {Envelope} envelope
 * @param {import('./store/photos.js').Shot[]} [shots]
 */
export async function mend(id, envelope, shots = []) {
  if (ground.practice.value) return ground.write([envelope], id);
  const author = me();
  const written = stamped(envelope);
  const taken = await photos.rowsOf(author, envelope.id, shots);
  await change(author, [id], (items) => taking.mended(items, id, written, now()), taken);
  void sending.kick();
}

/** Gives a refused record up. @param {string} id */
export async function discard(id) {
  await change(me(), [id], (items) => taking.discard(items, id));
}

/** Sends and asks, what rests included; resolves when both are through or have failed. */
export async function syncNow() {
  if (state.open.me) await change(state.open.me, 'unsettled', queue.atOnce);
  tryAnyway();
  void showing.kick();
  await Promise.all([sending.kick(), asking.kick()]);
}

/** The people of a door that is not one's own; the server logs it. Raises Refusal. @param {string} doorId */
export async function peopleOf(doorId) {
  const reply = await asked(`/api/doors/${doorId}/people`, me());
  /** @type {import('./domain/types.js').Person[]} */
  const people = answerOf(reply).people ?? [];
  return people;
}

/**
 * The phone numbers of a household that is to be called; the server logs it, and they are kept nowhere. Raises Refusal.
 * @param {string} doorId @returns {Promise<{person: string, phones: string[]}[]>}
 */
export async function numbersOf(doorId) {
  return answerOf(await asked(`/api/doors/${doorId}/numbers`, me())).numbers;
}

/** @param {import('./sync/transport.js').Reply} reply @returns {any} the answer; raises Refusal for anything but 200 */
export function answerOf({status, code, message, answer, problem}) {
  if (status === 200) return answer;
  throw new Refusal(code || (status ? `http.${status}` : 'net.none'), message, problem?.details ?? {});
}
