/** A record that never left the phone may still be said otherwise: nobody has read it. */

/** @typedef {import('./types.js').OutboxItem} OutboxItem @typedef {import('./types.js').Envelope} Envelope */

/** @param {OutboxItem} one */
export const isUnsent = (one) => one.standing === 'waiting' && !one.tries;

/**
 * @param {OutboxItem[]} items @param {string} id of the one that is said otherwise @param {Envelope} envelope with what it says now
 * @returns {OutboxItem[]} the same ones where it went out meanwhile
 */
export function reworded(items, id, {body, door}) {
  const wanted = items.find((one) => one.envelope.id === id);
  if (!wanted || !isUnsent(wanted)) return items;
  const envelope = {...wanted.envelope, body, ...(door ? {door} : {})};
  return items.map((one) => (one === wanted ? {...one, envelope} : one));
}
