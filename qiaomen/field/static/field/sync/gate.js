/** Asks what a gate or a checkpoint must know, again and again while somebody stands there. What they write never waits for it. */

import * as authors from '../store/authors.js';
import * as state from '../store/state.js';
import {noted} from './contact.js';
import {asking} from './engine.js';
import {lane} from './lane.js';
import {ask} from './transport.js';

/** How often; and how often while somebody waits for the answer to an alarm. */
const ASK_MS = 20_000;
const ALARM_MS = 3_000;

/** @typedef {import('../store/authors.js').Kept} Kept */

/**
 * What one address says. To a token that it does not know the phone's own pull says whether it was revoked or is dead.
 * Nothing where all that was learnt went while it was on its way.
 * @param {string} path @param {Kept} author @returns {Promise<import('./transport.js').Reply>}
 */
export async function asked(path, author) {
  const before = state.wiped.peek();
  const reply = await ask(path, {method: 'GET', token: await authors.tokenOf(author)});
  await noted(author, reply);
  if (reply.code === 'access.token_unknown') void asking.kick();
  return state.wiped.peek() === before ? reply : {...reply, status: 0, code: '', answer: null, problem: null};
}

/**
 * What an area holds in memory goes with what lies on the disk.
 * @param {import('@preact/signals').Signal<string|null>} opened whose rows are open there @param {() => void} reset to nothing
 * @param {() => unknown} again asks anew, for who is still there
 */
export function forgetting(opened, reset, again) {
  state.wiped.subscribe(() => {
    if (opened.peek() === null) return;
    reset();
    if (opened.peek() === state.open.me?.worker) again();
    else opened.value = null;
  });
}

/**
 * @param {{author: () => Kept|null, path: () => string, isAlarmed: () => boolean, rests?: () => boolean, take: (author: Kept, answer: any) => Promise<unknown>}} means
 * @returns {{kick: () => Promise<void>, stop: () => void}}
 */
export function watching({author, path, isAlarmed, rests, take}) {
  const work = async () => {
    const row = author();
    const pauseMs = () => (rests?.() ? null : isAlarmed() ? ALARM_MS : ASK_MS);
    if (!row || row.unknown || row.revoked || navigator.onLine === false) return {ok: true, nextMs: pauseMs()};
    const {status, answer} = await asked(path(), row);
    if (status === 200) await take(row, answer);
    // A weak signal is no reason to ask more seldom: the list's age decides how strict the gate must be.
    return {ok: true, nextMs: pauseMs()};
  };
  return lane(work, {random: Math.random, later: (call, ms) => setTimeout(call, ms), cancel: (timer) => clearTimeout(timer)});
}
