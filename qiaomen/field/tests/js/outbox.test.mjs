import assert from 'node:assert/strict';
import {test} from 'node:test';

import * as outbox from '../../static/field/domain/outbox.js';
import {counting, refusals, resent, withdraw} from '../../static/field/domain/taking-back.js';
import {contract} from './contract.mjs';

/** @typedef {import('../../static/field/domain/types.js').OutboxItem} OutboxItem */

const shared = contract('batching');
const NOW = 1_000_000_000_000;
const DAY = 86_400_000;

/** @param {number} number @param {string} [note] @returns {any} */
const record = (number, note = '') =>
  ({id: `r${number}`, kind: 'visit', device_at: '2022-03-21T09:00:00Z', door: 'd', body: {note}});
/** @param {number} count @returns {OutboxItem[]} */
const queue = (count) => Array.from({length: count}, (_, index) => outbox.item(record(index), NOW));
/** @param {OutboxItem[]} items */
const standings = (items) => items.map((one) => one.standing);
/** @param {OutboxItem[]} items @param {number} [now] @returns {{items: OutboxItem[], batch: outbox.Batch}} */
function sent(items, now = NOW) {
  const batch = outbox.nextBatch(items, now);
  assert.ok(batch);
  return {items: outbox.markSending(items, batch), batch};
}
/** @param {OutboxItem[]} items @param {string} verdict @param {object} [more] */
function answered(items, verdict, more = {}) {
  const {items: under, batch} = sent(items);
  const verdicts = batch.ids.map((id, index) => ({id, index, verdict, ...more}));
  return outbox.afterAnswer(under, batch, {verdicts}, NOW);
}

test('the limits are the protocol\'s', () => {
  assert.deepEqual([outbox.MOST_RECORDS, outbox.MOST_BYTES], [shared.most_records, shared.most_bytes]);
  assert.equal(outbox.KEPT_MS, shared.kept_days * DAY);
});

for (const one of shared.verdicts) {
  test(`verdict ${one.verdict}: ${one.kept ? 'kept' : 'shown to its author'}`, () => {
    const {items, backOff} = answered(queue(1), one.verdict);
    assert.equal(items[0].standing === 'accepted' || items[0].standing === 'held', one.kept);
    assert.deepEqual([outbox.waiting(items), backOff], [[], false]);
    assert.equal(outbox.waiting(outbox.afterGeneration(items)).length === 1, one.again_after_restore);
  });
}
for (const one of shared.refusals) {
  test(`refusal: ${one.why}`, () => {
    const {items, batch} = sent(queue(one.records));
    const outcome = outbox.afterRefusal(items, batch, one.status, one.code, NOW);
    const others = Array.from({length: one.others ?? 0}, (_, index) => outbox.item(record(100 + index), NOW));
    const next = outcome.stop ? null : outbox.nextBatch([...outcome.items, ...others], NOW);
    assert.equal(next?.ids.length ?? 0, one.next);
    assert.equal(outbox.waiting(outcome.items).length, one.records);
  });
}

test('nothing goes out while a batch is under way, and the oldest goes first', () => {
  const {items, batch} = sent(queue(3));
  assert.deepEqual(batch.ids, ['r0', 'r1', 'r2']);
  assert.equal(outbox.nextBatch([...items, outbox.item(record(9), NOW)], NOW), null);
});

test('nothing waits: nothing goes out', () => {
  assert.equal(outbox.nextBatch([], NOW), null);
  assert.equal(outbox.nextBatch(answered(queue(2), 'accepted').items, NOW), null);
});

test('a batch stays far below what the server takes', () => {
  const big = Array.from({length: 300}, (_, index) => outbox.item(record(index, '字'.repeat(2000)), NOW));
  const {batch} = sent(big);
  assert.ok(JSON.stringify(batch.envelopes).length < shared.most_bytes / 4);
  assert.ok(batch.ids.length > 10 && batch.ids.length < shared.most_records);
});

test('a record larger than any batch goes out alone', () => {
  const {batch} = sent([outbox.item(record(0, 'x'.repeat(5_000_000)), NOW), ...queue(3).slice(1)]);
  assert.deepEqual(batch.ids, ['r0']);
});

test('an empty or half answer settles only what it names; the rest waits and is not hurried', () => {
  for (const answer of [{}, {verdicts: []}, /** @type {any} */ (null), {verdicts: /** @type {any} */ ('none')}]) {
    const {items, batch} = sent(queue(2));
    const outcome = outbox.afterAnswer(items, batch, answer, NOW);
    assert.deepEqual([standings(outcome.items), outcome.backOff], [['waiting', 'waiting'], true]);
  }
  const {items, batch} = sent(queue(2));
  const outcome = outbox.afterAnswer(items, batch, {verdicts: [{id: 'r1', index: 1, verdict: 'accepted'}]}, NOW);
  assert.deepEqual(standings(outcome.items), ['waiting', 'accepted']);
});

test('an answer to a call that was given up settles nothing: the record goes again and is a duplicate', () => {
  const {items, batch} = sent(queue(1));
  const verdicts = [{id: 'r0', index: 0, verdict: 'accepted'}];
  assert.deepEqual(standings(outbox.afterAnswer(outbox.restarted(items), batch, {verdicts}, NOW).items), ['waiting']);
});

test('a verdict without an id is of the record at its index', () => {
  const {items, batch} = sent(queue(2));
  const unreadable = {id: null, index: 1, verdict: 'rejected', code: 'record.unreadable'};
  const verdicts = [{id: 'r0', index: 0, verdict: 'accepted'}, unreadable];
  const outcome = outbox.afterAnswer(items, batch, {verdicts}, NOW);
  assert.deepEqual(standings(outcome.items), ['accepted', 'rejected']);
  assert.equal(outcome.items[1].code, 'record.unreadable');
});

test('a verdict of a newer protocol settles nothing', () => {
  const {items, backOff} = answered(queue(1), 'pondered');
  assert.deepEqual([standings(items), backOff], [['waiting'], true]);
});

test('a rejected record keeps why, in the author\'s language', () => {
  const {items} = answered(queue(1), 'rejected', {code: 'visit.answer_missing', field: 'body', message: '少一项'});
  assert.deepEqual([items[0].code, items[0].field, items[0].message], ['visit.answer_missing', 'body', '少一项']);
  assert.equal(refusals(items).length, 1);
});

test('a refusal that is not our server\'s stops nothing and sets nothing aside', () => {
  for (const status of [400, 401, 403, 404, 426, 500]) {
    const {items, batch} = sent(queue(1));
    const outcome = outbox.afterRefusal(items, batch, status, '', NOW);
    assert.deepEqual([outcome.stop, outcome.backOff, outcome.items[0].retryAt], [null, true, undefined]);
  }
});

test('no answer makes the next call smaller, down to ten', () => {
  let items = queue(100);
  const sizes = [];
  for (let round = 0; round < 6; round++) {
    const {items: under, batch} = sent(items);
    sizes.push(batch.ids.length);
    items = outbox.afterRefusal(under, batch, 0, '', NOW).items;
  }
  assert.deepEqual(sizes, [100, 50, 25, 13, 10, 10]);
});

test('a record that the server cannot take rests an hour, unless its author asks', () => {
  const {items, batch} = sent(queue(1));
  const {items: rested} = outbox.afterRefusal(items, batch, 413, 'sync.too_large', NOW);
  assert.equal(outbox.nextBatch(rested, NOW + 3_599_999), null);
  assert.ok(outbox.nextBatch(rested, NOW + 3_600_000));
  assert.ok(outbox.nextBatch(outbox.atOnce(rested), NOW));
  assert.ok(outbox.nextBatch(resent(rested, 'r0'), NOW));
});

test('after a kill what was under way waits again', () => {
  const {items} = sent(queue(2));
  assert.deepEqual(standings(outbox.restarted(items)), ['waiting', 'waiting']);
});

test('acknowledged records stay seven days, everything else for ever', () => {
  const items = [...answered(queue(1), 'accepted').items, ...answered(queue(1), 'held').items,
    ...answered(queue(1), 'rejected').items, ...queue(1)];
  assert.equal(outbox.kept(items, NOW + 7 * DAY).length, 4);
  assert.deepEqual(standings(outbox.kept(items, NOW + 7 * DAY + 1)), ['rejected', 'waiting']);
  assert.equal(outbox.kept(items, NOW - 300 * DAY).length, 4);
});

test('a server restored while a record was under way gets it once more', () => {
  const {items, batch} = sent(queue(1));
  const restored = outbox.afterGeneration(items);
  assert.equal(outbox.nextBatch(restored, NOW), null);
  const first = outbox.afterAnswer(restored, batch, {verdicts: [{id: 'r0', index: 0, verdict: 'accepted'}]}, NOW);
  assert.deepEqual(standings(first.items), ['waiting']);
  assert.deepEqual(standings(answered(first.items, 'duplicate').items), ['accepted']);
});

test('the later verdict of a held record counts, also when it was sent again in between', () => {
  const later = [{id: 'r0', verdict: 'rejected', code: 'record.outside_grant', message: '不在你的责任区'}];
  for (const verdict of ['held', 'duplicate']) {
    const [one] = outbox.afterLater(answered(queue(1), verdict).items, later, NOW);
    assert.deepEqual([one.standing, one.message], ['rejected', '不在你的责任区']);
  }
  assert.deepEqual(standings(outbox.afterLater(queue(1), later, NOW)), ['waiting']);
});

test('a refused record that was mended elsewhere is settled, counts for nothing itself, and goes after 7 days', () => {
  const mended = [{id: 'r0', verdict: 'mended'}];
  const refused = answered(queue(1), 'rejected', {code: 'visit.answer_missing', message: '少一项'}).items;
  // Also where the answer that refused it never arrived.
  for (const before of [refused, sent(queue(1)).items, queue(1)]) {
    const items = outbox.afterLater(before, mended, NOW);
    assert.deepEqual([standings(items), items[0].code, items[0].message], [['mended'], '', '']);
    assert.deepEqual([refusals(items), outbox.waiting(items), counting(items)], [[], [], []]);
    assert.deepEqual(outbox.acknowledged(items), items);
    assert.deepEqual(withdraw(items, ['r0']).toVoid, []);
    assert.equal(outbox.kept(items, NOW + outbox.KEPT_MS).length, 1);
    assert.equal(outbox.kept(items, NOW + outbox.KEPT_MS + 1).length, 0);
    assert.deepEqual(standings(outbox.afterGeneration(items)), ['waiting']);
  }
  assert.deepEqual(standings(outbox.afterLater(answered(queue(1), 'accepted').items, mended, NOW)), ['accepted']);
});

test('waiting doubles from one second to five minutes, with jitter', () => {
  const waits = [1, 2, 3, 9, 10, 999].map((tries) => outbox.backoffMs(tries, 1));
  assert.deepEqual(waits, [1000, 2000, 4000, 256_000, 300_000, 300_000]);
  assert.equal(outbox.backoffMs(3, 0), 2000);
});
