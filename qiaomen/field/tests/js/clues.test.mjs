import assert from 'node:assert/strict';
import {test} from 'node:test';

import {isLate, lacks, left, progress, stepOf, toldOf, written} from '../../static/field/domain/clues.js';
import {contract} from './contract.mjs';

const CASES = contract('clues');
const NOW = Date.parse('2020-03-21T10:00:00+08:00');
const task = (/** @type {string} */ id, /** @type {string|null} */ due) => ({id, place: 'p', where: '翠湖小区', what: 'vehicle', words: '', at: '', plate: '', due, late: false, seen: false});
const KNOWN = {at: 0, places: [], tasks: [task('a', '2020-03-21T12:00:00+08:00'), task('b', '2020-03-21T09:00:00+08:00')]};
const item = (/** @type {any} */ envelope, standing = 'waiting') => ({envelope, standing});

test('a clue is as far as the cases say', () => {
  for (const {steps, state, seen} of CASES.progress) assert.deepEqual(progress(steps), {state, seen}, steps.join(' '));
});

test('an open clue is late as the cases say', () => {
  for (const {due, now, late} of CASES.late) assert.equal(isLate(due, Date.parse(now)), late);
});

test('the phone writes the records of the cases', () => {
  const [told, unfounded, elsewhere] = CASES.records.map((/** @type {any} */ one) => one.record);
  assert.deepEqual(toldOf({id: told.id, now: Date.parse(told.device_at), place: told.place, ...told.body}), told);
  for (const step of [unfounded, elsewhere]) {
    const about = {...task(step.body.clue, null), place: step.place};
    assert.deepEqual(stepOf(about, {id: step.id, now: Date.parse(step.device_at), ...step.body}), step);
  }
});

test('what is late stands first, and what this phone ended stands there no more', () => {
  assert.deepEqual(left(KNOWN, [], NOW).map(({id, isLate: late}) => [id, late]), [['b', true], ['a', false]]);
  const done = stepOf(KNOWN.tasks[1], {id: 'x', now: NOW, step: 'unfounded'});
  assert.deepEqual(left(KNOWN, written([item(done)], 0), NOW).map(({id}) => id), ['a']);
  assert.equal(left(KNOWN, written([item(done, 'rejected')], 0), NOW).length, 2);
  assert.equal(left(KNOWN, written([item(done), item({id: 'y', kind: 'void', amends: 'x', body: {}, device_at: ''})], 0), NOW).length, 2);
  assert.equal(left(KNOWN, written([item(done, 'accepted')], NOW + 1), NOW).length, 2, 'the server knows better by now');
});

test('to hand on takes somebody to hand it to', () => {
  assert.equal(lacks('elsewhere', ' '), 'to_whom');
  assert.equal(lacks('elsewhere', '邻县'), '');
  assert.equal(lacks('verified', ''), '');
});
