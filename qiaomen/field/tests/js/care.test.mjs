import assert from 'node:assert/strict';
import {test} from 'node:test';

import {left, said, stepOf} from '../../static/field/domain/care.js';

const NOW = Date.parse('2022-03-22T15:00:00+08:00');
const order = (/** @type {string} */ id, /** @type {any} */ state) => ({id, place: 'p', door: 'd', number: 1, label: '101', building: '1', title: '', goods: '', at_door: false, state});
/** @type {any} */
const KNOWN = {
  at: 0,
  visits: [{id: 'v', place: 'p', door: 'd', label: '202', where: '', name: '仇素娥', by: '10:00', today: 'due'}],
  needs: [{id: 'n', place: 'p', door: null, label: '', where: '', what: 'medicine', urgency: 'now', people: null, words: '', name: '', phone: ''}],
  orders: [order('a', 'arrived'), order('b', 'ordered')],
};
const item = (/** @type {any} */ envelope, standing = 'waiting') => ({envelope, standing});
const step = (/** @type {any} */ kind, /** @type {any} */ about, /** @type {string} */ what) => stepOf(kind, about, {id: `${about.id} ${what}`, now: NOW, step: what});
const after = (/** @type {any[]} */ ...items) => left(KNOWN, said(items, 0));

test('who was seen is looked after for today, and a door that nobody opened is not', () => {
  assert.equal(after(item(step('daily_visit_step', KNOWN.visits[0], 'seen'))).visits.length, 0);
  assert.equal(after(item(step('daily_visit_step', KNOWN.visits[0], 'nobody'))).visits.length, 1);
});

test('what arrived is a bag to hand over, and what was handed over is none', () => {
  const {bags, coming} = after(item(step('order_step', KNOWN.orders[1], 'arrived')));
  assert.deepEqual([bags.map(({id}) => id), coming], [['a', 'b'], []]);
  assert.deepEqual(after(item(step('order_step', KNOWN.orders[0], 'collected'))).bags, []);
});

test('what was refused, taken back or answered by the server counts no more', () => {
  const done = step('need_step', KNOWN.needs[0], 'answered');
  assert.equal(after(item(done)).needs.length, 0);
  assert.equal(after(item(done, 'rejected')).needs.length, 1);
  assert.equal(after(item(done), item({id: 'x', kind: 'void', amends: done.id, body: {}, device_at: ''})).needs.length, 1);
  assert.equal(left(KNOWN, said([item(done, 'accepted')], NOW + 1)).needs.length, 1);
});

test('a step names its place, and its door where it has one', () => {
  assert.deepEqual(step('need_step', KNOWN.needs[0], 'answered').body, {need: 'n', step: 'answered'});
  assert.equal('door' in step('need_step', KNOWN.needs[0], 'answered'), false);
  assert.equal(step('order_step', KNOWN.orders[0], 'left').door, 'd');
});
