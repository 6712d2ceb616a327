import assert from 'node:assert/strict';
import {webcrypto} from 'node:crypto';
import {test} from 'node:test';

import {verifyAsync} from '@noble/ed25519';
import {decode} from 'cborg';

import {decode45, encode45} from '../../static/field/domain/base45.js';
import {judge, unbase64} from '../../static/field/domain/pass.js';
import {STRICT} from '../../static/field/verifying-means.js';
import {contract} from './contract.mjs';

const shared = contract('passes');
const listed = new Map(shared.list.map((entry) => [entry[0], entry]));
const where = shared.gate;

/** @type {Record<string, import('../../static/field/domain/pass.js').Means['genuine']>} */
const WAYS = {
  browser: async (key, signature, signed) => {
    const made = await webcrypto.subtle.importKey('raw', key, {name: 'Ed25519'}, false, ['verify']);
    return webcrypto.subtle.verify({name: 'Ed25519'}, made, signature, signed);
  },
  noble: async (key, signature, signed) => verifyAsync(signature, signed, key, {zip215: false}).catch(() => false),
};

/** What a case expects, and what a gate says of it. */
async function said(one, genuine) {
  const known = {keys: shared.keys, listed, list_age: one.list_age ?? shared.list_age, list_old_s: shared.limits.list_old_s};
  const verdict = await judge(one.token, {now: one.at ?? shared.now, where: one.gate ?? where, known}, {decode: (bytes) => decode(bytes, STRICT), genuine});
  const {token, ...rest} = verdict;
  return {...token, ...rest, name: token?.name ?? ''};
}

for (const [way, genuine] of Object.entries(WAYS)) {
  test(`a gate without a network says what the server says (${way})`, async () => {
    for (const one of shared.cases) {
      const found = await said(one, genuine);
      const asked = Object.fromEntries(Object.keys(one.expect).map((name) => [name, found[name]]));
      assert.deepEqual(asked, one.expect, one.why);
    }
    assert.ok(shared.cases.length > 50);
  });
}

test('the vectors of RFC 9285 are read and written', () => {
  const vectors = {AB: 'BB8', 'Hello!!': '%69 VD92EX0', 'base-45': 'UJCLQE7W581', 'ietf!': 'QED8WEX0'};
  for (const [text, code] of Object.entries(vectors)) {
    assert.equal(encode45(new TextEncoder().encode(text)), code);
    assert.equal(new TextDecoder().decode(/** @type {Uint8Array} */ (decode45(code))), text);
  }
});

test('what is no base45 is not read', () => {
  for (const text of [':::', 'GGW', 'A', 'ab', 'BB8!', 'ＡＢ', '::', 'BB8\n']) assert.equal(decode45(text), null, text);
});

test('any bytes come back from base45', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = webcrypto.getRandomValues(new Uint8Array(length));
    assert.deepEqual(decode45(encode45(bytes)), bytes);
  }
});

test('a code that was changed anywhere is none, whoever changes it', async () => {
  const [green] = shared.cases;
  const genuine = WAYS.browser;
  for (let at = 4; at < green.token.length; at += 7) {
    const other = green.token[at] === '0' ? '1' : '0';
    const {problem, name} = await said({...green, token: green.token.slice(0, at) + other + green.token.slice(at + 1)}, genuine);
    assert.ok(['unreadable', 'unknown_key', 'bad_signature'].includes(problem), `${at} ${problem}`);
    assert.equal(name, '');
  }
  assert.equal(unbase64('AA').length, 1);
});
