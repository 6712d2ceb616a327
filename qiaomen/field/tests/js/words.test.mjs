/** The words of the screens come late, not at all, or in the wrong order. */

import assert from 'node:assert/strict';
import {after, beforeEach, test} from 'node:test';

import {language, speak, speakAgain, t} from '../../static/field/words.js';

/** @type {any} */
const given = globalThis;
given.document = {documentElement: {lang: ''}};
const fetched = globalThis.fetch;
after(() => void (globalThis.fetch = fetched));

/** What was asked for and is not answered yet. @type {{path: string, answer: (words: object) => Promise<void>, fail: () => Promise<void>}[]} */
let calls = [];
const settled = () => new Promise((go) => setTimeout(go));
given.fetch = (/** @type {string} */ path) => new Promise((go, fail) => calls.push({
  path,
  answer: (words) => (go(new Response(JSON.stringify(words))), settled()),
  fail: () => (fail(new TypeError('no network')), settled()),
}));

beforeEach(async () => {
  await speak('en');
  calls = [];
});

test('of two languages the one that was asked for last is spoken, whichever comes first', async () => {
  void speak('zh-hans');
  void speak('zh-hant');
  await calls[1].answer({Today: '今日'});
  await calls[0].answer({Today: '今天'});
  assert.deepEqual([language(), t('Today')], ['zh-hant', '今日']);
});

test('English needs no words, and drops those that still come', async () => {
  void speak('zh-hans');
  void speak('en');
  await calls[0].answer({Today: '今天'});
  assert.deepEqual([calls.length, language(), t('Today')], [1, 'en', 'Today']);
});

test('words that could not be had are asked for again, and words that are there are not', async () => {
  void speak('zh-hans');
  await calls[0].fail();
  assert.deepEqual([language(), t('Today')], ['en', 'Today']);
  speakAgain();
  await calls[1].answer({Today: '今天'});
  speakAgain();
  assert.deepEqual([calls.map((one) => one.path), t('Today')], [Array(2).fill('/field/words/zh-hans.json'), '今天']);
});
