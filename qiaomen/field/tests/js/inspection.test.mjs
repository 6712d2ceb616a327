import assert from 'node:assert/strict';
import {test} from 'node:test';

import {asks, dueAt, findingOf, findingStepOf, left, namedSo, roundOf, sealEventOf, sealOf, written} from '../../static/field/domain/inspection.js';
import {contract} from './contract.mjs';

const shared = contract('inspection');
const NOW = Date.parse('2022-03-22T18:40:00+08:00');
const said = (/** @type {string} */ id) => ({id, now: NOW});
const finding = (/** @type {string} */ id, mine = true) =>
  ({id, place: 'p', door: null, what: 'crowding', where: '', label: '', state: 'open', due: null, found: '', reopened: 0, mine});
const seal = {id: 's', place: 'p', door: 'd', where: '', label: '101', standing: 'intact', until: null, emergency: '120', ask: false, unexplained: []};
const round = (/** @type {string} */ subject, /** @type {string|null} */ asked = null) =>
  ({subject, place: 'p', door: null, asked, where: '', label: '', why: '', due: ''});
/** @type {any} */
const KNOWN = {
  at: 0, findings: [finding('f'), finding('g', false)], places: [], duties: [], rounds: [round('p'), round('a', 'a')], products: [], seals: [seal],
  sealable: [{door: 'e', place: 'p', where: '', label: '102', people: [{episode: 'x', person: 'y'}]}],
};
const after = (/** @type {any[]} */ ...written) => left(KNOWN, written);

for (const {what, at, due} of shared.due) {
  test(`${what} is put right in time`, () => assert.equal(dueAt(what, Date.parse(at)), Date.parse(due)));
}
for (const {event, why, asks: wanted, why_so: so} of shared.asks) {
  test(`somebody is asked to knock, or not: ${so}`, () => assert.equal(asks(event, why), wanted));
}
for (const {events, waits, needs, why_so: so} of shared.knocks) {
  test(`somebody is to knock, or not, after knocks: ${so}`, () => {
    const all = events.map((/** @type {any} */ one, /** @type {number} */ at) => sealEventOf(seal, {...said(String(at)), ...one}));
    const {asking, seals} = after(...all);
    assert.deepEqual([asking.length > 0, seals.some((one) => one.needs)], [waits, needs]);
  });
}

test('a finding says its date, and what was put right or looked at waits no more', () => {
  assert.deepEqual(findingOf({place: 'p'}, {...said('n'), what: 'crowding'}).body, {what: 'crowding', due: '2022-03-22T14:40:00.000Z'});
  assert.deepEqual(after(findingStepOf(finding('f'), {...said('1'), step: 'rectified'})).mine, []);
  const looked = findingStepOf(finding('g', false), {...said('2'), step: 'looked_again', isRight: true});
  assert.deepEqual(looked.body, {finding: 'g', step: 'looked_again', is_right: true});
  assert.equal(after(looked).looks.length, 0);
  assert.equal(after().mine.length + after().looks.length, 2);
});

test('a round is the regular one of its place, and answers what it names; one behind a door is not the place’s', () => {
  assert.deepEqual(after(roundOf({place: 'p', asked: 'a'}, said('1'))).rounds, []);
  assert.deepEqual(after(roundOf({place: 'p', door: 'd', asked: 'a'}, said('1'))).rounds.map((one) => one.subject), ['p']);
  assert.deepEqual(after(roundOf({place: 'p'}, said('1'))).rounds.map((one) => one.subject), ['a']);
});

test('an opening that nobody explains asks somebody to knock, and asking settles it', () => {
  const opened = sealEventOf(seal, {...said('o'), event: 'opened'});
  const [open] = after(opened).asking;
  assert.deepEqual([open.standing, open.unexplained], ['opened', ['o']]);
  const asked = sealEventOf(seal, {...said('k'), event: 'asked', finds: 'well'});
  const explained = sealEventOf(seal, {...said('x'), event: 'explained', why: 'birth', opening: 'o'});
  const [calm] = after(opened, asked, explained).seals;
  assert.deepEqual([calm.ask, calm.unexplained, calm.standing], [false, [], 'opened']);
  assert.equal(after(sealEventOf(seal, {...said('d'), event: 'opened', why: 'delivery'})).asking.length, 0);
  assert.equal(after(sealEventOf(seal, {...said('r'), event: 'removed'})).seals.length, 0);
});

test('a seal names whose measure it is for, and a door that has one asks for none', () => {
  const put = sealOf(KNOWN.sealable[0], {...said('n'), emergency: '120'});
  assert.deepEqual([put.person, put.door, put.body], ['y', 'e', {emergency: '120', people: [{episode: 'x', person: 'y'}]}]);
  assert.equal(after(put).sealable.length, 0);
});

test('what the server has answered since, took back or refused counts no more', () => {
  const made = roundOf({place: 'p'}, said('1'));
  const item = (standing = 'waiting') => ({envelope: made, standing});
  const gone = {envelope: {id: 'v', kind: 'void', amends: '1', body: {}, device_at: ''}, standing: 'waiting'};
  assert.equal(written([item()], NOW + 1).length, 1);
  assert.equal(written([item('accepted')], NOW + 1).length, 0);
  assert.equal(written([item('accepted')], NOW - 1).length, 1);
  assert.equal(written([item('rejected')], 0).length + written([item(), gone], 0).length, 0);
  assert.equal(written([item(), {...gone, standing: 'rejected'}], 0).length, 1);
});

test('a place is found by a part of its name, and nothing typed finds nothing', () => {
  const places = [{id: '1', name: '北门', where: '翠湖小区 北门', kind: 'gate'}, {id: '2', name: '翠湖小区', where: '翠湖小区', kind: 'compound'}];
  assert.deepEqual(namedSo(places, '翠湖').map(({id}) => id), ['2', '1']);
  assert.deepEqual(namedSo(places, ' '), []);
});
