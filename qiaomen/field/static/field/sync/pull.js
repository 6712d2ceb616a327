/**
 * Asks what changed until there is no more, and takes it in page by page: each page is on the disk with the cursor that
 * leads on from it, so that a pull that was cut off goes on where it was.
 *
 * @typedef {import('../store/authors.js').Kept} Kept
 * @typedef {import('../domain/types.js').District} District
 * @typedef {{doors: number, doorsTotal: number, people: number, peopleTotal: number, bytes: number}} First
 * @typedef {{ok: boolean, status: number, code: string}} Pulled
 * @typedef {{author: Kept, district: District, first: First|null}} Holding what is known of the author just now
 * @typedef {object} Means
 * @property {(author: Kept, fields: Record<string, any>, onBytes: (bytes: number) => void) =>
 *   Promise<import('./transport.js').Reply>} sync
 * @property {(author: Kept, district: District, places: Set<string>, fields: Partial<Kept>, fresh: boolean) =>
 *   Promise<Kept|undefined>} save page and cursor, together
 * @property {(later: any[]) => Promise<unknown>} later what became of held records
 * @property {(generation: string) => Promise<unknown>} restored the server is an older copy: send again what is kept
 * @property {() => Promise<unknown>} revoked the phone learns nothing more
 * @property {(held: Holding) => unknown} show a page is in
 * @property {(first: First) => unknown} progress of a page of a first sync
 */

import {empty, forget, merge} from '../domain/district.js';

/** @param {Kept} author @param {District} district @param {Means} means @returns {Promise<Pulled>} */
export async function pull(author, district, means) {
  /** @type {Holding} */
  let held = {author, district, first: firstOf(author, district)};
  let begunAnew = false;
  for (;;) {
    const {first} = held;
    const before = first?.bytes ?? 0;
    let bytes = 0;
    const reply = await means.sync(held.author, {pull: true, cursor: held.author.cursor}, (count) => {
      bytes = count;
      if (first) means.progress({...first, bytes: before + count});
    });
    if (reply.status === 409 && held.author.cursor && !begunAnew) {
      begunAnew = true;
      held = {...held, author: {...held.author, cursor: null}};
      continue;
    }
    if (reply.status !== 200) return {ok: false, status: reply.status, code: reply.code};
    if (!reply.answer.cursor) {
      await means.revoked();
      return {ok: false, status: 200, code: 'access.revoked'};
    }
    const next = await taken(held, reply.answer, before + bytes, means);
    if (!next) return {ok: false, status: 200, code: ''};
    held = next;
    if (!reply.answer.more) return {ok: true, status: 200, code: ''};
  }
}

/**
 * One page. What it tells of records is done before the cursor moves on: done twice is harmless, left out is not.
 * @param {Holding} held @param {any} page @param {number} bytes received so far @param {Means} means
 * @returns {Promise<Holding|null>} null where it leads on from nothing that is kept any more: the next pull begins anew
 */
async function taken({author, district}, page, bytes, means) {
  if (author.generation && author.generation !== page.generation) await means.restored(page.generation);
  if (page.verdicts_later?.length) await means.later(page.verdicts_later);
  const shrunk = page.forget && !page.fresh ? forget(district, page.forget) : {district, places: new Set()};
  const grown = merge(page.fresh ? empty() : shrunk.district, page);
  const places = new Set([...shrunk.places, ...grown.places]);
  const totals = page.totals ?? author.first;
  const fields = {
    cursor: page.cursor,
    generation: page.generation,
    first: page.more && totals ? {doors: totals.doors, people: totals.people, bytes} : null,
  };
  const after = await means.save(author, grown.district, places, fields, Boolean(page.fresh));
  if (!after) return null;
  const held = {author: after, district: grown.district, first: firstOf(after, grown.district)};
  means.show(held);
  return held;
}

/**
 * How far a first sync has come; null when it is through. Before its first page the totals are not known: 0.
 * @param {Kept} author @param {District} district @returns {First|null}
 */
export function firstOf({first, cursor}, {doors, people}) {
  if (!first && cursor !== null) return null;
  const {doors: doorsTotal, people: peopleTotal, bytes} = first ?? {doors: 0, people: 0, bytes: 0};
  return {doors: doors.size, doorsTotal, people: people.size, peopleTotal, bytes};
}
