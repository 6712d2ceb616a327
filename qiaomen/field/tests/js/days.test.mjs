import assert from 'node:assert/strict';
import {test} from 'node:test';

import {
  dayNumber, dueOn, end, followUpEnd, lastDay, localDay, midnight, phases,
} from '../../static/field/domain/days.js';
import {contract} from './contract.mjs';

const shared = contract('days');
const zoneOf = (/** @type {any} */ one) => one.zone ?? shared.zone;
/** @param {{start: string, end: string}} span */
const asInstants = (span) => ({...span, start: Date.parse(span.start), end: Date.parse(span.end)});

for (const one of shared.local_day) {
  test(`${one.at} is ${one.day} in ${zoneOf(one)}`, () => assert.equal(localDay(one.at, zoneOf(one)), one.day));
}
for (const one of shared.midnight) {
  test(`midnight of ${one.day} in ${zoneOf(one)}`, () =>
    assert.equal(Date.parse(midnight(one.day, zoneOf(one))), Date.parse(one.at)));
}
for (const one of shared.end) {
  test(`end: ${one.why}`, () => {
    assert.equal(lastDay(one.day0, one.days), one.last);
    assert.equal(Date.parse(end(one.day0, one.days, zoneOf(one))), Date.parse(one.end));
  });
}
for (const one of shared.due_on) {
  test(`due: ${one.why}`, () => assert.equal(dueOn(one.day0, one.day, one.before), one.date));
}
for (const one of shared.day_number) {
  test(`${one.today} is day ${one.number}`, () => assert.equal(dayNumber(one.day0, one.today), one.number));
}
for (const one of shared.phases) {
  test(`phases: ${one.why}`, () =>
    assert.deepEqual(phases(one.day0, one.lengths, zoneOf(one)).map(asInstants), one.spans.map(asInstants)));
}
for (const one of shared.follow_up_end) {
  test(`follow-up: ${one.why}`, () => {
    const found = followUpEnd(one.day0, one.days, one.checked, zoneOf(one));
    assert.equal(found && Date.parse(found), one.end && Date.parse(one.end));
  });
}
