import assert from 'node:assert/strict';
import {test} from 'node:test';

import {answersOf} from '../../static/field/domain/stated.js';

/** @type {any[]} */
const ASKED = [
  {name: 'health_code', type: 'one', choices: [{value: 'green'}, {value: 'red'}]}, {name: 'vaccinated', type: 'integer'},
  {name: 'tested_on', type: 'date'},
];
const said = (more) => ({person: 'p', at: '2022-03-15T10:00:00Z', ...more});

test('what was stated answers what is asked', () => {
  const all = said({health_code: 'green', doses: 3, tested: '2022-03-14'});
  assert.deepEqual(answersOf(all, ASKED), {health_code: 'green', vaccinated: 3, tested_on: '2022-03-14'});
});

test('what is not asked, not said, or no choice answers nothing', () => {
  assert.deepEqual(answersOf(said({travel_code: 'clear', health_code: 'none'}), ASKED), {});
  assert.deepEqual(answersOf(said({doses: 2}), []), {});
  assert.deepEqual(answersOf(said({doses: 0}), ASKED), {vaccinated: 0});
});
