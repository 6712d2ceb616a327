/** Asking under an author's own token; what an answer, or none, says of clock, contact and token. */

import * as authors from '../store/authors.js';
import * as state from '../store/state.js';
import {ended} from './ending.js';
import {ask} from './transport.js';

export const PROTOCOL = 1;
/** A phone that says it has no network is believed for so long: a try that cannot succeed makes a record look sent. */
export const BELIEVED_MS = 60_000;

/** @typedef {import('../store/authors.js').Kept} Kept */

/**
 * `POST /api/sync` under an author's own token; what the answer says of clock, contact and token is kept.
 * @param {Kept} author @param {Record<string, any>} fields @param {(bytes: number) => void} [onBytes]
 */
export async function sync(author, fields, onBytes) {
  const {offsetMs} = (await authors.one(author.worker)) ?? author;
  const language = state.prefs.value.language;
  const body = {protocol: PROTOCOL, offset_ms: offsetMs, language, records: [], ...fields};
  const reply = await ask('/api/sync', {token: await authors.tokenOf(author), body, onBytes});
  await noted(author, reply);
  if (reply.code === 'access.token_unknown') await deny(author);
  if (body.records.length && (reply.code === 'server.full' || state.net.value.problem === 'server.full')) {
    state.setNet({problem: reply.status === 200 ? null : 'server.full'});
  }
  return reply;
}

/**
 * Tokens that the server did not know since the app was opened, or its user last asked for a try, by worker. They rest
 * until then: a server that comes back from a backup, or was asked too early, may know them again.
 * @type {Set<string>}
 */
const denied = new Set();

/** @param {Kept} author */
export const rests = ({worker, unknown}) => unknown && denied.has(worker);

/** Only what takes records in says that a token is dead: everywhere else a revoked one is not known either. @param {Kept} author */
async function deny(author) {
  const row = await authors.patch(author, {unknown: true});
  if (!row) return;
  denied.add(author.worker);
  state.setMe(row);
}

/**
 * What any answer says of clock and contact, as long as the token is the one that it was asked with.
 * @param {Kept} author @param {import('./transport.js').Reply} reply
 */
export async function noted(author, {status, code, offsetMs}) {
  state.setNet({online: status !== 0});
  if (code === 'outbreak.closed') return void (await ended(author));
  /** @type {Partial<Kept>} */
  const fields = {};
  if (offsetMs !== null) fields.offsetMs = offsetMs;
  if (status === 200) Object.assign(fields, {lastContact: Date.now(), unknown: false});
  if (code === 'sync.protocol') state.setNet({problem: code, update: true});
  else if (status === 200 && state.net.value.problem === 'sync.protocol') state.setNet({problem: null});
  const row = Object.keys(fields).length ? await authors.patch(author, fields) : null;
  if (row) state.setMe(row);
}

let believedAt = -Infinity;

/** @returns {boolean} whether to wait for the network rather than to try */
export function isOffline() {
  if (navigator.onLine !== false || Date.now() - believedAt > BELIEVED_MS) return false;
  state.setNet({online: false});
  return true;
}

/** The phone says that it lost the network. */
export function offline() {
  believedAt = Date.now();
  state.setNet({online: false});
}

/** Tries now, whatever the phone and the server said before. */
export function tryAnyway() {
  believedAt = -Infinity;
  denied.clear();
}
