/** Without contact the personal data of a district do not stay on a phone; what its author wrote does. */

export const LAPSE_MS = 48 * 3_600_000;

/**
 * Whether the personal data are to go now: 48 h after the last contact, or after enrolling where there was none.
 * The outbox is never part of it.
 * @param {{lastContact: number|null, since: string}} author @param {number} now ms @returns {boolean}
 */
export const lapsed = (author, now) => leftMs(author, now) <= 0;

/**
 * How long the personal data still stay, in ms; below 0 they are overdue.
 * @param {{lastContact: number|null, since: string}} author @param {number} now ms @returns {number}
 */
export function leftMs(author, now) {
  const last = author.lastContact ?? Date.parse(author.since);
  return (Number.isNaN(last) ? 0 : last) + LAPSE_MS - now;
}
