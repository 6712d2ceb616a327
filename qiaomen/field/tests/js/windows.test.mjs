import assert from 'node:assert/strict';
import {test} from 'node:test';

import {currentWindow, dueNow, nextWindow, tries, windowOf} from '../../static/field/domain/windows.js';
import {contract} from './contract.mjs';

const shared = contract('windows');
const HOURS = {day_from: '08:00', day_until: '21:00'};
const at = (/** @type {string} */ clock) => `2022-03-21T${clock}:00+08:00`;
/** @param {{from: string, until: string}} found */
const instants = ({from, until}) => [Date.parse(from), Date.parse(until)];

for (const one of shared.window_of) {
  test(`${one.at} is ${one.window}`, () => assert.equal(windowOf(one.at, one.zone ?? shared.zone), one.window));
}
for (const one of shared.next) {
  test(`next: ${one.why}`, () =>
    assert.deepEqual(instants(nextWindow(one.tries, one.zone ?? shared.zone, one)), instants(one)));
}
for (const one of shared.tries) {
  test(`tries: ${one.why}`, () => assert.equal(tries(one.knocks), one.count));
}

test('a try is due from the beginning of its window, and stays due when it was missed', () => {
  const target = {next_from: at('12:00')};
  assert.deepEqual(['11:59', '12:00', '20:00'].map((clock) => dueNow(target, at(clock))), [false, true, true]);
  assert.equal(dueNow({next_from: null}, at('12:00')), false);
  assert.equal(dueNow(null, at('12:00')), false);
});

test('the current window is the one under way, or the next one', () => {
  /** @param {string} clock */
  const current = (clock) => instants(currentWindow(at(clock), shared.zone, HOURS));
  assert.deepEqual(current('07:00'), [Date.parse(at('08:00')), Date.parse(at('12:00'))]);
  assert.deepEqual(current('12:30'), [Date.parse(at('12:00')), Date.parse(at('14:00'))]);
  const morning = ['2022-03-22T08:00:00+08:00', '2022-03-22T12:00:00+08:00'];
  assert.deepEqual(current('22:00'), morning.map(Date.parse));
});
