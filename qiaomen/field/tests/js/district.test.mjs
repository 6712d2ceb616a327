import assert from 'node:assert/strict';
import {test} from 'node:test';

import {AROUND, chunksOf, doorsUnder, empty, forget, keyOf, merge, rowsOf} from '../../static/field/domain/district.js';
import {withFound} from '../../static/field/domain/found.js';
import * as visits from '../../static/field/domain/visits.js';
import {CAMPAIGN, door, ground, NOON, PAGE, person, roll, target} from './ground.mjs';

const KEY = keyOf(CAMPAIGN.id, 'u1-101');
/** The page of a visited door. @param {...[string, string]} members */
const accounted = (...members) => ({
  targets: [target('u1-101', {people: members.length})],
  rolls: members.map(([who, presence]) => roll('u1-101', who, presence)),
});
/** @param {Iterable<string>} places */
const sorted = (places) => [...places].sort();
/** @param {{id: string}[]} rows */
const ids = (rows) => rows.map((row) => row.id);

test('a page is taken in, and says which places it touched', () => {
  const {district, places} = merge(empty(), PAGE);
  assert.deepEqual([district.doors.size, district.people.size, district.targets.size], [7, 3, 7]);
  assert.deepEqual(sorted(places), ['', 'alley', 'b1', 'b1u1', 'b1u2', 'b2', 'compound']);
  assert.deepEqual([...(district.peopleAt.get('u1-101') ?? [])], ['ana', 'bo']);
});

test('what was there before is left as it was', () => {
  const before = ground();
  const targets = [target('u1-101', {state: 10})];
  merge(before, {doors: [door('new', 'b2', '9')], people: [person('ana', 'u2-101')], targets});
  assert.deepEqual([before.doors.has('new'), before.targets.get(KEY)?.state], [false, 0]);
  assert.equal(before.people.get('ana')?.door, 'u1-101');
});

test('a changed target touches the place of its door only', () => {
  assert.deepEqual(sorted(merge(ground(), {targets: [target('u1-101', {state: 1})]}).places), ['b1u1']);
});

test('a door that moved touches both places, a person who moved both doors\' places', () => {
  assert.deepEqual(sorted(merge(ground(), {doors: [door('u1-101', 'b2', '1')]}).places), ['b1u1', 'b2']);
  const moved = merge(ground(), {people: [person('ana', 'alley-3')]});
  assert.deepEqual(sorted(moved.places), ['alley', 'b1u1']);
  assert.deepEqual([...(moved.district.peopleAt.get('u1-101') ?? [])], ['bo']);
});

test('a roll that comes replaces the whole roll', () => {
  const first = merge(ground(), accounted(['ana', 'stated'], ['bo', 'unaccounted']));
  const second = merge(first.district, accounted(['bo', 'seen']));
  assert.deepEqual(second.district.rolls.get(KEY), [roll('u1-101', 'bo', 'seen')]);
});

test('a target that comes once more without its roll keeps it, unless nobody is on it', () => {
  const {district} = merge(ground(), accounted(['ana', 'seen']));
  assert.equal(merge(district, {targets: [target('u1-101', {people: 1})]}).district.rolls.get(KEY)?.length, 1);
  assert.equal(merge(district, {targets: [target('u1-101')]}).district.rolls.has(KEY), false);
});

test('the first page of a first sync drops everything, and every old chunk is touched', () => {
  const {district, places} = merge(ground(), {fresh: true, doors: [door('only', 'b9', '1')]});
  assert.deepEqual([...district.doors.keys()], ['only']);
  assert.ok(['alley', 'b1u1', 'b9', AROUND].every((place) => places.has(place)));
});

test('teams, campaigns and doors to knock on again are replaced together; editions stay', () => {
  const editions = [{id: 'e2', number: 2, questions: []}];
  const {district} = merge(ground(), {campaigns: [{...CAMPAIGN, id: 'next', edition: 'e2'}], editions});
  assert.deepEqual([[...district.campaigns.keys()], district.teams.size, district.reknocks.size], [['next'], 0, 0]);
  assert.deepEqual(sorted(district.editions.keys()), ['e2', 'edition']);
  assert.equal(merge(ground(), {doors: []}).district.campaigns.size, 1);
});

test('who is in no team any more, after the last sweep, keeps nothing of either, also on the disk', () => {
  const {district, places} = merge(merge(ground(), accounted(['ana', 'seen'])).district, {around: true});
  assert.deepEqual([district.teams.size, district.campaigns.size, district.reknocks.size], [0, 0, 0]);
  assert.deepEqual([district.targets.size, district.rolls.size, district.people.size], [0, 0, 3]);
  assert.deepEqual(sorted(places), [AROUND, 'alley', 'b1u1', 'b1u2', 'b2']);
  const kept = rowsOf(district, chunksOf(district));
  assert.deepEqual(Object.keys(kept.get(AROUND) ?? {}), ['editions']);
  assert.equal(kept.get('b1u1')?.targets, undefined);
  assert.equal(merge(ground(), {teams: [], campaigns: []}).district.teams.size, 1, 'an earlier server did not say');
});

test('rows of places go back in as they came out', () => {
  const full = merge(ground(), accounted(['ana', 'seen'])).district;
  const kept = rowsOf(full, chunksOf(full));
  const again = [...kept.values()].reduce((district, page) => merge(district, page).district, empty());
  assert.deepEqual(again, full);
  assert.deepEqual(rowsOf(full, ['nowhere']).get('nowhere'), {});
});

test('rows whose door is not here yet wait in the chunk of nowhere, and move when it comes', () => {
  const early = merge(empty(), {people: [person('dan', 'late')]});
  assert.deepEqual(sorted(early.places), [AROUND]);
  const late = merge(early.district, {doors: [door('late', 'b1u1', '9')]});
  assert.deepEqual(sorted(late.places), [AROUND, 'b1u1']);
  assert.equal(rowsOf(late.district, ['b1u1']).get('b1u1')?.people?.length, 1);
});

test('a place that left the scope goes with its doors, their people and targets', () => {
  const {district, places} = forget(ground(), {places: ['b1u1']});
  assert.deepEqual([...district.doors.keys()].filter((id) => id.startsWith('u1')), []);
  assert.deepEqual([district.people.size, district.targets.has(KEY), sorted(places)], [0, false, ['b1u1']]);
  assert.deepEqual(rowsOf(district, ['b1u1']).get('b1u1'), {});
});

test('a door that is no longer one\'s own keeps its outcome and loses its people', () => {
  const {district} = forget(ground(), {doors: ['u1-101']});
  assert.deepEqual([district.doors.has('u1-101'), district.targets.has(KEY)], [true, true]);
  assert.deepEqual([...district.people.keys()], ['cai']);
});

test('who moved away goes, and nobody else of the door', () => {
  const known = merge(ground(), {people: [person('dan', 'u1-101')]}).district;
  const {district, places} = forget(known, {people: ['dan', 'nobody']});
  assert.deepEqual([district.people.has('dan'), [...(district.peopleAt.get('u1-101') ?? [])].includes('dan')], [false, false]);
  assert.deepEqual([...district.people.keys()].sort(), [...ground().people.keys()].sort());
  assert.deepEqual(sorted(places), ['b1u1']);
});

test('doors under a place come in walking order', () => {
  const district = ground();
  assert.deepEqual(ids(doorsUnder(district, 'compound')), ['u1-101', 'u1-102', 'u1-201', 'u2-101', 'b2-shop']);
  assert.deepEqual(ids(doorsUnder(district, 'b1u2')), ['u2-101']);
  assert.deepEqual(ids(doorsUnder(district, 'nowhere')), []);
});

test('a place that stands in itself ends the way up', () => {
  const circle = {...PAGE.places[0], id: 'o', parent: 'o'};
  const {district} = merge(ground(), {places: [circle], doors: [door('x', 'o', '1')]});
  assert.deepEqual(ids(doorsUnder(district, 'o')), ['x']);
});

test('a building, a door and a person found here are shown before the register has them', () => {
  const newcomer = {person: 'eve', presence: 'seen', new: {name: '新人'}};
  const found = withFound(ground(), [
    visits.placeAdded({id: '1', now: NOON, place: 'b3', parent: 'compound', kind: 'building', name: '3号楼'}),
    visits.doorAdded({id: '2', now: NOON, door: 'b3-1', place: 'b3', label: '101'}),
    visits.oneByOne({id: '3', now: NOON, door: 'b3-1', campaign: CAMPAIGN, people: [newcomer]}),
  ]);
  assert.equal(ids(doorsUnder(found, 'compound')).at(-1), 'b3-1');
  assert.equal(found.people.get('eve')?.door, 'b3-1');
  assert.equal(found.targets.get(keyOf(CAMPAIGN.id, 'b3-1'))?.state, 0);
});

test('what the register has already stays as it has it', () => {
  const district = ground();
  const found = withFound(district, [
    visits.doorAdded({id: '1', now: NOON, door: 'u1-101', place: 'b2', label: '错'}),
    visits.doorChanged({id: '2', now: NOON, door: {id: 'u1-102', version: 7}, label: '错'}),
    visits.doorChanged({id: '3', now: NOON, door: {id: 'u1-201', version: 1}, label: '2楼'}),
  ]);
  assert.deepEqual([found.doors.get('u1-101')?.place, found.doors.get('u1-102')?.label], ['b1u1', 'u1-102']);
  assert.equal(found.doors.get('u1-201')?.label, '2楼');
});
