/**
 * The one thing that screens talk to: signals to read, actions to call. Whatever is saved is on the disk before an
 * action resolves; the network comes later, by itself.
 */

import {computed} from '@preact/signals';

import * as queue from './domain/outbox.js';
import {voiding} from './domain/visits.js';
import * as ground from './ground.js';
import * as authorsKept from './store/authors.js';
import {append, change} from './store/changing.js';
import * as drafting from './store/drafting.js';
import {whenNewer} from './store/database.js';
import * as phone from './store/phone.js';
import * as photos from './store/photos.js';
import * as state from './store/state.js';
import {hearTabs, tellTabs} from './store/tabs.js';
import {asking, lapse, noted, offline, prune, sending, showing, tryAnyway} from './sync/engine.js';
import {ask} from './sync/transport.js';
import * as worker from './sync/worker.js';

export {author, authors, claim, drafts, net, outbox, prefs, setPref, waitingOfOthers} from './store/state.js';
export {takeOver as updateApp} from './sync/worker.js';

/** @typedef {import('./domain/types.js').Envelope} Envelope */

/** The district; while one practises, the practice building in its place. */
export const district = computed(() => ground.practice.value ?? state.district.value);
export const pending = computed(() => (ground.practice.value ? ground.practised.value : state.pending.value));

const TIDY_MS = 600_000;
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

/** Opens the store and whoever was signed in last, then begins to send and to ask; once, however often it is called. */
export const boot = () => (booted ??= begin());

async function begin() {
  whenNewer(() => state.setNet({update: true}));
  await lapse();
  state.claim.value = await phone.claim();
  const last = await phone.current();
  const row = last ? await authorsKept.one(last) : undefined;
  await state.show(row ?? null);
  hearTabs(heard);
  addEventListener('online', () => go());
  addEventListener('offline', offline);
  document.addEventListener('visibilitychange', () => void (document.visibilityState === 'visible' ? go() : drafting.flush()));
  setInterval(() => lapse().then(prune), TIDY_MS);
  setInterval(worker.look, LOOK_MS);
  if (navigator.onLine === false) offline();
  go();
  void worker.register();
  void prune();
}

/** Sends and asks, now. */
function go() {
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
  if (what === 'outbox') await state.reloadOutbox();
  if (what === 'district' && row.cursor !== me.cursor) await state.reloadDistrict(row);
}

/** @returns {import('./store/authors.js').Kept} */
function me() {
  if (!state.open.me) throw new Refusal('session.signed_out');
  return state.open.me;
}

/** Saves records of whoever is signed in. When this resolves they are on the disk. @param {Envelope[]} envelopes */
export const save = (...envelopes) => saveWith(envelopes, []);

/** The same with photos of the first, all or nothing; they go when it is there. @param {Envelope[]} envelopes @param {import('./store/photos.js').Shot[]} shots */
export async function saveWith(envelopes, shots) {
  if (ground.practice.value) return ground.write(envelopes);
  const author = me();
  const taken = await photos.rowsOf(author, envelopes[0]?.id, shots);
  await append(author, envelopes.map((envelope) => queue.item(envelope, now())), taken);
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
  let done = queue.withdraw([], ids);
  const voids = () => done.toVoid.map((of) => queue.item(voiding({id: phone.newId(), now: now(), of}), now()));
  await change(author, ids, (items) => [...(done = queue.withdraw(items, ids)).items, ...voids()]);
  await photos.drop(done.gone);
  void sending.kick();
  return done.lasting.length === 0;
}

/** Sends a refused record once more as it is. @param {string} id */
export async function resend(id) {
  await change(me(), [id], (items) => queue.resent(items, id));
  void sending.kick();
}

/**
 * Saves a corrected record in the place of a refused one. @param {string} id @param {Envelope} envelope
 * @param {import('./store/photos.js').Shot[]} [shots]
 */
export async function mend(id, envelope, shots = []) {
  if (ground.practice.value) return ground.write([envelope], id);
  const author = me();
  const taken = await photos.rowsOf(author, envelope.id, shots);
  await change(author, [id], (items) => queue.mended(items, id, envelope, now()), taken);
  void sending.kick();
}

/** Gives a refused record up. @param {string} id */
export async function discard(id) {
  await change(me(), [id], (items) => queue.discard(items, id));
}

/** Sends and asks, what rests included; resolves when both are through or have failed. */
export async function syncNow() {
  if (state.open.me) await change(state.open.me, 'unsettled', queue.atOnce);
  tryAnyway();
  await Promise.all([sending.kick(), asking.kick()]);
}

/** The people of a door that is not one's own; the server logs it. Raises Refusal. @param {string} doorId */
export async function peopleOf(doorId) {
  const author = me();
  const reply = await ask(`/api/doors/${doorId}/people`, {method: 'GET', token: await authorsKept.tokenOf(author)});
  await noted(author.worker, reply);
  /** @type {import('./domain/types.js').Person[]} */
  const people = answerOf(reply).people ?? [];
  return people;
}

/**
 * The phone numbers of a household that is to be called; the server logs it, and they are kept nowhere. Raises Refusal.
 * @param {string} doorId @returns {Promise<{person: string, phones: string[]}[]>}
 */
export async function numbersOf(doorId) {
  const author = me();
  const reply = await ask(`/api/doors/${doorId}/numbers`, {method: 'GET', token: await authorsKept.tokenOf(author)});
  await noted(author.worker, reply);
  return answerOf(reply).numbers;
}

/** @param {import('./sync/transport.js').Reply} reply @returns {any} the answer; raises Refusal for anything but 200 */
function answerOf({status, code, message, answer, problem}) {
  if (status === 200) return answer;
  throw new Refusal(code || (status ? `http.${status}` : 'net.none'), message, problem?.details ?? {});
}

/** Asks to join by the organisation's link. Raises Refusal. @param {{link: string, name: string, phone: string}} asked */
export async function join({link, name, phone: number}) {
  const device = await phone.device();
  const body = {link, name, phone: number, device, device_name: phone.deviceName()};
  const said = answerOf(await ask('/api/join', {body}));
  await keepClaim(said);
  return said;
}

/** @param {import('./store/phone.js').Claim|null} claim */
async function keepClaim(claim) {
  await phone.keepClaim(claim);
  state.claim.value = claim;
}

/**
 * Whether somebody let this phone in; with the six digits, where the worker has them. Once accepted, they are signed in.
 * Raises Refusal. @param {string} [code] @returns {Promise<{state: 'none'|'waiting'|'accepted'|'refused'|'over'}>}
 */
export async function joinStatus(code) {
  const asked = state.claim.value;
  if (!asked) return {state: 'none'};
  const reply = await ask('/api/join/status', {body: {claim: asked.claim, secret: asked.secret, ...(code ? {code} : {})}});
  const {state: standing, enrolled} = answerOf(reply);
  if (enrolled) await welcome(enrolled, reply.offsetMs);
  if (enrolled) await keepClaim(null);
  return {state: standing};
}

/** Enrols by a personal code, and signs in. Raises Refusal. @param {string} code */
export async function enrol(code) {
  const body = {code, device: await phone.device(), device_name: phone.deviceName()};
  const reply = await ask('/api/enrol', {body});
  await welcome(answerOf(reply), reply.offsetMs);
}

/** @param {import('./store/authors.js').Enrolled} enrolled @param {number|null} offsetMs */
async function welcome(enrolled, offsetMs) {
  const row = await authorsKept.add(enrolled, await phone.device(), offsetMs ?? 0, now());
  void navigator.storage?.persist?.();
  await switchTo(row.worker);
  tellTabs('authors', row.worker);
}

/** Another author of this phone takes over the screen; the others' records go on being sent. @param {string} workerId */
export async function switchTo(workerId) {
  await drafting.flush();
  const row = await authorsKept.one(workerId);
  if (!row) throw new Refusal('session.signed_out');
  await phone.setCurrent(workerId);
  await state.show(row);
  go();
}

/** What signing out would lose. @returns {ReturnType<typeof authorsKept.left>} */
export const leftBehind = () => authorsKept.left(me().worker);

/**
 * Ends an enrolment on this phone: key, token, district, outbox and the records kept for 7 days are gone. Refused with
 * `session.outbox_full` and the count while records or photos wait, unless their loss is confirmed by that very count.
 * @param {{confirmLossOf?: number, worker?: string}} [how] `worker`: another than the one signed in
 */
export async function signOut({confirmLossOf = 0, worker: who = me().worker} = {}) {
  const left = await authorsKept.remove(who, confirmLossOf);
  if (!left) drafting.forget(who);
  if (left) throw new Refusal('session.outbox_full', '', {count: left});
  if (state.open.me?.worker === who) {
    await phone.setCurrent(null);
    await state.show(null);
  }
  tellTabs('authors', who);
  await state.count();
}
