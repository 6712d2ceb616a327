import assert from 'node:assert/strict';
import {test} from 'node:test';

import {instantOf, learn, wallOf} from '../../static/field/domain/zone.js';

const HOUR = 3_600_000;
const START = Date.parse('2026-01-01T00:00:00Z');
const END = Date.parse('2027-01-01T00:00:00Z');
// Berlin in 2026: an hour ahead, two from 29 March to 25 October, 01:00 UTC.
const SPRING = Date.parse('2026-03-29T01:00:00Z');
const AUTUMN = Date.parse('2026-10-25T01:00:00Z');
const TABLE = [START, HOUR, SPRING, 2 * HOUR, AUTUMN, HOUR, END].map((one) => one / 1000).join(' ');

test('the table says what the browser says, within it and beyond it', () => {
  const times = [START - 1, START, SPRING - 1, SPRING, AUTUMN - 1, AUTUMN, END - 1, END, END + 4000 * HOUR];
  const byBrowser = times.map((at) => wallOf(at, 'Europe/Berlin'));
  learn('Europe/Berlin', TABLE);
  assert.deepEqual(times.map((at) => wallOf(at, 'Europe/Berlin')), byBrowser);
});

test('the table is of one zone, and an empty one of none', () => {
  learn('Europe/Berlin', TABLE);
  assert.equal(wallOf(SPRING, 'Asia/Shanghai'), SPRING + 8 * HOUR);
  learn('Europe/Berlin', '');
  assert.equal(wallOf(SPRING, 'Europe/Berlin'), SPRING + 2 * HOUR);
});

test('the browser is not asked within the table', (t) => {
  t.mock.method(Intl, 'DateTimeFormat', () => assert.fail('asked'));
  learn('Europe/Paris', TABLE);
  assert.equal(instantOf(wallOf(SPRING, 'Europe/Paris'), 'Europe/Paris'), SPRING);
});
