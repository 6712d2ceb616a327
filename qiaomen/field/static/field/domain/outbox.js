/**
 * The outbox of one author: a pure queue. Each function takes the items and answers new ones; nothing here forgets a
 * record but `kept` (accepted more than 7 days ago); what its author takes back or gives up is in taking-back.js.
 *
 * A record waits, is under way in one batch, and is settled by a verdict. No answer does not mean "not stored": it goes
 * out again under the same id. The caller stores what `markSending` answers before it sends, so that a phone that dies
 * in between knows that the record may have arrived.
 *
 * @typedef {import('./types.js').OutboxItem} OutboxItem
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./types.js').Verdict} Verdict
 * @typedef {{ids: string[], envelopes: Envelope[]}} Batch
 * @typedef {{items: OutboxItem[], stop: string|null, backOff: boolean}} Outcome `stop`: the code for which sending ends
 *   until somebody helps; `backOff`: wait for `backoffMs` before the next call
 */

/** The protocol's limits. A batch is kept smaller than they allow: weak signal lets a short call through. */
export const MOST_RECORDS = 500;
export const MOST_BYTES = 4_000_000;
export const KEPT_MS = 7 * 86_400_000;
const BATCH_RECORDS = 100;
const BATCH_BYTES = 512_000;
/** A call that got no answer is made smaller down to this; below it, a dead server would cost too many calls. */
const SMALL = 10;
/** How long a single record rests that the server cannot take as it is; the others do not wait for it. */
const REST_MS = 3_600_000;
const LONGEST_MS = 300_000;

/**
 * A record that was just saved.
 * @param {Envelope} envelope @param {number} now ms @returns {OutboxItem}
 */
export const item = (envelope, now) => ({
  envelope, standing: 'waiting', savedAt: now, settledAt: null, code: '', message: '', field: '', alone: false,
  tries: 0,
});

/** @param {OutboxItem} one */
const mostOf = (one) => (one.alone ? 1 : (one.most ?? BATCH_RECORDS));

/** @param {Envelope} envelope */
const sizeOf = (envelope) => new TextEncoder().encode(JSON.stringify(envelope)).length + 1;

/**
 * What to send next, oldest first; null when nothing waits or a batch is under way.
 * @param {OutboxItem[]} items @param {number} now ms @returns {Batch|null}
 */
export function nextBatch(items, now) {
  if (items.some((one) => one.standing === 'sending')) return null;
  /** @type {Envelope[]} */
  const envelopes = [];
  let most = BATCH_RECORDS;
  let bytes = 0;
  for (const one of items) {
    if (one.standing !== 'waiting' || (one.retryAt ?? 0) > now) continue;
    bytes += sizeOf(one.envelope);
    most = Math.min(most, mostOf(one));
    if (envelopes.length > 0 && (bytes > BATCH_BYTES || envelopes.length >= most)) break;
    envelopes.push(one.envelope);
  }
  return envelopes.length > 0 ? {ids: envelopes.map((one) => one.id), envelopes} : null;
}

/**
 * @param {OutboxItem[]} items @param {Iterable<string>} ids @param {(one: OutboxItem) => OutboxItem} change
 * @returns {OutboxItem[]}
 */
export function changed(items, ids, change) {
  const wanted = new Set(ids);
  return items.map((one) => (wanted.has(one.envelope.id) ? change(one) : one));
}

/**
 * The batch goes out: store this before sending.
 * @param {OutboxItem[]} items @param {Batch} batch @returns {OutboxItem[]}
 */
export const markSending = (items, batch) =>
  changed(items, batch.ids, (one) => ({...one, standing: 'sending', tries: (one.tries ?? 0) + 1}));

/**
 * After the phone or the app was killed nothing is under way any more; what was may have arrived, and goes again.
 * @param {OutboxItem[]} items @returns {OutboxItem[]}
 */
export const restarted = (items) => items.map((one) => (one.standing === 'sending' ? back(one) : one));

/** @param {OutboxItem} one @returns {OutboxItem} */
const back = ({again: _, ...one}) => ({...one, standing: 'waiting'});

/**
 * The server answered 200. A record without a verdict of its own waits on.
 * @param {OutboxItem[]} items @param {Batch} batch @param {{verdicts?: Verdict[]}} answer @param {number} now ms
 * @returns {Outcome}
 */
export function afterAnswer(items, batch, answer, now) {
  /** @type {Map<string, Verdict>} */
  const verdicts = new Map();
  const said = Array.isArray(answer?.verdicts) ? answer.verdicts : [];
  for (const verdict of said) verdicts.set(verdict.id ?? batch.ids[verdict.index], verdict);
  let backOff = false;
  const settled = changed(items, batch.ids, (one) => {
    const verdict = verdicts.get(one.envelope.id);
    if (one.standing !== 'sending') return one;
    if (verdict && verdict.verdict in STANDING) return settle(one, verdict, now);
    backOff = true;
    return back(one);
  });
  return {items: settled, stop: null, backOff};
}

/** @type {Record<string, import('./types.js').Standing>} */
const STANDING = {accepted: 'accepted', duplicate: 'accepted', held: 'held', rejected: 'rejected'};

/** What the server has and will judge no more by itself. @type {Set<import('./types.js').Standing>} */
const ACKNOWLEDGED = new Set(['accepted', 'held', 'mended']);

/** @param {OutboxItem} one @param {Verdict} verdict @param {number} now @returns {OutboxItem} */
function settle(one, {verdict, code = '', field = '', message = ''}, now) {
  const standing = STANDING[verdict];
  // The server that took it was replaced by an older copy while it was under way.
  if (one.again && standing !== 'rejected') return back(one);
  const {again: _a, most: _m, retryAt: _r, ...rest} = one;
  return {...rest, standing, settledAt: now, code, field, message, alone: false};
}

/** The problems for which sending ends until somebody helps. @param {string} code */
const stops = (code) => code === 'sync.protocol' || code.startsWith('access.');

/**
 * The whole call was refused, or nothing came back (status 0); nothing of it is settled. A refusal without one of our
 * codes is not our server's word (some networks answer for it) and counts as none; but for 413, which a proxy may mean.
 * @param {OutboxItem[]} items @param {Batch} batch @param {number} status HTTP, or 0 @param {string} code the problem's
 * @param {number} now ms @returns {Outcome}
 */
export function afterRefusal(items, batch, status, code, now) {
  const size = batch.ids.length;
  const waiting = changed(items, batch.ids, (one) => (one.standing === 'sending' ? back(one) : one));
  const smaller = (/** @type {number} */ most) =>
    changed(waiting, batch.ids, (one) => ({...one, most, alone: most === 1}));
  if (status >= 400 && status < 500 && stops(code)) return {items: waiting, stop: code, backOff: false};
  const unreadable = status === 400 && code.startsWith('sync.');
  if ((status === 413 || unreadable) && size === 1) {
    return {items: rested(waiting, batch, code, now), stop: null, backOff: false};
  }
  if (unreadable) return {items: smaller(1), stop: null, backOff: false};
  if (status === 413) return {items: smaller(Math.ceil(size / 2)), stop: null, backOff: false};
  const shrinks = status === 0 && size > SMALL;
  return {items: shrinks ? smaller(Math.max(SMALL, Math.ceil(size / 2))) : waiting, stop: null, backOff: true};
}

/**
 * A single record that the server cannot take as it is: it stays, is shown, and is tried again later, alone.
 * @param {OutboxItem[]} items @param {Batch} batch @param {string} code @param {number} now @returns {OutboxItem[]}
 */
const rested = (items, batch, code, now) =>
  changed(items, batch.ids, (one) => ({...one, alone: true, code, retryAt: now + REST_MS}));

/**
 * How long to leave the server alone after this many failures in a row: 1, 2, 4 … 300 s, between half of it and all.
 * @param {number} tries from 1 @param {number} random from 0 to 1 @returns {number} ms
 */
export const backoffMs = (tries, random) =>
  Math.min(LONGEST_MS, 1000 * 2 ** Math.min(20, Math.max(0, tries - 1))) * (0.5 + random / 2);

/**
 * Its author asks to send now: what rests rests no longer.
 * @param {OutboxItem[]} items @returns {OutboxItem[]}
 */
export const atOnce = (items) =>
  items.map((one) => {
    const {retryAt, ...rest} = one;
    return retryAt === undefined ? one : rest;
  });

/**
 * What became of records that were held, or refused and mended by somebody else, as a pull tells. That it was mended is
 * the last word also of a refusal that never arrived here.
 * @param {OutboxItem[]} items @param {{id: string, verdict: string, code?: string, message?: string}[]} later
 * @param {number} now ms @returns {OutboxItem[]}
 */
export function afterLater(items, later, now) {
  const verdicts = new Map(later.map((one) => [one.id, one]));
  return changed(items, verdicts.keys(), (one) => {
    const verdict = verdicts.get(one.envelope.id);
    if (verdict?.verdict === 'mended' && one.standing !== 'accepted') return afterMending(one, now);
    const awaits = one.standing === 'held' || one.standing === 'accepted';
    return verdict && awaits && verdict.verdict in STANDING ? settle(one, {index: 0, ...verdict}, now) : one;
  });
}

/** @param {OutboxItem} one @param {number} now @returns {OutboxItem} */
function afterMending({again: _a, most: _m, retryAt: _r, ...rest}, now) {
  return {...rest, standing: 'mended', settledAt: now, code: '', field: '', message: '', alone: false};
}

/**
 * The server was restored from a backup: everything that it acknowledged goes once more.
 * @param {OutboxItem[]} items @returns {OutboxItem[]}
 */
export const afterGeneration = (items) =>
  items.map((one) => {
    if (one.standing === 'sending') return {...one, again: true};
    return ACKNOWLEDGED.has(one.standing) ? {...one, standing: 'waiting', settledAt: null, code: '', field: '', message: ''} : one;
  });

/**
 * Drops what was acknowledged more than 7 days ago, and nothing else.
 * @param {OutboxItem[]} items @param {number} now ms @returns {OutboxItem[]}
 */
export const kept = (items, now) =>
  items.filter((one) => !ACKNOWLEDGED.has(one.standing) || now - (one.settledAt ?? now) <= KEPT_MS);

/**
 * What the server has: received, held or mended.
 * @template {{standing: import('./types.js').Standing}} T @param {T[]} items @returns {T[]}
 */
export const acknowledged = (items) => items.filter((one) => ACKNOWLEDGED.has(one.standing));

/** Whether it does not count itself: refused, and mended by another record or not yet. @param {{standing: string}} one */
export const isRefused = ({standing}) => standing === 'rejected' || standing === 'mended';

/** What the server has not said anything of yet. @param {OutboxItem[]} items @returns {OutboxItem[]} */
export const waiting = (items) => items.filter((one) => one.standing === 'waiting' || one.standing === 'sending');
