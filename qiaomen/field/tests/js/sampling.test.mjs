import assert from 'node:assert/strict';
import {test} from 'node:test';

import {fits, inTube, isFull, normal, owed, ROOM, sampleOf, sampledIn, standing} from '../../static/field/domain/sampling.js';
import {contract} from './contract.mjs';

const CASES = contract('tubes');
const NOW = Date.UTC(2020, 3, 8, 2);
/** @type {import('../../static/field/domain/sampling.js').Tube} */
const TEN = {code: 'QM0001', holds: 'pool_10'};
const sample = (/** @type {string} */ person, tube = TEN) => sampleOf({id: `s ${person}`, now: NOW, person, tube, round: 'r', place: 'here'});
/** @type {any} */
const WANG = {person: 'wang', name: '王*', holds: 'pool_10', tested: false};

test('a code is written, and a tube holds, as the cases say', () => {
  for (const {typed, normal: plain} of CASES.codes) assert.equal(normal(typed), plain, typed);
  assert.deepEqual({...ROOM}, CASES.room);
});

test('a tube of ten takes ten and no eleventh; a household’s takes the household', () => {
  assert.deepEqual([9, 10].map((n) => isFull('pool_10', n)), [false, true]);
  assert.equal(isFull('household', 12), false);
  assert.equal(fits(TEN, 9, WANG), true);
  assert.equal(fits(TEN, 10, WANG), false);
});

test('who is tested alone goes into no pool, and nobody without a tube', () => {
  assert.equal(fits(TEN, 0, {...WANG, holds: 'single'}), false);
  assert.equal(fits(null, 0, WANG), false);
});

const kept = (/** @type {any} */ envelope, standing = 'accepted') => ({envelope, standing});

test('what was taken back, or refused, is in no tube and of no round', () => {
  const gone = {id: 'v', kind: 'void', amends: 's li', device_at: '', body: {}};
  const left = standing([kept(sample('wang')), kept(sample('li')), kept(gone), kept(sample('he'), 'rejected')]);
  assert.equal(inTube(left, 'QM0001'), 1);
  assert.deepEqual([...sampledIn(left, 'r')], ['wang']);
});

const HOUR = 3_600_000;
test('who was in a positive tube is asked for until tested alone since, as the cases say', () => {
  const {pooled, cases} = CASES.retests;
  const retests = [{person: 'wang', since: new Date(pooled * HOUR).toISOString()}];
  for (const {samples, owed: wanted} of cases) {
    const items = samples.map((/** @type {any} */ {taken, holds, standing: how}, /** @type {number} */ n) =>
      kept(sampleOf({id: `s ${n}`, now: taken * HOUR, person: 'wang', tube: {code: `T${n}`, holds}}), how));
    assert.equal(owed(retests, standing(items)).length === 1, wanted, JSON.stringify(samples));
  }
});

test('a sample says tube, round and place, and what it leaves out is the usual', () => {
  const {body, place} = sample('wang');
  assert.deepEqual([body, place], [{taken: new Date(NOW).toISOString(), tube: 'QM0001', holds: 'pool_10', round: 'r'}, 'here']);
  const alone = sampleOf({id: 'x', now: NOW, person: 'li', tube: {code: 'S1', holds: 'single'}, door: 'd'});
  assert.deepEqual([alone.body.holds, alone.door, 'place' in alone], [undefined, 'd', false]);
});
