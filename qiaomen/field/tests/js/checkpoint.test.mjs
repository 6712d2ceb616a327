import assert from 'node:assert/strict';
import {test} from 'node:test';

import {everybody, fresh, handoutsOf, missing, seated, settled, shiftOf, stopOf, totals, unsettled} from '../../static/field/domain/checkpoint.js';
import {PROVINCES, formOf, isWhole, nextKeys, normal, spaced, typed} from '../../static/field/domain/plates.js';
import {contract} from './contract.mjs';

const CASES = contract('plates');
const NOW = Date.UTC(2020, 1, 15, 2);
const ABOUT = {id: 'stop', now: NOW, place: 'here', lane: '2'};
const kept = (/** @type {any} */ envelope) => ({envelope, standing: 'accepted'});
const CAR = {...fresh('云'), plate: '云A12345'};

test('a plate is of the make that the cases say', () => {
  for (const {typed: text, normal: plain, form} of CASES.cases) {
    assert.equal(normal(text), plain, text);
    assert.equal(formOf(plain), form, text);
  }
  assert.equal(Object.values(CASES.provinces).join(''), PROVINCES);
});

test('the pad offers a province, the city’s letter, then letters and digits, and closes by itself', () => {
  assert.equal(nextKeys('').provinces, true);
  assert.equal(nextKeys('云').letters.includes('O'), true);
  assert.equal(nextKeys('云A').letters.includes('O'), false);
  assert.equal([...'A12345'].reduce(typed, '云'), '云A12345');
  assert.deepEqual(['云A1234', '云A12345', '云AD1234', '云AD12345'].map(isWhole), [false, true, false, true]);
  assert.equal(typed('云AD12345', '6'), '云AD12345');
  assert.equal(spaced('云A12345'), '云A·12345');
});

test('a car with its driver needs its plate, and nothing else', () => {
  assert.equal(missing(fresh('云')), 'plate');
  assert.equal(missing(CAR), '');
  assert.equal(missing({...CAR, form: 'none'}), '');
  assert.equal(missing({...CAR, form: 'foreign', plate: ''}), 'plate');
  assert.equal(missing(seated(CAR, 'province', -1)), 'people');
});

test('nobody is counted below none', () => {
  assert.equal(everybody(seated(seated(CAR, 'province', -1), 'province', -1)), 0);
});

test('the record says everybody by origin, that all were measured, and why it was turned back', () => {
  const {kind, place, body} = stopOf({...seated(CAR, 'other_province', 2), turnedBack: 'no_permit'}, ABOUT, true);
  assert.equal(kind, 'vehicle_stop');
  assert.equal(place, 'here');
  assert.deepEqual(body, {
    form: 'standard', plate: '云A12345', province: '云', measured: 3, turned_back: 'no_permit', lane: '2',
    occupants: [{origin: 'province', count: 1}, {origin: 'other_province', count: 2}],
  });
});

test('where not all were measured only the temperatures that were written down count', () => {
  const {body} = stopOf({...CAR, form: 'none', readings: [{celsius: 38, at: NOW}]}, ABOUT, false);
  assert.equal(body.measured, 1);
  assert.equal('plate' in body || 'province' in body, false);
});

test('each title that was handed out is a record of its own, of that vehicle', () => {
  let next = 0;
  const made = handoutsOf({...CAR, leaflets: {a: 2, b: 0}}, ABOUT, () => `h${next++}`);
  assert.deepEqual(made.map(({id, body}) => ({id, ...body})), [{id: 'h0', material: 'a', count: 2, way: 'checkpoint', during: 'stop'}]);
});

test('a shift adds up what was written in it and not taken back', () => {
  const stop = stopOf({...seated(CAR, 'other_province', 1), turnedBack: 'fever'}, ABOUT, true);
  const other = stopOf(CAR, {...ABOUT, id: 'other'}, true);
  const early = stopOf(CAR, {...ABOUT, id: 'early', now: NOW - 1}, true);
  const gone = {id: 'void', kind: 'void', device_at: '', amends: 'other', body: {}};
  const leaflets = handoutsOf({...CAR, leaflets: {a: 3}}, ABOUT, () => 'h');
  assert.deepEqual(totals([early, stop, other, ...leaflets, gone, shiftOf(ABOUT, {event: 'begin'})].map(kept), 'here', NOW),
    {vehicles: 1, people: 2, elsewhere: 1, turnedBack: 1, peopleTurnedBack: 2, leaflets: 3});
});

test('a fever waits for its second reading, which is written into the record', () => {
  const hot = stopOf({...CAR, readings: [{celsius: 37.2, at: NOW}, {celsius: 38.4, at: NOW}]}, ABOUT, true);
  assert.deepEqual(unsettled([hot, stopOf(CAR, {...ABOUT, id: 'b'}, true)].map(kept), 'here', NOW, 37.3).map((one) => one.id), ['stop']);
  const second = settled(hot, 37.1, NOW + 300_000, 37.3);
  assert.deepEqual(second.body.readings[1], {celsius: 38.4, second: 37.1, second_at: '2020-02-15T02:05:00.000Z'});
  assert.deepEqual(unsettled([hot, {...second, id: 'c', amends: 'stop'}].map(kept), 'here', NOW, 37.3), []);
});
