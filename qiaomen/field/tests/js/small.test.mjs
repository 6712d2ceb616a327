import assert from 'node:assert/strict';
import {test} from 'node:test';

import {clockProblem, offsetOf} from '../../static/field/domain/clock.js';
import {read, write} from '../../static/field/domain/codes.js';
import {bytesOf, textOf, uuid7} from '../../static/field/domain/ids.js';
import {lapsed, leftMs} from '../../static/field/domain/lapse.js';
import {contract} from './contract.mjs';

const NOW = Date.parse('2022-03-21T09:00:00+08:00');
const ID = '0190163d-8694-739b-aea5-966c26f8ad91';
const HOUR = 3_600_000;

test('an id is a uuid of version 7 whose time comes first', () => {
  const id = uuid7(NOW, new Uint8Array(16).fill(255));
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(parseInt(id.replaceAll('-', '').slice(0, 12), 16), NOW);
  assert.ok(id < uuid7(NOW + 1, new Uint8Array(16)));
});

test('the randomness of an id is all used but for version and variant', () => {
  assert.equal(uuid7(0, new Uint8Array(16).fill(0)), '00000000-0000-7000-8000-000000000000');
  assert.equal(uuid7(0, new Uint8Array(16).fill(255)), '00000000-0000-7fff-bfff-ffffffffffff');
});

test('bytes and text of an id go both ways', () => {
  assert.equal(textOf(/** @type {Uint8Array} */ (bytesOf(ID))), ID);
  assert.equal(bytesOf('not an id'), null);
});

test('a clock is ahead or behind beyond five minutes', () => {
  const offset = (/** @type {number} */ minutes) => offsetOf('2022-03-21T09:00:00+08:00', NOW + minutes * 60_000);
  assert.deepEqual([0, 5, -5].map((minutes) => clockProblem(offset(minutes))), [null, null, null]);
  assert.deepEqual([5.1, 24 * 60].map((minutes) => clockProblem(offset(minutes))), ['ahead', 'ahead']);
  assert.deepEqual([-5.1, -24 * 60].map((minutes) => clockProblem(offset(minutes))), ['behind', 'behind']);
});

for (const one of contract('codes').codes) {
  test(`a code: ${one.why}`, () => {
    assert.equal(write(one.kind, one.id, one.base), one.text);
    assert.deepEqual(read(one.text), {kind: one.kind, id: one.id});
  });
}
for (const one of contract('codes').others) {
  test(`no code: ${one.why}`, () => assert.deepEqual(read(one.text), one.read));
}

test('a code names a uuid and nothing else', () => {
  assert.throws(() => write('door', 'x', 'https://qm.example'), TypeError);
});

test('personal data lapse 48 hours after the last contact, or after enrolling', () => {
  const author = {lastContact: NOW, since: '2022-03-01T00:00:00+08:00'};
  assert.deepEqual([47, 48, 49].map((hours) => lapsed(author, NOW + hours * HOUR)), [false, true, true]);
  assert.equal(leftMs(author, NOW + 47 * HOUR), HOUR);
  assert.equal(lapsed({lastContact: null, since: '2022-03-20T09:00:00+08:00'}, NOW), false);
  assert.equal(lapsed({lastContact: null, since: '2022-03-19T09:00:00+08:00'}, NOW), true);
});
