import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {gunzipSync} from 'node:zlib';

import {ask, read} from '../../static/field/sync/transport.js';

const AT = Date.parse('2022-03-21T09:00:00+08:00');
const fetched = globalThis.fetch;
after(() => void (globalThis.fetch = fetched));

test('the offset is what the server’s clock is ahead of the phone’s', () => {
  const reply = read(200, '{"server_time": "2022-03-21T01:00:01.500000Z", "verdicts": []}', AT);
  assert.deepEqual([reply.status, reply.offsetMs], [200, 1500]);
});

test('a refusal is told by its code', () => {
  const reply = read(401, '{"problem": {"code": "access.token_unknown", "message": "Ask for a code."}}', AT);
  assert.deepEqual([reply.status, reply.code, reply.message], [401, 'access.token_unknown', 'Ask for a code.']);
});

for (const [what, status, text] of [
  ['a hotel’s sign-in page', 200, '<html>Welcome</html>'],
  ['a stranger’s refusal', 403, '{"error": "blocked"}'],
  ['half an answer', 200, '{"server_time": "2022-'],
]) {
  test(`${what} is no answer of the server’s`, () => assert.equal(read(status, text, AT).status, 0));
}

test('a proxy that is out of breath is heard', () => assert.equal(read(502, 'Bad gateway', AT).status, 502));

test('no network is status 0, not an exception', async () => {
  globalThis.fetch = async () => {
    throw new TypeError('failed to fetch');
  };
  assert.equal((await ask('/api/sync', {body: {}})).status, 0);
});

test('a large body travels packed, a small one as it is, both under the token', async () => {
  const sent = [];
  globalThis.fetch = async (_path, options) => (sent.push(options), new Response('{"server_time": ""}'));
  const large = {records: 'x'.repeat(5000)};
  await ask('/api/sync', {token: 'T', body: large});
  await ask('/api/sync', {token: 'T', body: {}});
  assert.deepEqual(JSON.parse(gunzipSync(Buffer.from(sent[0].body)).toString()), large);
  assert.deepEqual(sent.map((one) => one.headers['Content-Encoding']), ['gzip', undefined]);
  assert.deepEqual(sent.map((one) => one.headers.Authorization), ['Bearer T', 'Bearer T']);
});

test('the bytes of an answer are told as they come', async () => {
  globalThis.fetch = async () => new Response('{"server_time": "2022-03-21T09:00:00+08:00"}');
  const told = [];
  await ask('/api/sync', {body: {}, onBytes: (bytes) => told.push(bytes)});
  assert.equal(told.at(-1), 44);
});
