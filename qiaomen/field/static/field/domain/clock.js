/**
 * How wrong the phone's own clock is, by what the server said last. The server never refuses a record for it.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{offsetMs: number, apart: number}} Learnt what an answer told: the offset, and how far the phone's clock was
 *   then apart from one that nobody sets, ms
 */

/** Beyond this the server flags what the phone sends (docs/sync-protocol.md, section 2). */
export const TOLERATED_MS = 5 * 60_000;

/**
 * What `offset_ms` is: server time minus the phone's own, when the answer came.
 * @param {string} serverTime RFC 3339 @param {number} nowMs the phone's clock @returns {number}
 */
export const offsetOf = (serverTime, nowMs) => Date.parse(serverTime) - nowMs;

/**
 * What to tell the worker: the phone is ahead of the server, or behind it, by more than 5 minutes.
 * @param {number} offsetMs @returns {null|'ahead'|'behind'}
 */
export function clockProblem(offsetMs) {
  if (Math.abs(offsetMs) <= TOLERATED_MS) return null;
  return offsetMs < 0 ? 'ahead' : 'behind';
}

/** Two clocks that nobody sets come apart by less. */
const STEADY_MS = 2_000;

/**
 * The offset, as long as the phone's clock was not set since. A phone that slept looks as if it were: most browsers' other
 * clock stands still then. @param {Learnt|null} learnt @param {number} apart now, ms @returns {number|undefined}
 */
export const holding = (learnt, apart) =>
  learnt && Math.abs(apart - learnt.apart) <= STEADY_MS ? learnt.offsetMs : undefined;

/**
 * A record with the offset of the hour in which it was written; without one where that is not known.
 * @param {Envelope} envelope @param {number|undefined} offsetMs @returns {Envelope}
 */
export const dated = ({offset_ms: _, ...envelope}, offsetMs) =>
  offsetMs === undefined ? envelope : {...envelope, offset_ms: offsetMs};

/**
 * When a record was made, by the server's clock.
 * @param {Envelope} envelope @param {number} offsetMs for one that has none of its own @returns {number} ms
 */
export const timeOf = ({device_at, offset_ms}, offsetMs) => Date.parse(device_at) + (offset_ms ?? offsetMs);
