/** What the screens of a building and of today show. */

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {stack} from '../../static/field/domain/building.js';
import {merge} from '../../static/field/domain/district.js';
import {targetOf} from '../../static/field/domain/seen.js';
import {today} from '../../static/field/domain/today.js';
import * as visits from '../../static/field/domain/visits.js';
import {CAMPAIGN, door, ground, NOON, person, target, with_} from './ground.mjs';

/** @typedef {Map<string, import('../../static/field/domain/types.js').Envelope[]>} Pending */
/** @type {Pending} */
const NOTHING = new Map();
const AT = {next_from: '2022-03-21T12:00:00+08:00', next_until: '2022-03-21T14:00:00+08:00'};
const LATER = {next_from: '2022-03-21T18:00:00+08:00', next_until: '2022-03-21T21:00:00+08:00'};
const MISSED = {next_from: '2022-03-21T08:00:00+08:00', next_until: '2022-03-21T12:00:00+08:00'};

/** @param {string} id @param {(knock: any) => any} make @returns {Pending} */
const knocked = (id, make) => new Map([[id, [make({id: 'r1', now: NOON, door: id, campaign: CAMPAIGN, people: []})]]]);

test('a building is a stack: stairwells in order, floors from the top, doors as one walks', () => {
  const {name, stairwells} = stack(ground(), CAMPAIGN, 'b1', NOTHING);
  assert.deepEqual([name, stairwells.map((one) => one.name)], ['1号楼', ['1单元', '2单元']]);
  const [first] = stairwells;
  assert.deepEqual(first.floors.map((one) => one.floor), [2, 1]);
  assert.deepEqual(first.floors[1].doors.map((one) => one.door.id), ['u1-101', 'u1-102']);
});

test('the next door is the first that nobody knocked on, from the top down', () => {
  assert.equal(stack(ground(), CAMPAIGN, 'b1', NOTHING).next, 'u1-201');
  const after = stack(ground(), CAMPAIGN, 'b1', knocked('u1-201', visits.nobodyHome));
  assert.deepEqual([after.next, after.left], ['u1-101', 4]);
  assert.deepEqual(after.stairwells.map((one) => one.next), ['u1-101', 'u2-101']);
});

test('where every door was knocked on, the earliest next try comes next', () => {
  const tried = {state: 1, attempts: 1};
  const district = with_(target('u1-101', {...tried, ...LATER}), target('u1-102', {...tried, ...AT}),
    target('u1-201', {state: 4, claim: 'c'}), target('u2-101', {state: 10}));
  const {next, left} = stack(district, CAMPAIGN, 'b1', NOTHING);
  assert.deepEqual([next, left], ['u1-102', 3]);
});

test('another team\'s door is neither next nor left', () => {
  const {next, left} = stack(with_(target('u1-201', {team: 'others'})), CAMPAIGN, 'b1', NOTHING);
  assert.deepEqual([next, left], ['u1-101', 3]);
});

test('where nothing is left there is no next door', () => {
  const district = with_(target('alley-3', {state: 10}), target('theirs', {state: 11}));
  const {next, left} = stack(district, CAMPAIGN, 'alley', NOTHING);
  assert.deepEqual([next, left], [null, 0]);
});

test('a record of this phone is seen at once: the household is closed', () => {
  const pending = knocked('u1-101', (knock) => visits.everyoneWell({...knock, people: ['ana', 'bo']}));
  const {left, stairwells} = stack(ground(), CAMPAIGN, 'b1', pending);
  const shown = stairwells[0].floors[1].doors[0].target;
  assert.deepEqual([left, shown?.state, shown?.people, shown?.unaccounted], [3, 10, 2, 0]);
});

test('somebody not spoken of is missing at once', () => {
  const pending = knocked('u1-101', (knock) => visits.everyoneWell({...knock, people: ['ana']}));
  const shown = stack(ground(), CAMPAIGN, 'b1', pending).stairwells[0].floors[1].doors[0].target;
  assert.deepEqual([shown?.state, shown?.unaccounted], [2, 1]);
});

test('what is predicted follows the server\'s row, the people and the records', () => {
  const pending = knocked('u1-101', (knock) => visits.everyoneWell({...knock, people: ['ana', 'bo']}));
  const [one] = pending.get('u1-101') ?? [];
  const state = (/** @type {any} */ district, /** @type {Pending} */ said) =>
    targetOf(district, CAMPAIGN, 'u1-101', said)?.state;
  const more = merge(ground(), {people: [person('new', 'u1-101')]}).district;
  const vacated = with_(target('u1-101', {state: 11, attempts: 1, last_at: '2022-03-21T09:00:00+08:00'}));
  const taken = visits.voiding({id: 'r2', now: NOON, of: one});
  assert.deepEqual([state(ground(), pending), state(more, pending), state(vacated, pending)], [10, 2, 8]);
  assert.deepEqual([state(ground(), new Map([['u1-101', [one, taken]]])), state(ground(), pending)], [0, 10]);
});

test('a place without floors or stairwells is one row', () => {
  const {stairwells} = stack(ground(), CAMPAIGN, 'alley', NOTHING);
  const rows = stairwells.map((one) => [one.place, one.name, one.floors.map((floor) => floor.doors.length)]);
  assert.deepEqual(rows, [['alley', '', [2]]]);
});

test('a basement lies below the ground floor, doors without a floor below all', () => {
  const {district} = merge(ground(), {doors: [door('cellar', 'b1u2', '0', -1), door('guard', 'b1u2', '00')]});
  const [{floors}] = stack(district, CAMPAIGN, 'b1u2', NOTHING).stairwells;
  assert.deepEqual(floors.map((one) => one.floor), [1, -1, null]);
});

test('a door that the sweep does not have stands there and counts for nothing', () => {
  const {district} = merge(ground(), {doors: [door('school', 'b2', '2', 1)]});
  const {left, stairwells} = stack(district, CAMPAIGN, 'b2', NOTHING);
  assert.deepEqual([left, stairwells[0].floors[0].doors.map((one) => one.target === null)], [1, [false, true]]);
});

test('today counts the doors of one\'s own teams, by building', () => {
  const shown = today(with_(target('u1-101', {state: 10})), CAMPAIGN, knocked('u2-101', visits.nobodyHome), NOON);
  assert.deepEqual([shown.left, shown.done, shown.total, shown.deadline], [5, 1, 6, CAMPAIGN.deadline]);
  assert.deepEqual(shown.buildings.map((one) => [one.area, one.name, one.left, one.total]),
    [['花园小区', '1号楼', 3, 4], ['花园小区', '2号楼', 1, 1], ['', '柳巷', 1, 1]]);
});

test('somebody who is in no team sees the whole zone', () => {
  const district = ground();
  assert.equal(today({...district, teams: new Map()}, CAMPAIGN, NOTHING, NOON).total, 7);
});

test('tries are due by part of the day, missed ones in the one under way', () => {
  const district = with_(target('u1-101', {state: 1, ...AT}), target('u1-102', {state: 1, ...MISSED}),
    target('b2-shop', {state: 3, ...LATER}));
  const [first, second] = today(district, CAMPAIGN, NOTHING, NOON).due;
  assert.deepEqual([first.count, first.isNow, first.buildings], [2, true, [{place: 'b1', name: '1号楼', count: 2}]]);
  assert.deepEqual([second.count, second.isNow, second.from], [1, false, LATER.next_from]);
});

test('at night what was missed is due in the morning', () => {
  const night = Date.parse('2022-03-21T23:00:00+08:00');
  const [only, ...others] = today(with_(target('u1-101', {state: 1, ...MISSED})), CAMPAIGN, NOTHING, night).due;
  assert.deepEqual([Date.parse(only.from), only.isNow, others], [Date.parse('2022-03-22T08:00:00+08:00'), false, []]);
});

test('doors to telephone and doors to knock on again have their own lists', () => {
  const shown = today(with_(target('u1-101', {state: 1, by_phone: true})), CAMPAIGN, NOTHING, NOON);
  assert.deepEqual([shown.byPhone.map((one) => one.id), shown.reknocks.map((one) => one.id)], [['u1-101'], ['theirs']]);
});
