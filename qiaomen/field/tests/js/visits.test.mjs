import assert from 'node:assert/strict';
import {test} from 'node:test';

import {effective} from '../../static/field/domain/effective.js';
import {called, checked} from '../../static/field/domain/followups-records.js';
import * as visits from '../../static/field/domain/visits.js';
import {contract} from './contract.mjs';
import {CAMPAIGN, NOON} from './ground.mjs';

const KNOCK = {id: 'r1', now: NOON, door: 'd1', campaign: CAMPAIGN};

/** @type {Record<string, (given: any) => any>} */
const MAKE = {...visits, called, checked};
for (const one of contract('records').cases) {
  test(`${one.make}: ${one.why}`, () => assert.deepEqual(MAKE[one.make](one.given), one.record));
}

test('everyone well states each member and asserts nothing else', () => {
  assert.deepEqual(visits.everyoneWell({...KNOCK, people: ['ana', 'bo']}), {
    id: 'r1', kind: 'visit', device_at: '2022-03-21T04:30:00.000Z', door: 'd1',
    body: {campaign: 'sweep', edition: 'edition', outcome: 'answered',
      people: [{person: 'ana', presence: 'stated'}, {person: 'bo', presence: 'stated'}]},
  });
});

test('each outcome has its word on the wire', () => {
  const {nobodyHome, vacant, refused, cannotGetIn, wrongAddress} = visits;
  const outcomes = [nobodyHome, vacant, refused, cannotGetIn, wrongAddress].map((make) => make(KNOCK).body.outcome);
  assert.deepEqual(outcomes, ['absent', 'vacant', 'refused', 'inaccessible', 'wrong_address']);
  assert.equal(visits.oneByOne({...KNOCK, people: []}).body.outcome, 'answered');
  assert.equal(visits.byPhone({...KNOCK, people: []}).body.outcome, 'phone');
});

test('what is empty is left out, what is nought is not', () => {
  const people = [{person: 'ana', presence: 'seen', answers: {}, note: ''}];
  const {body} = visits.oneByOne({...KNOCK, people, note: '', seconds: 0, answers: {rooms: 0}});
  const {campaign: _c, edition: _e, ...said} = body;
  const tidy = [{person: 'ana', presence: 'seen'}];
  assert.deepEqual(said, {outcome: 'answered', people: tidy, seconds: 0, answers: {rooms: 0}});
});

test('a vacancy names who confirmed it', () => {
  assert.equal(visits.vacant({...KNOCK, confirmedBy: 'manager'}).body.confirmed_by, 'manager');
  assert.equal('confirmed_by' in visits.vacant(KNOCK).body, false);
});

test('somebody new comes with what is known of them', () => {
  const seen = {person: 'p', presence: 'seen', new: {name: '新人', sex: 0, relation: '', phones: []}};
  assert.deepEqual(visits.oneByOne({...KNOCK, people: [seen]}).body.people[0].new, {name: '新人', sex: 0});
});

test('a correction names what it corrects, and the same subject', () => {
  const of = visits.refused(KNOCK);
  const voided = visits.voiding({id: 'r2', now: NOON, of});
  assert.deepEqual([voided.kind, voided.amends, voided.door, voided.body], ['void', 'r1', 'd1', {}]);
  const amended = visits.amending({id: 'r3', now: NOON, of, body: {...of.body, outcome: 'absent'}});
  assert.deepEqual([amended.kind, amended.amends, amended.door, amended.body.outcome], ['visit', 'r1', 'd1', 'absent']);
});

test('a mended visit names the refused one', () => {
  assert.equal(visits.nobodyHome({...KNOCK, mends: 'r0'}).mends, 'r0');
});

test('what the register lacks is found under a new id', () => {
  const added = visits.doorAdded({id: 'r1', now: NOON, door: 'd9', place: 'p1', label: '301'});
  assert.deepEqual([added.door, added.body], ['d9', {place: 'p1', label: '301'}]);
  const built = visits.placeAdded({id: 'r1', now: NOON, place: 'p9', parent: 'p1', kind: 'building', name: '9号楼'});
  assert.deepEqual([built.place, built.body], ['p9', {parent: 'p1', kind: 'building', name: '9号楼'}]);
  const changed = visits.doorChanged({id: 'r1', now: NOON, door: {id: 'd1', version: 3}, label: '302'});
  assert.deepEqual([changed.door, changed.body], ['d1', {version: 3, label: '302'}]);
});

test('a correction of a record that is not here is a stranger', () => {
  const of = visits.refused({...KNOCK, id: 'r0'});
  const {own, strangers} = effective([visits.voiding({id: 'r2', now: NOON, of})]);
  assert.deepEqual([own, strangers.map((one) => [one.id, one.kind])], [[], [['r0', 'void']]]);
});

test('corrections that name each other in a circle end', () => {
  const one = visits.refused(KNOCK);
  const circle = [{...one, id: 'a', amends: 'b'}, {...one, id: 'b', amends: 'a'}];
  assert.equal(effective(circle).own.length + effective(circle).strangers.length, 2);
});
