import assert from 'node:assert/strict';
import {test} from 'node:test';

import {eventOf, freeBeds, staying, written} from '../../static/field/domain/station.js';

const NOW = Date.parse('2022-03-15T18:40:00+08:00');
const guest = (/** @type {string} */ person, /** @type {number|null} */ bed) =>
  ({person, name: '张*', label: '101', room: bed && 'r', bed, arrived_at: '2022-03-14T08:00:00Z', home_from: null, home: false, owes_test: false});
/** @type {any} */
const STATION = {id: 's', name: '驿站', rooms: [{id: 'r', name: '201', beds: 3}], guests: [guest('li', 1)]};
const EXPECTED = [{person: 'wang', name: '王*', label: '1-1-101', where: '翠湖小区'}];
const BED = {room: 'r', name: '201', bed: 2};

const event = (/** @type {string} */ person, /** @type {any} */ what, /** @type {any} */ bed) =>
  eventOf({id: `${person} ${what}`, now: NOW, station: 's', person, event: what, bed});
const item = (/** @type {any} */ envelope, standing = 'waiting') => ({envelope, standing});

test('who has arrived without a signal stays at once, in the bed that is not free any more', () => {
  const guests = staying(STATION, EXPECTED, [event('wang', 'arrived', BED)]);
  assert.deepEqual(guests.map(({person, name, bed}) => [person, name, bed]), [['li', '张*', 1], ['wang', '王*', 2]]);
  assert.deepEqual(freeBeds(STATION, guests).map((one) => one.bed), [3]);
});

test('who goes home leaves the bed', () => {
  assert.deepEqual(freeBeds(STATION, staying(STATION, EXPECTED, [event('li', 'home', undefined)])).length, 3);
});

test('what the server has answered since, took back or refused counts no more', () => {
  const arrived = event('wang', 'arrived', BED);
  const gone = {id: 'v', kind: 'void', amends: arrived.id, body: {}, device_at: ''};
  assert.equal(written([item(arrived)], NOW + 1).length, 1);
  assert.equal(written([item(arrived, 'accepted')], NOW - 1).length, 1);
  assert.equal(written([item(arrived, 'accepted')], NOW + 1).length, 0);
  assert.equal(written([item(arrived, 'rejected')], 0).length, 0);
  assert.equal(written([item(arrived), item(gone)], 0).length, 0);
});
