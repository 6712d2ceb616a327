/**
 * Sends what waits in one author's outbox, batch by batch, until nothing is due. What goes and what an answer means is
 * decided in domain/outbox.js.
 *
 * @typedef {import('../store/authors.js').Kept} Kept
 * @typedef {import('../store/outbox.js').Item} Item
 * @typedef {{change: (author: Kept, which: string[]|'all'|'unsettled', change: (items: Item[]) => Item[]) =>
 *   Promise<Item[]>}} Outbox
 * @typedef {(author: Kept, fields: Record<string, any>) => Promise<import('./transport.js').Reply>} Sync
 * @typedef {{stop: string|null, backOff: boolean, settled: number, dueAt: number|null}} Sent `stop`: the code for which
 *   sending ends until somebody helps; `dueAt`: when something that rests goes again, ms
 */

import {afterAnswer, afterRefusal, markSending, nextBatch, restarted, waiting} from '../domain/outbox.js';

/**
 * Only one at a time may run for an author, in all tabs: what is marked as under way when it begins is left over.
 * @param {Kept} author
 * @param {{outbox: Outbox, sync: Sync, now: () => number}} means
 * @returns {Promise<Sent>}
 */
export async function upload(author, {outbox, sync, now}) {
  let settled = 0;
  await outbox.change(author, 'unsettled', restarted);
  for (;;) {
    const {batch, items} = await taken(author, outbox, now());
    if (!batch) return {stop: null, backOff: false, settled, dueAt: dueAt(items)};
    const reply = await sync(author, {records: batch.envelopes});
    /** @type {import('../domain/outbox.js').Outcome|undefined} */
    let outcome;
    await outbox.change(author, batch.ids, (sent) => {
      outcome = reply.status === 200
        ? afterAnswer(sent, batch, reply.answer, now())
        : afterRefusal(sent, batch, reply.status, reply.code, now());
      return outcome.items;
    });
    if (reply.status === 200) settled += batch.ids.length;
    if (outcome?.stop || outcome?.backOff) return {...outcome, settled, dueAt: null};
  }
}

/**
 * The next batch, marked on the disk as under way before it is.
 * @param {Kept} author @param {Outbox} outbox @param {number} now
 */
async function taken(author, outbox, now) {
  /** @type {import('../domain/outbox.js').Batch|null} */
  let batch = null;
  const items = await outbox.change(author, 'unsettled', (waiting) => {
    batch = nextBatch(waiting, now);
    return batch ? markSending(waiting, batch) : waiting;
  });
  return {batch: /** @type {import('../domain/outbox.js').Batch|null} */ (batch), items};
}

/** When the first of what rests is due. @param {Item[]} items @returns {number|null} ms */
function dueAt(items) {
  const times = waiting(items).map((item) => item.retryAt ?? 0);
  return times.length ? Math.min(...times) : null;
}
