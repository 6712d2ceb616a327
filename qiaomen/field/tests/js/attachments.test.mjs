import assert from 'node:assert/strict';
import {test} from 'node:test';

import {PIECE} from '../../static/field/domain/attachments.js';
import {sendPhotos} from '../../static/field/sync/attachments.js';

const PICTURE = Uint8Array.from({length: 2 * PIECE + 77}, (_, index) => index % 251);
/** @type {any} */
const AUTHOR = {worker: 'w'};

/**
 * A server that keeps photos as ours does; `moods` go first, one per PUT: what befalls it.
 * @param {string[]} moods
 */
function server(...moods) {
  const kept = new Map();
  const heard = /** @type {number[]} */ ([]);
  /** @param {number} status @param {object} rest */
  const reply = (status, rest) => ({status, code: '', message: '', answer: null, offsetMs: null, problem: null, ...rest});
  const refusal = (/** @type {string} */ code, status = 409, details = {}) => reply(status, {code, problem: {code, details}});
  /** @type {(path: string, bytes?: Uint8Array) => Promise<any>} */
  async function call(path, bytes) {
    const {pathname, searchParams} = new URL(path, 'https://here');
    const id = pathname.split('/').pop();
    const here = kept.get(id) ?? [];
    const size = PICTURE.length;
    if (!bytes) return reply(200, {answer: {received: here.length, size, done: here.length === size}});
    heard.push(Number(searchParams.get('offset')));
    const mood = moods.shift();
    if (mood === 'lost') return reply(0, {});
    if (mood === 'taken, then lost') kept.set(id, [...here, ...bytes]);
    if (mood?.includes('lost')) return reply(0, {});
    if (mood) return refusal(mood, STATUS[mood] ?? 409, {received: '5'});
    if (Number(searchParams.get('offset')) !== here.length) {
      return refusal('attachment.offset', 409, {received: String(here.length)});
    }
    kept.set(id, [...here, ...bytes]);
    return reply(200, {answer: {received: kept.get(id).length, size, done: kept.get(id).length === size}});
  }
  return {call, kept, heard};
}

/** @type {Record<string, number>} */
const STATUS = {
  'access.token_unknown': 401, 'access.not_found': 404, 'access.forbidden': 403, 'outbreak.closed': 410, 'server.full': 507, 'sync.odd': 422,
};

/** @param {string[]} ids */
function camera(...ids) {
  let rows = ids.map((id) => /** @type {any} */ ({id, record: `of ${id}`}));
  /** @type {string[]} */
  const refused = [];
  return {
    refused,
    left: () => rows.map((row) => row.id),
    photos: {
      waiting: async () => rows,
      bytes: async (/** @type {any} */ _author, /** @type {any} */ row) => {
        if (row.id === 'spoilt') throw new Error('this box does not open');
        return /** @type {ArrayBuffer} */ (PICTURE.buffer);
      },
      gone: async (/** @type {any} */ row) => void (rows = rows.filter((one) => one !== row)),
      refuse: async (/** @type {any} */ row, /** @type {string} */ code) => void refused.push(`${row.id} ${code}`),
    },
  };
}

test('a photo goes in pieces, and leaves the phone when it is there as a whole', async () => {
  const {call, kept, heard} = server();
  const phone = camera('a', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: false, stop: false, left: 0});
  assert.deepEqual([phone.left(), heard.slice(0, 3)], [[], [0, PIECE, 2 * PIECE]]);
  assert.deepEqual(kept.get('b'), [...PICTURE]);
});

test('it goes on where the signal left it, also when the server had heard more than the phone knows', async () => {
  for (const mood of ['lost', 'taken, then lost']) {
    const {call, kept, heard} = server('', mood);
    const phone = camera('a');
    assert.equal((await sendPhotos(AUTHOR, {...phone, call})).failed, true);
    assert.deepEqual(phone.left(), ['a']);
    await sendPhotos(AUTHOR, {...phone, call});
    assert.deepEqual([kept.get('a'), phone.left()], [[...PICTURE], []]);
    assert.equal(heard.filter((offset) => offset === 0).length, 1);
  }
});

test('a photo whose record is not there yet waits, and holds up no other', async () => {
  const {call, kept} = server('attachment.no_record');
  const phone = camera('a', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: false, stop: false, left: 1});
  assert.deepEqual([phone.left(), [...kept.keys()]], [['a'], ['b']]);
});

test('what the server will not take is marked, stays, and holds up no other', async () => {
  const {call} = server('attachment.too_many');
  const phone = camera('a', 'b');
  await sendPhotos(AUTHOR, {...phone, call});
  assert.deepEqual([phone.refused, phone.left()], [['a attachment.too_many'], ['a']]);
});

for (const code of ['access.not_found', 'access.forbidden']) {
  test(`our own server's last word is one, whatever its code begins with: ${code}`, async () => {
    const {call, kept} = server(code);
    const phone = camera('a', 'b');
    assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: false, stop: false, left: 0});
    assert.deepEqual([phone.refused, [...kept.keys()]], [[`a ${code}`], ['b']]);
  });
}

test('a photo that fails by itself is tried again, and holds up no other', async () => {
  const {call, kept} = server('sync.odd');
  const phone = camera('a', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: true, stop: false, left: 0});
  assert.deepEqual([phone.refused, phone.left(), [...kept.keys()]], [[], ['a'], ['b']]);
});

test('a photo that the phone cannot open is marked, and holds up no other', async () => {
  const {call, kept} = server();
  const phone = camera('spoilt', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: false, stop: false, left: 0});
  assert.deepEqual([phone.refused, [...kept.keys()]], [['spoilt photo.unreadable'], ['b']]);
});

for (const mood of ['lost', 'server.full']) {
  test(`a server that takes nothing just now is left alone at once: ${mood}`, async () => {
    const {call, heard} = server(mood);
    assert.deepEqual(await sendPhotos(AUTHOR, {...camera('a', 'b'), call}), {failed: true, stop: false, left: 0});
    assert.equal(heard.length, 1);
  });
}

test('that the outbreak is over is no word on a photo', async () => {
  const phone = camera('a', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call: server('outbreak.closed').call}), {failed: false, stop: true, left: 0});
  assert.deepEqual(phone.refused, []);
});

test('a token that is not known any more stops it, and nothing is lost', async () => {
  const {call} = server('access.token_unknown');
  const phone = camera('a', 'b');
  assert.deepEqual(await sendPhotos(AUTHOR, {...phone, call}), {failed: false, stop: true, left: 0});
  assert.deepEqual(phone.left(), ['a', 'b']);
});

test('a server that takes nothing forward is a failure, not an endless loop', async () => {
  const {call, heard} = server(...Array(50).fill('attachment.offset'));
  assert.equal((await sendPhotos(AUTHOR, {...camera('a'), call})).failed, true);
  assert.ok(heard.length < 10);
});
