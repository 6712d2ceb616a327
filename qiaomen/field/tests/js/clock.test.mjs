/** When a record was made, by a phone whose clock is wrong, and set while records wait to be sent. */

import assert from 'node:assert/strict';
import {after, beforeEach, test} from 'node:test';

import {dated, holding, timeOf} from '../../static/field/domain/clock.js';
import {effective} from '../../static/field/domain/effective.js';
import {apart, learn, stamped} from '../../static/field/sync/clock.js';
import {ask} from '../../static/field/sync/transport.js';
import {contract} from './contract.mjs';

const HOUR = 3_600_000;
/** @param {string} id @param {Record<string, any>} [more] @returns {any} */
const visit = (id, more = {}) => ({id, kind: 'visit', device_at: '2022-03-21T09:00:00Z', door: 'd', body: {}, ...more});

const {fetch: fetched} = globalThis;
const {now: real} = Date;
/** Somebody sets the phone's clock, further by so much than it is by nature. @param {number} ms */
const set = (ms) => void (Date.now = () => real() + ms);
beforeEach(() => set(0));
after(() => void Object.assign(globalThis, {fetch: fetched}) ?? set(0));

for (const one of contract('clock').cases) {
  test(`a record was made: ${one.why}`, () => assert.equal(timeOf(one, one.call_ms), Date.parse(one.at)));
}

test('a page that has heard nothing of the server’s clock leaves its records to their call', () => {
  assert.equal('offset_ms' in stamped(visit('a')), false);
  assert.equal('offset_ms' in stamped(visit('a', {offset_ms: 7})), false, 'nor does an older record’s offset count for a new one');
});

test('a record bears the offset of its hour until the clock is set, either way', () => {
  learn(5 * HOUR, apart());
  assert.equal(stamped(visit('a')).offset_ms, 5 * HOUR);
  for (const ms of [5 * HOUR, -5 * HOUR, 3000, -3000]) {
    set(ms);
    assert.equal('offset_ms' in stamped(visit('a')), false, `set by ${ms}`);
  }
  set(0);
  assert.equal(stamped(visit('a')).offset_ms, 5 * HOUR, 'and set right back it is as it was');
});

test('a clock that drifts was not set', () => {
  const learnt = {offsetMs: 40, apart: 1000};
  assert.deepEqual([0, 2000, 2001].map((ms) => holding(learnt, 1000 + ms)), [40, 40, undefined]);
  assert.equal(holding(null, 0), undefined);
});

test('every answer of the server’s tells its clock anew, whoever asked for what; no other answer does', async () => {
  const answered = async (/** @type {string} */ text, status = 200) => {
    globalThis.fetch = async () => new Response(text, {status});
    await ask('/api/care', {method: 'GET'});
    return stamped(visit('a')).offset_ms;
  };
  set(-HOUR);
  const told = Number(await answered(JSON.stringify({server_time: new Date(real()).toISOString()})));
  assert.ok(Math.abs(told - HOUR) < 30_000);
  for (const [text, status] of /** @type {const} */ ([['<html>', 200], ['{"server_time": ""}', 200], ['{"problem": {}}', 503]])) {
    assert.equal(await answered(text, status), told);
  }
  set(0);
  assert.equal(await answered('{"problem": {}}', 503), undefined);
});

test('an offset is put on and taken off, and the rest of a record stays as it was', () => {
  assert.deepEqual(dated(visit('a', {offset_ms: 1}), 2), visit('a', {offset_ms: 2}));
  assert.deepEqual(dated(visit('a', {offset_ms: 1}), undefined), visit('a'));
});

test('records count in the order in which they were made, whatever the clock said', () => {
  const ahead = visit('first', {device_at: '2022-03-21T13:00:00Z', offset_ms: -4 * HOUR});
  const {own} = effective([visit('second', {device_at: '2022-03-21T08:30:00Z'}), ahead], HOUR);
  assert.deepEqual(own.map(({id, at}) => [id, new Date(at).toISOString()]), [
    ['first', '2022-03-21T09:00:00.000Z'], ['second', '2022-03-21T09:30:00.000Z'],
  ]);
});

test('of two corrections that counts which was made later, whatever the clock said', () => {
  const wrong = visit('b', {device_at: '2022-03-21T14:00:00Z', offset_ms: -4 * HOUR, amends: 'a', body: {note: 'first'}});
  const right = visit('c', {device_at: '2022-03-21T11:00:00Z', amends: 'a', body: {note: 'second'}});
  assert.deepEqual(effective([visit('a'), wrong, right]).own.map((one) => one.body.note), ['second']);
});
