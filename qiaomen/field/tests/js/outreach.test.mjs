import assert from 'node:assert/strict';
import {test} from 'node:test';

import {doneOf, handoutOf, isEnough, left, met, saidDone, stageOf, wayOf} from '../../static/field/domain/outreach.js';
import {contract} from './contract.mjs';

const CASES = contract('outreach');
const NOW = Date.parse(CASES.now);
const {a, b, c} = CASES.places;
const spots = Object.entries(CASES.places).map(([name, place]) => ({place: String(place), name, where: ''}));
/** @param {any} [more] @returns {import('../../static/field/domain/outreach.js').Round} */
const round = (more = {}) => ({id: 'r', title: '', what: 'loudspeaker', due: CASES.now, photo: false, material: null, copies: 1, words: '', missing: spots.length, spots, ...more});
const item = (/** @type {any} */ envelope, standing = 'waiting') => ({envelope, standing});
const done = (/** @type {string} */ id, /** @type {string} */ place) => doneOf(round(), place, {ids: [id, `${id} too`], now: NOW, how: 'tap'})[0];

for (const one of CASES.done) test(`a place of a round: ${one.why}`, () => {
  const asked = round({what: one.what, material: one.material ? 'm' : null, copies: one.copies, photo: one.photo});
  const made = doneOf(asked, a, {ids: ['1', '2'], now: NOW, how: 'scan', photos: Array(one.photos).fill('p')});
  assert.deepEqual(made.map(({kind}) => kind), one.kinds);
  assert.equal(isEnough(asked, one.photos), one.enough);
  assert.ok(made.every(({place}) => place === a));
  if (made[1]) assert.deepEqual(made[1].body, {material: 'm', count: one.copies, way: CASES.ways[one.what], during: '1'});
});

for (const one of CASES.left) test(`what is left: ${one.why}`, () => {
  const items = one.said.flatMap((/** @type {any} */ said, /** @type {number} */ at) => {
    const written = item(done(`d${at}`, CASES.places[said.place]));
    return said.taken_back ? [written, item({id: `v${at}`, kind: 'void', amends: `d${at}`, device_at: '', body: {}})] : [written];
  });
  const found = left([round()], saidDone(items));
  assert.deepEqual(found.flatMap((each) => each.spots.map(({name}) => name)), one.left);
});

test('how many are missing counts those beyond the first ones, less what this phone did', () => {
  const [one] = left([round({missing: 700})], saidDone([item(done('d', a))]));
  assert.deepEqual([one.missing, one.spots.length], [699, 2]);
  assert.equal(left([round({missing: 2, spots: [spots[0]]})], saidDone([item(done('d', a))]))[0].missing, 1);
});

test('a round is late from its hour on', () => {
  for (const {due, stage} of CASES.stages) assert.equal(stageOf({due}, NOW), stage);
});

test('what was refused is still to do, and a code leads to the first round that misses its place', () => {
  assert.deepEqual([...saidDone([item(done('d', b), 'rejected')])], []);
  const first = round({id: 'x', spots: [spots[0]]});
  assert.equal(met([first, round()], b)?.round.id, 'r');
  assert.equal(met([first, round()], a)?.round.id, 'x');
  assert.equal(met([first], c), null);
});

test('what hangs is hung, and a handout goes with nothing else', () => {
  for (const [what, way] of Object.entries(CASES.ways)) assert.equal(wayOf(/** @type {any} */ (what)), way);
  assert.deepEqual(handoutOf({material: 'm', count: 3, way: 'drop', place: a}, {id: 'h', now: NOW}).body, {material: 'm', count: 3, way: 'drop'});
});
