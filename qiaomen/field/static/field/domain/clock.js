/** How wrong the phone's own clock is, by what the server said last. The server never refuses a record for it. */

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
