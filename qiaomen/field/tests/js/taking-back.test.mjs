import assert from 'node:assert/strict';
import {test} from 'node:test';

import * as care from '../../static/field/domain/care.js';
import * as checkpoint from '../../static/field/domain/checkpoint.js';
import * as clues from '../../static/field/domain/clues.js';
import * as inspection from '../../static/field/domain/inspection.js';
import * as outbox from '../../static/field/domain/outbox.js';
import * as outreach from '../../static/field/domain/outreach.js';
import * as sampling from '../../static/field/domain/sampling.js';
import * as shifts from '../../static/field/domain/shifts.js';
import * as station from '../../static/field/domain/station.js';
import * as taking from '../../static/field/domain/taking-back.js';

/** @typedef {import('../../static/field/domain/types.js').OutboxItem} OutboxItem */

const NOW = 1_000_000_000_000;

/** @param {number} number @returns {any} */
const record = (number) => ({id: `r${number}`, kind: 'visit', device_at: '2022-03-21T09:00:00Z', door: 'd', body: {note: ''}});
/** @param {number} count @returns {OutboxItem[]} */
const queue = (count) => Array.from({length: count}, (_, index) => outbox.item(record(index), NOW));
/** @param {OutboxItem[]} items @returns {{items: OutboxItem[], batch: outbox.Batch}} */
function sent(items) {
  const batch = outbox.nextBatch(items, NOW);
  assert.ok(batch);
  return {items: outbox.markSending(items, batch), batch};
}
/** @param {OutboxItem[]} items @param {string} verdict @param {object} [more] */
function answered(items, verdict, more = {}) {
  const {items: under, batch} = sent(items);
  return outbox.afterAnswer(under, batch, {verdicts: batch.ids.map((id, index) => ({id, index, verdict, ...more}))}, NOW);
}

test('what never went out is taken out; what may have arrived needs a void', () => {
  const {items, batch} = sent(queue(1));
  const back = outbox.afterRefusal(items, batch, 0, '', NOW).items;
  const taken = taking.withdraw([...back, outbox.item(record(5), NOW)], ['r0', 'r5']);
  assert.deepEqual([taken.gone, taken.toVoid.map((one) => one.id)], [['r5'], ['r0']]);
  assert.deepEqual(taken.items.map((one) => one.envelope.id), ['r0']);
});

test('a refused record is not taken back: it never counted', () => {
  const {items} = answered(queue(1), 'rejected');
  assert.deepEqual(taking.withdraw(items, ['r0']), {items, gone: [], toVoid: [], lasting: []});
});

test('a door that has gone to the register is not voided; one that has not is taken back', () => {
  const added = (id, more) => ({...outbox.item({...record(id), kind: 'door_added'}, NOW), ...more});
  const {items, gone, toVoid, lasting} = taking.withdraw([added(0), added(1, {tries: 1})], ['r0', 'r1']);
  assert.deepEqual([items.map((one) => one.envelope.id), gone, toVoid, lasting.map((one) => one.id)], [['r1'], ['r0'], [], ['r1']]);
});

test('the answer to a swap that has gone out is not voided: nobody amends it', () => {
  const answer = {...outbox.item({...record(0), kind: 'shift_swap_step'}, NOW), tries: 1};
  assert.deepEqual(taking.withdraw([answer], ['r0']).toVoid, []);
});

test('what the register refused to take back was not taken back', () => {
  const back = (/** @type {'waiting'|'rejected'} */ standing) => ({standing, envelope: {...record(1), kind: 'void', amends: 'r0'}});
  assert.deepEqual([...taking.takenBack([back('waiting')])], ['r0']);
  assert.deepEqual([...taking.takenBack([back('rejected')])], []);
});

test('mending puts a new record in the place of the refused one and names it', () => {
  const [mended, ...others] = taking.mended(answered(queue(1), 'rejected').items, 'r0', record(7), NOW);
  assert.deepEqual([mended.envelope.id, mended.envelope.mends, mended.standing, others], ['r7', 'r0', 'waiting', []]);
});

test('only what was refused can be given up', () => {
  const {items} = answered(queue(1), 'rejected');
  assert.deepEqual(taking.discard(items, 'r0'), []);
  assert.equal(taking.discard(queue(1), 'r0').length, 1);
});

test('a refused record goes again with what it says, under an id of its own: under its own it would be refused for ever', () => {
  const refused = answered(queue(1), 'rejected', {code: 'record.outside_grant'}).items;
  const [again, ...others] = taking.resent(refused, 'r0', 'fresh', NOW);
  assert.deepEqual(again.envelope, {...record(0), id: 'fresh', mends: 'r0'});
  assert.deepEqual([again.standing, again.code, again.tries, others], ['waiting', '', 0, []]);
  const [third] = taking.resent(answered([again], 'rejected').items, 'fresh', 'third', NOW);
  assert.deepEqual([third.envelope.id, third.envelope.mends], ['third', 'fresh']);
});

test('what rests goes again as it is, and what the server has stays', () => {
  const [rests] = taking.resent([{...queue(1)[0], retryAt: NOW + 1, code: 'x'}], 'r0', 'fresh', NOW);
  assert.deepEqual([rests.envelope, rests.retryAt, rests.code], [record(0), undefined, '']);
  const settled = answered(queue(1), 'accepted').items;
  assert.deepEqual(taking.resent(settled, 'r0', 'fresh', NOW), settled);
});

const SAID = {id: 'r', now: NOW};
/** @type {any} */
const KNOWN = {rules: {}, me: null, shifts: [], swaps: [], notes: [], at: 0};
/** @type {any} */
const SHIFT = {id: 's', begins: '', ends: '', came: null, left: null};
/** @type {any} */
const AT = {id: 'x', place: 'p', door: null};
const STOP = checkpoint.stopOf({...checkpoint.fresh('云'), readings: [{celsius: 38, at: NOW}]}, {...SAID, place: 'p', lane: ''}, true);
const ROUND = {id: 'x', title: '', what: /** @type {const} */ ('check'), due: '', photo: false, material: null, copies: 1, words: '', missing: 1, spots: []};
/** In each area: something said, and how much of it counts. @type {[string, any, (items: any[]) => number][]} */
const AREAS = [
  ['clues', clues.stepOf(AT, {...SAID, step: 'seen'}), (items) => clues.written(items, 0).length],
  ['samples', sampling.sampleOf({...SAID, person: 'li', tube: {code: 'T', holds: 'single'}}), (items) => sampling.standing(items).length],
  ['care', care.stepOf('need_step', AT, {...SAID, step: 'answered'}), (items) => care.said(items, 0).size],
  ['rounds', outreach.doneOf(ROUND, 'p', {ids: ['r', 's'], now: NOW, how: 'tap'})[0], (items) => outreach.saidDone(items).size],
  ['vehicles', STOP, (items) => checkpoint.totals(items, 'p', 0).vehicles],
  ['fevers at a checkpoint', STOP, (items) => checkpoint.unsettled(items, 'p', 0, 37.3).length],
  ['stations', station.eventOf({...SAID, station: 'p', person: 'li', event: 'home'}), (items) => station.written(items, 0).length],
  ['findings', inspection.findingOf(AT, {...SAID, what: 'crowding'}), (items) => inspection.written(items, 0).length],
  ['shifts', shifts.recordOf('shift_step', 'p', {shift: 's', step: 'came'}, SAID),
    (items) => shifts.shown({...KNOWN, shifts: [SHIFT]}, items).shifts.filter((one) => one.came).length],
];
for (const [area, said, count] of AREAS) {
  test(`what the register refuses to take back stands, and nothing else that was taken back: ${area}`, () => {
    const back = (/** @type {string} */ standing) => ({standing, envelope: {id: 'v', kind: 'void', amends: 'r', device_at: '', body: {}}});
    const items = (/** @type {string[]} */ ...voids) => [{envelope: said, standing: 'accepted'}, ...voids.map(back)];
    const counted = [[], ['waiting'], ['accepted'], ['rejected'], ['rejected', 'sending']].map((voids) => count(items(...voids)));
    assert.deepEqual(counted, [1, 0, 0, 1, 0]);
    assert.equal(count([{envelope: said, standing: 'rejected'}]), 0);
  });
}

test('what is taken back goes with its corrections', () => {
  const item = (/** @type {any} */ more) => ({standing: 'accepted', envelope: {...record(1), ...more}});
  const items = [item({}), item({id: 'r2', amends: 'r1'}), item({id: 'r3'}), item({id: 'v', kind: 'void', amends: 'r1'})];
  assert.deepEqual(taking.counting(items).map((one) => one.envelope.id), ['r3']);
});

test('a correction that came back does not stand in the place of what it corrects', () => {
  const item = (/** @type {string} */ standing) => ({standing, envelope: {...record(2), amends: 'r1'}});
  assert.deepEqual([...taking.replaced([item('accepted')])], ['r1']);
  assert.deepEqual([...taking.replaced([item('rejected')])], []);
});
