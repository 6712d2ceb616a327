import assert from 'node:assert/strict';
import {test} from 'node:test';

import {breaks, broken, coming, recordOf, shown, standing} from '../../static/field/domain/shifts.js';
import {contract} from './contract.mjs';

const CASES = contract('shifts');
const SLOT = '5e6f0000-0000-4000-8000-000000000001';
const NOW = Date.parse('2020-03-22T08:00:00+08:00');
const stint = (/** @type {any} */ said) => ({...said, slot: SLOT, kind: 'gate'});

for (const one of CASES.broken) {
  test(`a rule of one's own: ${one.why}`, () => {
    const me = {...CASES.me, ...one.me};
    assert.deepEqual(broken(stint(one.takes), one.others.map(stint), CASES.rules, me), one.is);
  });
}

for (const one of CASES.standing) {
  test(`coming to a shift: ${one.why}`, () => assert.equal(standing(CASES.shift, one.came, one.left, one.now), one.is));
}

/** @param {string} id @param {number} hours from now @returns {any} */
const shift = (id, hours) => ({
  id, place: 'p', post: 'q', name: '北门', slot: SLOT, slot_name: '白班', kind: 'gate', day: 737506, night: false, came: null, left: null, at_checkpoint: false,
  begins: new Date(NOW + hours * 3_600_000).toISOString(), late: '', ends: new Date(NOW + (hours + 12) * 3_600_000).toISOString(),
});
/** @type {any} */
const KNOWN = {rules: CASES.rules, me: CASES.me, shifts: [shift('b', 24), shift('a', 0)], swaps: [], notes: [{id: 'n'}], at: NOW - 1000};
const item = (/** @type {string} */ kind, /** @type {any} */ body, how = 'waiting') => ({envelope: recordOf(kind, 'p', body, {id: `${kind} ${body.step}`, now: NOW}), standing: how});

test('who came without a signal is there at once, and whoever takes it back is not', () => {
  const came = item('shift_step', {shift: 'a', step: 'came'});
  assert.equal(shown(KNOWN, [came]).shifts[1].came, came.envelope.device_at);
  const gone = {envelope: {id: 'v', kind: 'void', amends: came.envelope.id, body: {}, device_at: ''}, standing: 'waiting'};
  assert.equal(shown(KNOWN, [came, /** @type {any} */ (gone)]).shifts[1].came, null);
  assert.equal(shown(KNOWN, [came, /** @type {any} */ ({...gone, standing: 'rejected'})]).shifts[1].came, came.envelope.device_at);
  assert.equal(shown(KNOWN, [{...came, standing: 'rejected'}]).shifts[1].came, null);
});

test('what was read, and a swap that was answered, wait no more', () => {
  const known = {...KNOWN, swaps: [{id: 's'}]};
  const after = shown(known, [item('shift_handover_step', {handover: 'n'}), item('shift_swap_step', {swap: 's', step: 'declined'})]);
  assert.deepEqual([after.notes, after.swaps], [[], []]);
});

test('shifts stand by time; one that is over stays until one has left', () => {
  assert.deepEqual(coming(KNOWN, NOW).map(({id}) => id), ['a', 'b']);
  assert.deepEqual(coming(KNOWN, NOW + 13 * 3_600_000).map(({id}) => id), ['b']);
  const there = shown(KNOWN, [item('shift_step', {shift: 'a', step: 'came'})]);
  assert.deepEqual(coming(there, NOW + 13 * 3_600_000).map(({id}) => id), ['a', 'b']);
});

test('a swap is held against what is left when one gives one’s own', () => {
  const takes = shift('other', 6);
  const swap = {id: 's', place: 'p', shift: 'other', other: 'a', mine: false, name: '孟小雨', takes, gives: 'a'};
  assert.deepEqual(breaks(swap, KNOWN), ['rest']);
  assert.deepEqual(breaks({...swap, takes: shift('other', 0)}, KNOWN), []);
});
