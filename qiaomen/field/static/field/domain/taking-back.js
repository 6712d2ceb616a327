/**
 * What its author does about a record that was saved: takes it back, says a refused one anew or gives it up; and what
 * of the outbox still counts. Every screen and area asks here: the register may refuse to take something back, and what
 * it refused to take back stands. Pure.
 *
 * @typedef {import('./types.js').OutboxItem} OutboxItem
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{envelope: Envelope, standing: string}} Said a record and how it stands
 */

import {changed, isRefused, item} from './outbox.js';

/** What nobody amends, so a void of it is refused. */
const LASTING = new Set(['door_added', 'door_changed', 'place_added', 'shift_swap', 'shift_swap_step']);

/** Which records these take back: none of them may be one that the register refused. @param {Envelope[]} envelopes */
export const voided = (envelopes) => new Set(envelopes.filter((one) => one.kind === 'void').map((one) => one.amends));

/** Which records were taken back. @param {Said[]} items */
export const takenBack = (items) => voided(notRefused(items));

/** Which records another one takes back, or says anew. @param {Said[]} items */
export const replaced = (items) => new Set(notRefused(items).map((one) => one.amends).filter(Boolean));

/**
 * What counts: neither refused nor taken back, its corrections with it; in order. @param {Said[]} items @returns {Said[]}
 */
export function counting(items) {
  const gone = takenBack(items);
  return items.filter(({envelope: {id, kind, amends}, standing}) =>
    !isRefused({standing}) && kind !== 'void' && !gone.has(id) && !(amends && gone.has(amends)));
}

/**
 * What counts of these kinds and the server's last answer cannot know; in order.
 * @param {Said[]} items @param {number} answered when it answered, ms by this phone's clock @param {string[]} kinds
 * @returns {Envelope[]}
 */
export const unanswered = (items, answered, kinds) => counting(items)
  .filter(({envelope, standing}) => kinds.includes(envelope.kind) && (standing !== 'accepted' || Date.parse(envelope.device_at) > answered))
  .map((one) => one.envelope);

/** @param {Said[]} items @returns {Envelope[]} */
const notRefused = (items) => items.filter((one) => !isRefused(one)).map((one) => one.envelope);

/** What was refused and waits for its author. @param {OutboxItem[]} items @returns {OutboxItem[]} */
export const refusals = (items) => items.filter((one) => one.standing === 'rejected');

/**
 * Takes back: what never went out is gone; what did, even without an answer, needs a void each, or lasts in the register.
 * @param {OutboxItem[]} items @param {string[]} ids
 * @returns {{items: OutboxItem[], gone: string[], toVoid: Envelope[], lasting: Envelope[]}}
 */
export function withdraw(items, ids) {
  const wanted = items.filter((one) => ids.includes(one.envelope.id) && !isRefused(one));
  const unsent = wanted.filter((one) => one.standing === 'waiting' && !one.tries);
  const sent = wanted.filter((one) => !unsent.includes(one)).map((one) => one.envelope);
  return {
    items: items.filter((one) => !unsent.includes(one)),
    gone: unsent.map((one) => one.envelope.id),
    toVoid: sent.filter((one) => !LASTING.has(one.kind)),
    lasting: sent.filter((one) => LASTING.has(one.kind)),
  };
}

/**
 * Says the same once more: a resting record goes at once as it is; a refused one under another id, since under its own
 * the same content gets the same refusal for ever, whatever was mended at headquarters meanwhile. Its photos stay under
 * its id: the server has it, and whatever mends it takes them along.
 * @param {OutboxItem[]} items @param {string} id @param {string} fresh the id that a refused one gets @param {number} now ms
 * @returns {OutboxItem[]}
 */
export function resent(items, id, fresh, now) {
  const refused = refusals(items).find((one) => one.envelope.id === id);
  if (refused) return mended(items, id, {...refused.envelope, id: fresh}, now);
  return changed(items, [id], (one) => {
    const {retryAt: _, ...rest} = one;
    return one.standing === 'waiting' ? {...rest, code: '', field: '', message: ''} : one;
  });
}

/**
 * Puts a corrected record in the place of a refused one; the server keeps the refused one.
 * @param {OutboxItem[]} items @param {string} id the refused one's @param {Envelope} envelope the new one
 * @param {number} now ms @returns {OutboxItem[]}
 */
export const mended = (items, id, envelope, now) => [...discard(items, id), item({...envelope, mends: id}, now)];

/**
 * Gives a refused record up.
 * @param {OutboxItem[]} items @param {string} id @returns {OutboxItem[]}
 */
export const discard = (items, id) => items.filter((one) => one.envelope.id !== id || one.standing !== 'rejected');
