/** Whom to follow up, and what is due: the server's rows, the phone's own records on top, and the clock. */

import assert from 'node:assert/strict';
import {test} from 'node:test';

import {empty, merge, rowsOf} from '../../static/field/domain/district.js';
import {celsius, dueOf, followed, isIll, isLate, predict, shown} from '../../static/field/domain/followups.js';
import {called, checked} from '../../static/field/domain/followups-records.js';
import {missed, openToday, slotOf} from '../../static/field/domain/followups-slots.js';
import {voiding} from '../../static/field/domain/visits.js';
import {contract} from './contract.mjs';

const ZONE = 'Asia/Shanghai';
const HERE = {zone: ZONE, offsetMs: 0};
const at = (/** @type {string} */ time) => Date.parse(`2022-03-21T${time}:00+08:00`);

/** @param {Partial<import('../../static/field/domain/types.js').FollowUp>} [fields] */
const row = (fields) => ({
  person: 'qin', door: 'd1', state: 'open', measure_zh: '居家隔离', measure_en: 'Home isolation', isolates: true,
  since: '2022-03-19T10:00:00+08:00', until: '2022-04-01T00:00:00+08:00', due_end: '2022-04-01T00:00:00+08:00',
  day_zero: '2022-03-17', checks_a_day: 2, checks: done(['2022-03-19', 1], ['2022-03-20', 0], ['2022-03-20', 1]),
  last_check_at: '2022-03-20T19:00:00+08:00', temperature: 36.5, symptoms: [], last_seen_at: null, last_call_at: null,
  last_outcome: '', calls: 0, promise_due: null, questions: [], referral: '', pick_up_at: null, ...fields,
});
/** @param {[string, number][]} slots */
const done = (...slots) => slots.map(([day, slot]) => ({record: `${day} ${slot}`, day, slot}));
const hours = (/** @type {{due: number}[]} */ slots) => slots.map(({due}) => new Date(due + 8 * 3_600_000).toISOString().slice(5, 16));
const check = (/** @type {any} */ fields) => checked({id: 'c1', now: at('09:00'), person: 'qin', how: 'seen', ...fields});
const call = (/** @type {any} */ fields) => called({id: 'k1', now: at('09:00'), person: 'qin', outcome: 'talked', ...fields});
const said = (/** @type {any} */ fields, /** @type {any[]} */ ...records) => predict(row(fields), records, HERE);

const shared = contract('slots');
const zoneOf = (/** @type {any} */ one) => one.zone ?? shared.zone;
/** @param {import('../../static/field/domain/followups-slots.js').Slot[]} found */
const asTold = (found) => found.map(({day, slot, due}) => [day, slot, due]);
/** @param {any[]} slots */
const wanted = (slots) => slots.map(([day, slot, due]) => [day, slot, Date.parse(due)]);
for (const one of shared.slot_of) {
  test(`a check at ${one.at} of ${one.checks_a_day} a day counts for slot ${one.slot}`, () =>
    assert.deepEqual(slotOf(Date.parse(one.at), one.checks_a_day, one.says, zoneOf(one)), {day: one.day, slot: one.slot}));
}
for (const [name, asked] of /** @type {const} */ ([['open_today', openToday], ['missed', missed]])) {
  for (const one of shared[name]) {
    const there = one.done.map((/** @type {[string, number]} */ [day, slot]) => ({day, slot}));
    test(`${name}: ${one.why}`, () =>
      assert.deepEqual(asTold(asked(Date.parse(one.since), Date.parse(one.now), one.checks_a_day, there, zoneOf(one))), wanted(one.slots)));
  }
}

test('it is day 4 of 14, and the end is the server\'s', () => {
  const {day, days, until, isOver} = shown(row(), at('08:00'), ZONE);
  assert.deepEqual([day, days, until, isOver], [4, 14, '2022-04-01T00:00:00+08:00', false]);
});

test('two checks a day are due by noon and by eight', () => {
  assert.deepEqual(hours(shown(row(), at('08:00'), ZONE).due), ['03-21T12:00', '03-21T20:00']);
});

test('a check saved without a signal is not due any more', () => {
  assert.deepEqual(hours(shown(said({}, check()), at('09:01'), ZONE).due), ['03-21T20:00']);
  const evening = check({slot: 'pm'});
  assert.deepEqual(hours(shown(said({}, evening), at('09:01'), ZONE).due), ['03-21T12:00']);
});

test('a check that was taken back is due again, sent or not', () => {
  const taken = voiding({id: 'v', now: at('09:05'), of: check()});
  assert.equal(shown(said({}, check(), taken), at('09:06'), ZONE).due.length, 2);
  const arrived = {checks: [...row().checks, {record: 'c1', day: '2022-03-21', slot: 0}]};
  assert.equal(shown(said(arrived), at('09:06'), ZONE).due.length, 1);
  assert.equal(shown(said(arrived, taken), at('09:06'), ZONE).due.length, 2);
});

test('what is missed is late and the same errand as what is due now; a later check makes up for it', () => {
  const late = shown(row(), at('14:00'), ZONE);
  assert.deepEqual([hours(late.late), hours(late.due), isLate(late, at('14:00'))], [['03-21T12:00'], [], true]);
  const made = shown(predict(row(), [check({now: at('14:01')})], HERE), at('14:02'), ZONE);
  assert.deepEqual([made.late, made.due, isLate(made, at('14:02'))], [[], [], false]);
});

test('nothing is late because of days on which nobody came: what is told of is the last day', () => {
  assert.deepEqual(hours(shown(row({checks: []}), at('13:30'), ZONE).late), ['03-20T20:00', '03-21T12:00']);
});

test('once the period is over nothing is due of us, and it is over even where nobody checked', () => {
  const {isOver, late, due} = shown(row({until: '2022-03-21T00:00:00+08:00', checks: []}), at('08:00'), ZONE);
  assert.deepEqual([isOver, late, due], [true, [], []]);
});

test('follow-up that restricts nobody waits for its last visit', () => {
  const {isOver, due} = shown(row({isolates: false, checks_a_day: 1, until: '2022-03-21T00:00:00+08:00'}), at('08:00'), ZONE);
  assert.deepEqual([isOver, due.length], [false, 1]);
});

test('in hospital nobody of us checks', () => {
  assert.deepEqual(shown(row({state: 'in_care'}), at('14:00'), ZONE).late, []);
});

test('above 37.3 is a fever, 37.3 is none; a symptom is enough', () => {
  assert.deepEqual([37.3, 37.4].map((temperature) => isIll({temperature})), [false, true]);
  assert.deepEqual([isIll({symptoms: []}), isIll({temperature: 36.5, symptoms: ['dry_cough']})], [false, true]);
});

test('what somebody is ill with shows as a referral that waits, at once', () => {
  const ill = said({}, check({temperature: 38.2}));
  assert.deepEqual([ill.referral, ill.temperature], ['waiting', 38.2]);
  assert.equal(said({}, check({temperature: 36.5})).referral, '');
  assert.equal(said({referral: 'acknowledged'}, check({temperature: 38.2})).referral, 'acknowledged');
  assert.equal(said({referral: 'ended'}, check({symptoms: ['fatigue']})).referral, 'waiting');
});

test('only who was seen was seen', () => {
  assert.equal(said({}, check({how: 'phone'})).last_seen_at, null);
  assert.equal(Date.parse(said({}, check()).last_seen_at ?? ''), at('09:00'));
});

test('a call asks, settles and promises', () => {
  const open = {id: 'q0', topic: 'food', waits_for: ['community'], due: null};
  const asked = {id: 'q1', to: ['street', 'cdc'], topic: 'room', due: '2022-03-21T18:00:00+08:00', text: '能否同住'};
  const due = '2022-03-21T12:00:00+08:00';
  const after = said({questions: [open]}, call({outcome: 'promised', promise: '送药', promise_due: due, settles: ['q0'], questions: [asked]}));
  assert.deepEqual(after.questions, [{id: 'q1', topic: 'room', waits_for: ['street', 'cdc'], due: asked.due}]);
  assert.deepEqual([after.calls, after.last_outcome, after.promise_due], [1, 'promised', due]);
});

test('a call that nobody took does not make up for what was promised; one that reached them does', () => {
  const promise_due = '2022-03-21T08:00:00+08:00';
  assert.equal(said({promise_due}, call({outcome: 'not_answered'})).promise_due, promise_due);
  assert.equal(said({promise_due}, call()).promise_due, null);
});

test('what is promised and not kept, or asked and not answered, is late', () => {
  const before = '2022-03-21T08:00:00+08:00';
  const questions = [{id: 'q', topic: 'room', waits_for: ['cdc'], due: before}];
  const of = (/** @type {any} */ fields) => isLate(shown(row(fields), at('09:00'), ZONE), at('09:00'));
  assert.deepEqual([of({}), of({promise_due: before}), of({questions})], [false, true, true]);
});

test('whom nobody took to care comes first, then who is late, then who is due', () => {
  const rows = [row({person: 'due'}), row({person: 'rest', checks_a_day: 0}), row({person: 'late', checks: []}),
    row({person: 'ill', referral: 'waiting', checks_a_day: 0})];
  const all = followed(new Map(rows.map((one) => [one.person, one])), new Map([['due', [check()]]]), at('09:30'), HERE);
  assert.deepEqual(all.map((one) => one.person), ['ill', 'late', 'due', 'rest']);
  assert.deepEqual(dueOf(all, at('09:30')), {ill: 1, late: 1, due: [{by: at('20:00'), count: 2}]});
});

test('a temperature is three digits, and one that a person can have', () => {
  assert.deepEqual(['', '36', '365', '420', '421', '349'].map(celsius), [null, null, 36.5, 42, null, null]);
});

test('what is empty is left out of a record, what is false too', () => {
  assert.deepEqual(check({temperature: 36.4, note: '', symptoms: []}).body, {how: 'seen', temperature: 36.4});
  assert.deepEqual(call({questions: [{id: 'q', to: ['cdc'], text: ''}], incoming: false, promise: ''}).body,
    {outcome: 'talked', questions: [{id: 'q', to: ['cdc']}]});
});

test('follow-ups come whole, stay where a page says nothing of them, and go where it says that there are none', () => {
  const {district, places} = merge(empty(), {followups: [row()]});
  assert.deepEqual([[...places], district.followups.size], [[''], 1]);
  assert.equal(merge(district, {bulletins: []}).district.followups.size, 1);
  assert.equal(merge(district, {followups: []}).district.followups.size, 0);
  assert.deepEqual(merge(empty(), rowsOf(district, ['']).get('')).district.followups, district.followups);
});
