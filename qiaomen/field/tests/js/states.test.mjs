import assert from 'node:assert/strict';
import {test} from 'node:test';

import {FIRST_CLOSED, FLAG, isGap, markOf, PRESENCES, STATE, wordOf} from '../../static/field/domain/states.js';
import {contract} from './contract.mjs';

const shared = contract('states');

test('the states are those of the server', () => {
  const mine = Object.entries(STATE).map(([name, number]) => ({name, number, word: wordOf(number)}));
  assert.deepEqual(mine, shared.states);
  assert.equal(FIRST_CLOSED, shared.first_closed);
  assert.deepEqual({...FLAG}, shared.flags);
  assert.deepEqual([...PRESENCES], shared.presences);
});

test('below ten it is a gap', () => {
  assert.deepEqual(Object.values(STATE).filter((state) => !isGap(state)), [10, 11, 12, 13]);
});

test('a state of a newer server is shown as not verified', () => {
  assert.deepEqual([wordOf(9), markOf(9)], ['not verified', 'unknown']);
});
