import assert from 'node:assert/strict';
import {test} from 'node:test';

import {read, write} from '../../static/field/domain/codes.js';
import {earlierAt, whereOf} from '../../static/field/domain/inspected.js';
import {findingOf} from '../../static/field/domain/inspection.js';
import {contract} from './contract.mjs';

const {now, cases} = contract('inspection').earlier;
const NOW = Date.parse(now);
const ID = '0195f0a8-b727-7102-9900-000000000001';
const KNOWN = {
  places: [{id: 'gate', name: '北门', where: '翠湖小区 北门', kind: 'gate'}, {id: 'b', name: '1栋', where: '翠湖小区 1栋', kind: 'building'}],
  seals: [{id: 's', place: 'b', door: 'd', where: '翠湖小区 1栋', label: '101'}],
};
const GROUND = {places: new Map([['b', {parent: null, name: '1栋'}], ['u', {parent: 'b', name: '1单元'}]]), doors: new Map([['d', {place: 'u', label: '101'}]])};
/** @param {'place'|'door'|'venue'|'seal'|'join'} kind @param {string} id */
const where = (kind, id) => whereOf({kind, id}, KNOWN, GROUND);

test('a code names its place: of those that are inspected, of those that one knocks at, or by itself', () => {
  assert.deepEqual(where('place', 'gate'), {place: 'gate', door: null, name: '北门', where: '翠湖小区 北门'});
  assert.deepEqual(where('place', 'u'), {place: 'u', door: null, name: '1单元', where: '翠湖小区 1栋'});
  assert.deepEqual(where('door', 'd'), {place: 'u', door: 'd', name: '101', where: '翠湖小区 1栋 1单元'});
  assert.deepEqual(where('seal', 's'), {place: 'b', door: 'd', name: '101', where: '翠湖小区 1栋'});
  assert.deepEqual([where('seal', 'x'), where('join', 'x')], [null, null]);
});

test('by a code that the phone does not know a finding is written all the same, and a door says its place to the server', () => {
  const code = read(write('door', ID, 'https://qm.example'));
  const at = code && whereOf(code, KNOWN, GROUND);
  assert.deepEqual(at, {place: null, door: ID, name: '', where: ''});
  assert.deepEqual(where('place', 'x'), {place: 'x', door: null, name: '', where: ''});
  const made = at && findingOf(at, {id: 'f', now: NOW, what: 'crowding'});
  assert.deepEqual([made?.door, made && 'place' in made], [ID, false]);
});

const row = (/** @type {any} */ {what, days, door, elsewhere, reopened = 0}) =>
  ({place: elsewhere ? 'q' : 'p', door: door ? 'd' : null, what, times: 1 + reopened, last: new Date(NOW - days * 86_400_000).toISOString(), open: true});
for (const {why, found, at, times} of cases) {
  test(`how often something was found here: ${why}`, () => {
    const told = earlierAt(found.map(row), [], {place: 'p', door: at.door ? 'd' : null}, NOW);
    assert.deepEqual(Object.fromEntries(told.map((one) => [one.what, one.times])), times);
  });
}

test('what this phone wrote and the server has not answered counts, and the most frequent stands first', () => {
  const mine = findingOf({place: 'p'}, {id: 'f', now: NOW - 1000, what: 'crowding'});
  const before = [row({what: 'gate_unmanned', days: 1}), {...row({what: 'crowding', days: 2}), open: false}];
  const [first, second] = earlierAt(before, [mine], {place: 'p', door: null}, NOW);
  assert.deepEqual(first, {what: 'crowding', times: 2, last: NOW - 1000, open: true});
  assert.equal(second.what, 'gate_unmanned');
});
