import assert from 'node:assert/strict';
import {test} from 'node:test';

import {begunAt, isBegun} from '../../static/field/domain/begun.js';
import {ground} from './ground.mjs';

const BLANK = {people: {}, begun: {}, answers: {}, texts: {}, note: '', photos: [], since: 1};

test('a door that was only opened is not begun', () => {
  assert.equal(isBegun(BLANK), false);
  const said = [{note: 'x'}, {photos: [1]}, {people: {p: 1}}, {begun: {p: 1}}, {answers: {a: 1}}, {texts: {a: 'x'}}];
  assert.ok(said.every((one) => isBegun({...BLANK, ...one})));
});

test('begun households: the oldest first, with how many were asked of all who live there or were added', () => {
  const drafts = new Map([
    ['u1-102', {...BLANK, note: 'x', since: 9}],
    ['u1-101', {...BLANK, people: {ana: {}, fresh: {}}, since: 5}],
    ['u1-201', BLANK],
  ]);
  const found = begunAt(ground(), drafts).map(({door, said, all}) => [door.id, said, all]);
  assert.deepEqual(found, [['u1-101', 2, 3], ['u1-102', 0, 0]]);
});

test('what was begun at a door that the phone has no more is not offered', () => {
  assert.deepEqual(begunAt(ground(), new Map([['elsewhere', {...BLANK, note: 'x'}]])), []);
});
