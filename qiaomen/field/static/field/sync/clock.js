/**
 * What this page learnt of the server's clock, from whatever answer came last, whoever asked. A page that begins knows
 * nothing: nobody can tell whether the phone's clock was set while none was open.
 */

import {dated, holding} from '../domain/clock.js';

/** @type {import('../domain/clock.js').Learnt|null} */
let learnt = null;

/** How far the phone's clock is from the one that only runs: another figure once somebody has set it. @returns {number} ms */
export const apart = () => Date.now() - performance.now();

/** @param {number|null} offsetMs null: the answer did not say @param {number} then `apart`, when the answer began */
export function learn(offsetMs, then) {
  if (Number.isSafeInteger(offsetMs)) learnt = {offsetMs: Number(offsetMs), apart: then};
}

/**
 * A record that is written now, with the offset of now where it is known; else it goes by the call that brings it.
 * @param {import('../domain/types.js').Envelope} envelope
 */
export const stamped = (envelope) => dated(envelope, holding(learnt, apart()));
