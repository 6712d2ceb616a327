/** Who is signed in on this phone: how one joins, takes over from another, and goes. */

import {Refusal, answerOf, go, me, now} from './session.js';
import * as authorsKept from './store/authors.js';
import * as drafting from './store/drafting.js';
import * as phone from './store/phone.js';
import * as state from './store/state.js';
import {tellTabs} from './store/tabs.js';
import {ask} from './sync/transport.js';

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
