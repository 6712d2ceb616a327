import assert from 'node:assert/strict';
import {test} from 'node:test';

import {LIMITS} from '../../static/field/domain/gate.js';
import {counted, found, holds, looked, lookedAt, looks, scan} from '../../static/field/domain/venue.js';

const NOW = Date.parse('2022-03-15T18:40:00+08:00');
const ORDER = {id: 'order', ground: 'crowding', since: '2022-03-10T00:00:00+08:00', until: '2022-03-20T00:00:00+08:00', document: '', finds: ''};
/** @type {any} */
const VENUE = {id: 'door', place: 'alley', label: '6号', where: '豆腐巷', kind: 'venue', area: 'aa', above: [], suspended: ORDER};

/** @param {any} [more] @returns {any} */
const somebody = (more = {}) => ({
  id: 'one', at: NOW, gate: 'door', lane: '', direction: 'in', way: 'walk', code: null, name: '', resident: false,
  list_age_s: null, offline: true, ...more});

test('a first reading above the limit is not told while the second is due', () => {
  const body = scan(somebody({temperature: 38, second_at: NOW + 300_000}), LIMITS).body;
  assert.deepEqual([body.temperature, body.verdict, body.reason], [undefined, 'refused', 'second_reading']);
  const twice = scan(somebody({temperature: 38, second: 38.2, second_at: NOW + 300_000}), LIMITS).body;
  assert.deepEqual([twice.temperature, twice.second_temperature, twice.reason], [38, 38.2, 'fever']);
});

test('a red health code is turned back whatever the thermometer says, and illness passes it', () => {
  assert.equal(scan(somebody({health: 'red', temperature: 36.4}), LIMITS).body.verdict, 'refused');
  assert.equal(scan(somebody({health: 'red', emergency: 'illness'}), LIMITS).body.verdict, 'emergency');
});

test('found open is a finding with the photos, and a second look', () => {
  const [finding, look] = looked({id: 'l', other: 'f', now: NOW, venue: VENUE, finds: 'open', note: '', photos: ['p']});
  assert.deepEqual([finding.kind, finding.place, finding.door, finding.body.suspension, finding.body.photos], ['finding', 'alley', 'door', 'order', ['p']]);
  assert.deepEqual([look.kind, look.door, look.body], ['suspension_step', 'door', {suspension: 'order', step: 'looked', finds: 'open'}]);
  assert.equal(looked({id: 'l', other: 'f', now: NOW, venue: VENUE, finds: 'ready', note: '', photos: []}).length, 1);
});

test('what this phone found stands over an answer that cannot know it, and no longer', () => {
  const [, look] = looked({id: 'l', other: 'f', now: NOW, venue: VENUE, finds: 'open', note: '', photos: []});
  /** @type {(standing: string, answered: number) => string|undefined} */
  const finds = (standing, answered) =>
    lookedAt(new Map([['door', VENUE]]), looks([{envelope: look, standing}], answered)).get('door')?.suspended?.finds;
  assert.equal(finds('waiting', NOW + 1000), 'open', 'not there yet');
  assert.equal(finds('accepted', NOW - 1000), 'open', 'asked before it was written');
  assert.equal(finds('accepted', NOW + 1000), '', 'the answer knows better');
  assert.equal(finds('rejected', NOW - 1000), '');
});

test('a finding is due in a day', () => {
  const {body} = found({id: 'f', now: NOW, venue: VENUE, what: 'crowding', note: '', photos: []});
  assert.equal(Date.parse(body.due) - NOW, 86_400_000);
});

test('whoever was let in and has not gone out is inside', () => {
  const decided = {verdict: /** @type {'passed'} */ ('passed'), reason: 'verified_here'};
  const all = [somebody({decided}), somebody({decided}), somebody({health: 'red'}), somebody({direction: 'out', decided})];
  assert.deepEqual(counted(all, LIMITS), {in: 2, out: 1, turned: 1, inside: 1});
  assert.equal(counted([somebody({direction: 'out'})], LIMITS).inside, 0);
});

test('an order ends with its period on a phone that heard nothing since', () => {
  assert.equal(holds(ORDER, NOW), true);
  assert.equal(holds(ORDER, Date.parse('2022-03-20T00:00:00+08:00')), false);
  assert.equal(holds({...ORDER, until: null}, NOW + 1e12), true);
  assert.equal(holds(null, NOW), false);
});
