import assert from 'node:assert/strict';
import {test} from 'node:test';

import {empty, merge} from '../../static/field/domain/district.js';
import {pull} from '../../static/field/sync/pull.js';
import {PAGE} from './ground.mjs';

const NEW = {worker: 'w', cursor: null, generation: null, first: null};
const MORE = {generation: 'g1', more: true, fresh: true, totals: {doors: 7, people: 3}};

/** Pulls against these answers; what was asked, saved and told. */
async function pulled(author, answers, {district = empty(), signedOut = false} = {}) {
  const log = {asked: [], saved: [], told: [], shown: [], progress: []};
  const result = await pull(author, district, {
    sync: async (row, {cursor}, onBytes) => {
      log.asked.push(cursor);
      onBytes(100);
      const next = answers.shift();
      return typeof next === 'number' ? {status: next, code: next === 409 ? 'sync.cursor' : ''} : {status: 200, code: '', answer: next};
    },
    save: async (row, known, places, fields, fresh) => {
      log.saved.push({doors: known.doors.size, places, fresh, ...fields});
      return signedOut ? undefined : {...row, ...fields};
    },
    later: async (later) => log.told.push(['later', later.length, log.saved.length]),
    restored: async (generation) => log.told.push(['restored', generation, log.saved.length]),
    revoked: async () => log.told.push(['revoked']),
    show: (held) => log.shown.push(held),
    progress: (first) => log.progress.push(first),
  });
  return {result, ...log};
}

test('a first sync goes page by page, each saved with the cursor that leads on', async () => {
  const {result, asked, saved} = await pulled(NEW, [{...PAGE, ...MORE, cursor: 'c1'}, {cursor: 'c2', generation: 'g1'}]);
  assert.equal(result.ok, true);
  assert.deepEqual(asked, [null, 'c1']);
  assert.deepEqual(saved.map((one) => [one.cursor, one.fresh, one.first?.doors ?? null]), [['c1', true, 7], ['c2', false, null]]);
});

test('a first sync that was cut off goes on where it was, and its bytes go on counting', async () => {
  const cut = await pulled(NEW, [{...PAGE, ...MORE, cursor: 'c1'}, 0]);
  assert.equal(cut.result.ok, false);
  const {author, district} = cut.shown.at(-1);
  const {asked, progress, saved} = await pulled(author, [{cursor: 'c2', generation: 'g1'}], {district});
  assert.deepEqual(asked, ['c1']);
  assert.deepEqual(progress, [{doors: 7, doorsTotal: 7, people: 3, peopleTotal: 3, bytes: 200}]);
  assert.deepEqual([saved[0].first, saved[0].doors], [null, 7]);
});

test('a cursor that the server does not know is forgotten once, not for ever', async () => {
  const known = {...NEW, cursor: 'old', generation: 'g1'};
  assert.deepEqual((await pulled(known, [409, {cursor: 'c1', generation: 'g1'}])).asked, ['old', null]);
  assert.deepEqual((await pulled(known, [409, 409])).result, {ok: false, status: 409, code: 'sync.cursor'});
});

test('what became of held records, and a restored server, are told before the cursor moves on', async () => {
  const {told} = await pulled({...NEW, cursor: 'c', generation: 'g1'},
    [{cursor: 'c1', generation: 'g2', fresh: true, verdicts_later: [{id: 'r', verdict: 'accepted'}]}]);
  assert.deepEqual(told, [['restored', 'g2', 0], ['later', 1, 0]]);
});

test('an answer without a cursor means that the phone was revoked', async () => {
  const {result, told, saved} = await pulled({...NEW, cursor: 'c', generation: 'g1'}, [{server_time: ''}]);
  assert.deepEqual([result.code, told, saved], ['access.revoked', [['revoked']], []]);
});

test('places that left the scope go with their doors, and their chunks are touched', async () => {
  const district = merge(empty(), PAGE).district;
  const known = {...NEW, cursor: 'c', generation: 'g1'};
  const {shown, saved} = await pulled(known, [{cursor: 'c1', generation: 'g1', forget: {places: ['alley'], doors: []}}], {district});
  assert.equal([...shown[0].district.doors.values()].some((door) => door.place === 'alley'), false);
  assert.ok(saved[0].places.has('alley'));
});

test('who signed out meanwhile is not shown anything', async () => {
  const {result, shown} = await pulled(NEW, [{...PAGE, ...MORE, cursor: 'c1'}], {signedOut: true});
  assert.deepEqual([result.ok, shown], [false, []]);
});
