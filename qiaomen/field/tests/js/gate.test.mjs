import assert from 'node:assert/strict';
import {test} from 'node:test';

import {advise, dueAt, heat, isAgain, isPlate, LIMITS, listAge, plateOf} from '../../static/field/domain/gate.js';
import {learnt, nothing, packed, unpacked} from '../../static/field/domain/gate-known.js';
import {counts, missed, twice, unexplained} from '../../static/field/domain/gate-log.js';
import {passage, visited, visitorStands} from '../../static/field/domain/gate-records.js';
import {pass8} from '../../static/field/domain/pass.js';
import {reworded} from '../../static/field/domain/rewording.js';
import {item} from '../../static/field/domain/outbox.js';

const PASS = '11223344-5566-4778-8990-000000000000';
const NOW = Date.parse('2022-03-15T18:40:00+08:00');
const ISSUED = Math.floor(NOW / 1000) - 3600;

/** @param {any} [more] */
const code = (more = {}) => ({
  problem: 'ok', kid: 'k', colour: 'green', said: 'green', rules: 'green', elsewhere: false, list_old: false,
  token: {id: PASS, name: '李*', issued: ISSUED, expires: ISSUED + 86400, colour: 'green', district: '431123', areas: [], form: 'phone', begins: ISSUED}, ...more});
const red = () => code({colour: 'red', said: 'red', rules: 'red'});
/** @param {any} [more] @returns {any} */
const somebody = (more = {}) => ({
  id: 'one', at: NOW, gate: 'gate', lane: '', direction: 'in', way: 'walk', code: code(), name: '李*', resident: true,
  list_age_s: 60, offline: true, ...more});
const actOf = (more, earlier) => advise(somebody(more), LIMITS, earlier).act;

test('each colour has its own way', () => {
  assert.equal(actOf({}), 'pass');
  assert.equal(actOf({code: code({colour: 'yellow', rules: 'yellow'})}), 'decide');
  assert.equal(actOf({code: code({colour: 'grey', rules: 'yellow'})}), 'decide');
  assert.equal(actOf({code: red()}), 'refuse');
});

test('illness, birth and fire pass every colour, any fever, and what was decided', () => {
  for (const emergency of ['illness', 'birth', 'fire']) {
    for (const more of [{code: red()}, {code: null}, {temperature: 39, second: 39}, {decided: {verdict: 'refused', reason: 'other'}}]) {
      const {act, verdict} = advise(somebody({emergency, ...more}), LIMITS);
      assert.deepEqual([act, verdict], ['emergency', 'emergency']);
    }
  }
});

test('a list that is too old turns green into yellow, and says so', () => {
  const {act, why} = advise(somebody({code: code({rules: 'yellow', list_old: true})}), LIMITS);
  assert.deepEqual([act, why], ['decide', ['list_old']]);
});

test('a code that does not count is verified like yellow; a red one that was suspended stays red', () => {
  for (const problem of ['expired', 'suspended', 'revoked', 'other_area', 'bad_signature', 'unknown_key', 'old_key', 'not_yet_valid', 'too_long']) {
    assert.deepEqual(advise(somebody({code: code({problem, rules: ''})}), LIMITS).why, [problem]);
    assert.equal(actOf({code: code({problem, rules: ''})}), 'decide', problem);
  }
  assert.equal(actOf({code: code({problem: 'suspended', rules: '', colour: 'red'})}), 'refuse');
});

test('the strictest of the codes holds', () => {
  assert.equal(actOf({health: 'green', travel: 'clear'}), 'pass');
  assert.equal(actOf({health: 'yellow'}), 'decide');
  assert.equal(actOf({health: 'red'}), 'refuse');
  assert.equal(actOf({travel: 'risk'}), 'decide');
  assert.deepEqual(advise(somebody({travel: 'risk', health: 'red'}), LIMITS).why, ['health_red', 'travel_risk']);
});

test('above 37.3 a second reading follows after five minutes; 37.3 itself is no fever', () => {
  assert.equal(heat(somebody({temperature: 37.3}), LIMITS), 'none');
  const hot = somebody({temperature: 37.4, second_at: NOW + 300_000});
  assert.equal(heat(hot, LIMITS), 'first');
  assert.equal(dueAt(hot, LIMITS), NOW + 300_000);
  assert.equal(advise(hot, LIMITS).act, 'wait');
  assert.equal(heat({...hot, second: 37.2}, LIMITS), 'over');
  assert.equal(advise({...hot, second: 37.2}, LIMITS).act, 'pass');
});

test('above it twice a resident is kept apart, and anybody else turned back', () => {
  const hot = {temperature: 37.9, second: 37.8, second_at: NOW};
  assert.deepEqual(advise(somebody(hot), LIMITS).verdict, 'kept_apart');
  assert.deepEqual(advise(somebody({...hot, resident: false}), LIMITS).verdict, 'refused');
  assert.deepEqual(advise(somebody({...hot, resident: null}), LIMITS).reason, 'fever');
});

test('nobody is told of a first reading; of two, both', () => {
  const hot = somebody({temperature: 37.9, second_at: NOW + 300_000});
  const first = passage(hot, LIMITS).body;
  assert.deepEqual([first.verdict, first.reason, first.temperature, first.second_at], ['refused', 'second_reading', undefined, undefined]);
  const both = passage({...hot, second: 37.8, second_at: NOW + 301_000}, LIMITS).body;
  assert.deepEqual([both.verdict, both.temperature, both.second_temperature], ['kept_apart', 37.9, 37.8]);
  assert.equal(both.second_at, new Date(NOW + 301_000).toISOString());
});

test('who left before the second reading was not let in, and the one reading is told', () => {
  const gone = somebody({temperature: 37.9, second_at: NOW + 300_000, decided: {verdict: 'refused', reason: 'left'}});
  assert.equal(dueAt(gone, LIMITS), null);
  const {verdict, reason, temperature} = passage(gone, LIMITS).body;
  assert.deepEqual([verdict, reason, temperature], ['refused', 'left', 37.9]);
});

test('a yellow one that nobody decided on was not let in', () => {
  const yellow = somebody({code: code({colour: 'yellow', rules: 'yellow'})});
  assert.deepEqual([passage(yellow, LIMITS).body.verdict, passage(yellow, LIMITS).body.reason], ['refused', 'undecided']);
  const decided = passage({...yellow, decided: {verdict: 'provisional', reason: 'yellow'}}, LIMITS).body;
  assert.deepEqual([decided.verdict, decided.reason], ['provisional', 'yellow']);
});

test('a passage says what was seen and leaves out what was not', () => {
  assert.deepEqual(passage(somebody(), LIMITS), {
    id: 'one', kind: 'passage', device_at: new Date(NOW).toISOString(), place: 'gate',
    body: {direction: 'in', pass: PASS, iat: ISSUED, exp: ISSUED + 86400, kid: 'k', colour_seen: 'green', verdict: 'passed', list_age_s: 60, offline: true},
  });
});

test('the same code within seconds is one passage, however long it is held', () => {
  assert.equal(isAgain(null, 'a', NOW), false);
  assert.equal(isAgain({text: 'a', seenAt: NOW - 7_000}, 'a', NOW), true);
  assert.equal(isAgain({text: 'a', seenAt: NOW - 9_000}, 'a', NOW), false);
  assert.equal(isAgain({text: 'b', seenAt: NOW - 1_000}, 'a', NOW), false);
});

test('a pass that goes in twice without coming out is another person’s, or handed on', () => {
  const first = somebody({id: 'first', at: NOW - 120_000});
  const again = somebody();
  assert.equal(twice([first], again, LIMITS), first.at);
  assert.equal(advise(again, LIMITS, first.at).act, 'decide');
  assert.deepEqual(advise(again, LIMITS, NOW - 3_600_000), {act: 'pass', tone: 'green', why: ['twice'], verdict: 'passed', reason: ''});
  assert.equal(twice([first, somebody({id: 'out', at: NOW - 60_000, direction: 'out'})], again, LIMITS), null);
  assert.equal(twice([{...first, decided: {verdict: 'refused', reason: 'other'}, code: code({rules: 'yellow', colour: 'yellow'})}], again, LIMITS), null);
});

test('who is inside came in by a code and did not go out', () => {
  const out = somebody({id: 'out', at: NOW + 1, direction: 'out'});
  assert.deepEqual(counts([out, somebody()], LIMITS), {in: 1, out: 1, refused: 0, emergencies: 0, inside: 0});
  assert.deepEqual(counts([somebody(), somebody({id: 'x', code: red()}), somebody({id: 'y', code: null, emergency: 'fire'})], LIMITS),
    {in: 2, out: 0, refused: 1, emergencies: 1, inside: 1});
});

test('who went through by a pass that had been suspended is marked when the list comes', () => {
  const since = Math.floor(NOW / 1000) - 600;
  const listed = new Map([[pass8(PASS), [pass8(PASS), since, 1, 1]]]);
  assert.deepEqual(missed([somebody()], listed, 0).get('one'), {since: since * 1000, colour: 'green', state: 'suspended'});
  assert.equal(missed([somebody({at: NOW - 700_000})], listed, 0).size, 0, 'they came before');
  assert.equal(missed([somebody({code: code({problem: 'suspended'})})], listed, 0).size, 0, 'the gate had told');
  assert.equal(missed([somebody({emergency: 'birth'})], listed, 0).size, 0);
});

test('an emergency waits for its words', () => {
  const one = somebody({emergency: 'birth'});
  assert.deepEqual(unexplained([one, somebody({id: 'two'})]), [one]);
  assert.deepEqual(unexplained([{...one, note: '送县医院'}]), []);
});

test('the list grows by what changed, forgets what no code can be older than, and is kept', () => {
  const asOf = 1_700_000_000;
  const answer = (list) => ({server_time: '', district: 'd', districts: {}, keys: [], gates: [], limits: {fever: 37.5}, alarms: [], list: {cursor: '2', as_of: asOf, ...list}});
  const whole = learnt(nothing(), answer({whole: true, entries: [['a', asOf - 10, 1, 1], ['old', asOf - 15 * 86400, 1, 1]]}));
  assert.deepEqual([...whole.listed.keys()], ['a']);
  const more = learnt(whole, answer({whole: false, entries: [['a', asOf - 5, 1, 0], ['b', asOf - 5, 3, 0]]}));
  assert.deepEqual(more.listed.get('a'), ['a', asOf - 5, 1, 0]);
  assert.equal(more.limits.fever, 37.5);
  assert.deepEqual(unpacked(JSON.parse(JSON.stringify(packed(more)))), more);
  assert.equal(listAge(more.as_of, asOf * 1000 + 90_000), 90);
  assert.equal(listAge(null, NOW), null);
});

test('a visitor waits for the household; above the limit twice they are turned back', () => {
  const visitor = {id: 'r', visitor: 'v', at: NOW, gate: 'gate', name: '周小雨', phone: '', origin: 'county', purpose: 'visit', door: '', registered_by: /** @type {const} */ ('gate'), fetched: false, offline: true, note: ''};
  assert.equal(visitorStands(visitor, LIMITS).reason, 'not_fetched');
  assert.equal(visitorStands({...visitor, fetched: true}, LIMITS).verdict, 'passed');
  assert.equal(visitorStands({...visitor, fetched: true, temperature: 38}, LIMITS).reason, 'second_reading');
  assert.equal(visitorStands({...visitor, fetched: true, temperature: 38, second: 38.1}, LIMITS).reason, 'fever');
  assert.equal(visitorStands({...visitor, fetched: true, temperature: 38, second: 36.9}, LIMITS).verdict, 'passed');
  assert.deepEqual(visited({...visitor, door: 'd'}, LIMITS), {id: 'r', kind: 'visitor', device_at: new Date(NOW).toISOString(), place: 'gate', door: 'd',
    body: {id: 'v', name: '周小雨', origin: 'county', purpose: 'visit', registered_by: 'gate', verdict: 'refused', reason: 'not_fetched', offline: true}});
});

test('a record that never left is said otherwise where it lies; one that went is not', () => {
  const one = item(passage(somebody(), LIMITS), NOW);
  const other = passage(somebody({temperature: 36.5}), LIMITS);
  assert.equal(reworded([one], 'one', other)[0].envelope.body.temperature, 36.5);
  for (const gone of [{...one, tries: 1}, {...one, standing: /** @type {const} */ ('sending')}]) {
    const items = [gone];
    assert.equal(reworded(items, 'one', other), items);
  }
});

test('plates are read as people type them', () => {
  assert.equal(plateOf('湘m·a12 34d'), '湘MA1234D');
  for (const plate of ['湘MA1234', '湘MD12345', '京A1234警', '使A12345']) assert.ok(isPlate(plateOf(plate)), plate);
  for (const plate of ['MA1234', '湘MA12', '湘1A1234']) assert.equal(isPlate(plate), false, plate);
});
