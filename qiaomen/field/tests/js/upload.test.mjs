import assert from 'node:assert/strict';
import {test} from 'node:test';

import {item} from '../../static/field/domain/outbox.js';
import {upload} from '../../static/field/sync/upload.js';

const NOW = Date.parse('2022-03-21T09:00:00+08:00');
const AUTHOR = {worker: 'w'};

/** An outbox in memory that knows everything it was ever told. */
function kept(count) {
  let items = Array.from({length: count}, (_, at) => item({id: `r${at}`, kind: 'visit', device_at: '', body: {}}, NOW));
  const history = [];
  return {
    history,
    all: () => items,
    async change(_author, which, change) {
      const wanted = (one) => (which === 'unsettled' ? ['waiting', 'sending'].includes(one.standing) : which.includes(one.envelope.id));
      const after = change(items.filter(wanted));
      const made = new Map(after.map((one) => [one.envelope.id, one]));
      items = items.map((one) => made.get(one.envelope.id) ?? one);
      history.push(items.map((one) => one.standing));
      return after;
    },
  };
}

/** A server that answers each call by the next of these. */
function server(...answers) {
  const calls = [];
  const sync = async (_author, {records}) => {
    calls.push(records.map((record) => record.id));
    const answer = answers[Math.min(calls.length, answers.length) - 1];
    return typeof answer === 'function' ? answer(records) : answer;
  };
  return {sync, calls};
}

const accepts = (records) => (
  {status: 200, code: '', answer: {verdicts: records.map((record, index) => ({id: record.id, index, verdict: 'accepted'}))}});
const refuses = (status, code = '') => ({status, code, answer: null});
const standings = (outbox) => outbox.all().map((one) => one.standing);
const send = (outbox, {sync}) => upload(AUTHOR, {outbox, sync, now: () => NOW});

test('all that waits is sent, in batches, and settled', async () => {
  const [outbox, there] = [kept(250), server(accepts)];
  assert.deepEqual(await send(outbox, there), {stop: null, backOff: false, settled: 250, dueAt: null});
  assert.deepEqual(there.calls.map((ids) => ids.length), [100, 100, 50]);
  assert.deepEqual(new Set(standings(outbox)), new Set(['accepted']));
});

test('a batch is marked on the disk as under way before it goes out', async () => {
  const outbox = kept(2);
  const seen = [];
  await send(outbox, {sync: async (_author, {records}) => (seen.push(standings(outbox)), accepts(records))});
  assert.deepEqual(seen, [['sending', 'sending']]);
});

test('no answer is no loss: all waits on, and the lane backs off', async () => {
  const outbox = kept(3);
  const sent = await send(outbox, server(refuses(0)));
  assert.deepEqual([sent.backOff, sent.stop, sent.settled], [true, null, 0]);
  assert.deepEqual(new Set(standings(outbox)), new Set(['waiting']));
});

test('what a dead phone left under way goes out again', async () => {
  const [outbox, there] = [kept(2), server(accepts)];
  await outbox.change(AUTHOR, 'unsettled', (items) => items.map((one) => ({...one, standing: 'sending'})));
  await send(outbox, there);
  assert.deepEqual(there.calls, [['r0', 'r1']]);
});

test('a batch that is too large goes in halves without waiting', async () => {
  const [outbox, there] = [kept(100), server(refuses(413, 'sync.too_large'), accepts)];
  const sent = await send(outbox, there);
  assert.equal(sent.settled, 100);
  assert.deepEqual(there.calls.map((ids) => ids.length), [100, 50, 50]);
});

test('one record that cannot be read does not hold the others up, and is due again later', async () => {
  const picky = (records) => (
    records.some((record) => record.id === 'r1') ? refuses(400, 'sync.not_json') : accepts(records));
  const outbox = kept(3);
  const sent = await send(outbox, server(picky));
  assert.deepEqual(standings(outbox), ['accepted', 'waiting', 'accepted']);
  assert.ok(sent.dueAt > NOW);
});

for (const [status, code] of [[401, 'access.token_unknown'], [426, 'sync.protocol']]) {
  test(`${code} stops sending and keeps everything`, async () => {
    const [outbox, there] = [kept(150), server(refuses(status, code))];
    assert.equal((await send(outbox, there)).stop, code);
    assert.equal(there.calls.length, 1);
    assert.deepEqual(new Set(standings(outbox)), new Set(['waiting']));
  });
}
