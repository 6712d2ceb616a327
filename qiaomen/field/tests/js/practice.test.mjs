import assert from 'node:assert/strict';
import {test} from 'node:test';

import {doorsUnder} from '../../static/field/domain/district.js';
import {BUILDING, nextLesson, practiceDistrict} from '../../static/field/domain/practice.js';
import {everyoneWell, nobodyHome, oneByOne, voiding} from '../../static/field/domain/visits.js';

const NOW = Date.parse('2020-03-21T09:00:00+08:00');
const district = practiceDistrict({now: NOW, name: '练习楼', stairwell: '1单元', sweep: '练习', edition: null});
const [campaign] = district.campaigns.values();
const knock = (index) => ({id: `visit ${index}`, now: NOW, door: doorsUnder(district, BUILDING)[index].id, campaign});

const well = everyoneWell({...knock(0), people: ['a', 'b']});
const closed = nobodyHome(knock(2));
const single = oneByOne({...knock(1), people: [{person: 'c', presence: 'seen', answers: {fever: true}}]});

test('the practice building has doors to knock on, all of one\'s own team and none knocked yet', () => {
  const doors = doorsUnder(district, BUILDING);
  assert.equal(doors.length, 6);
  assert.equal(district.targets.size, 6);
  for (const target of district.targets.values()) {
    assert.equal(target.state, 0);
    assert.ok(district.teams.has(target.team));
  }
});

test('everybody in it lives behind one of its doors', () => {
  for (const person of district.people.values()) assert.ok(district.doors.has(person.door));
});

test('the sweep to practise is open now and knocks at any hour', () => {
  assert.ok(Date.parse(campaign.opens_at) < NOW && NOW < Date.parse(campaign.deadline));
});

test('one practises with the questions of the real sweep where it is known', () => {
  const edition = {id: 'real', number: 3, questions: []};
  const real = practiceDistrict({now: NOW, name: '', stairwell: '', sweep: '', edition});
  assert.deepEqual([...real.editions.values()], [edition]);
  assert.equal([...real.campaigns.values()][0].edition, 'real');
});

test('the lessons come in their order and end', () => {
  assert.equal(nextLesson([]), 'well');
  assert.equal(nextLesson([closed, single]), 'well');
  assert.equal(nextLesson([well]), 'floor');
  assert.equal(nextLesson([well, closed]), 'one');
  assert.equal(nextLesson([well, closed, single]), null);
});

test('what is no visit teaches nothing', () => {
  assert.equal(nextLesson([voiding({id: 'v', now: NOW, of: well})]), 'well');
});
