/**
 * A piece of work that is done again and again, one at a time: when somebody asks, when it is due, and after failures
 * later and later, with jitter.
 *
 * @typedef {{ok: boolean, nextMs: number|null}} Done `ok` false: try again by itself, later each time
 * @typedef {{random: () => number, later: (call: () => void, ms: number) => any, cancel: (timer: any) => void}} Clock
 */

import {backoffMs} from '../domain/outbox.js';

/**
 * @param {() => Promise<Done>} work @param {Clock} clock
 * @returns {{kick: () => Promise<void>, stop: () => void}} `kick` begins at once, or once more after what is under way;
 *   it resolves when that is done
 */
export function lane(work, {random, later, cancel}) {
  let failures = 0;
  let stopped = false;
  /** @type {any} */
  let timer = null;
  /** @type {Promise<void>|null} */
  let running = null;
  /** @type {Promise<void>|null} */
  let next = null;

  async function run() {
    cancel(timer);
    const {ok, nextMs} = await work().catch(() => ({ok: false, nextMs: null}));
    failures = ok ? 0 : failures + 1;
    const wait = ok ? nextMs : backoffMs(failures, random());
    if (!stopped && wait !== null) timer = later(kick, wait);
  }

  function begin() {
    running = run().finally(() => void (running = null));
    return running;
  }

  /** @returns {Promise<void>} */
  function kick() {
    if (stopped) return Promise.resolve();
    if (!running) return begin();
    next ??= running.then(() => ((next = null), running ?? begin()));
    return next;
  }

  return {kick, stop: () => ((stopped = true), cancel(timer))};
}
