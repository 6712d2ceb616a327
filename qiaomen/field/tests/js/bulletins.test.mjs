import assert from 'node:assert/strict';
import {test} from 'node:test';

import {readNow, shown} from '../../static/field/domain/bulletins.js';
import {empty, merge, rowsOf} from '../../static/field/domain/district.js';

const NOW = Date.parse('2020-03-21T09:00:00+08:00');
const told = (id, at, until, text = '今晚九点收工') => ({id, text, at, until, by: '陆文澜'});
const old = told('a', '2020-03-20T20:00:00+08:00', '2020-03-22T20:00:00+08:00');
const fresh = told('b', '2020-03-21T08:00:00+08:00', '2020-03-22T08:00:00+08:00');
const over = told('c', '2020-03-20T08:00:00+08:00', '2020-03-21T08:00:00+08:00');

test('what has ended is not shown; the newest comes first, and what was read last', () => {
  assert.deepEqual(shown([old, fresh, over], new Set(), NOW).map(({bulletin}) => bulletin.id), ['b', 'a']);
  assert.deepEqual(shown([old, fresh], new Set(['b']), NOW).map(({bulletin}) => bulletin.id), ['a', 'b']);
});

test('a message stays until it comes without text', () => {
  const {district, places} = merge(empty(), {bulletins: [old, fresh]});
  assert.deepEqual([...places], ['']);
  const later = merge(district, {bulletins: [{...old, text: ''}]}).district;
  assert.deepEqual([...later.bulletins.keys()], ['b']);
});

test('messages are kept with what belongs to no place, and come back from there', () => {
  const {district} = merge(empty(), {bulletins: [old]});
  const kept = rowsOf(district, ['']).get('');
  assert.deepEqual(merge(empty(), kept).district.bulletins, district.bulletins);
});

test('what was read is forgotten with its message', () => {
  assert.deepEqual(readNow(['a', 'gone'], 'b', new Map([['a', old], ['b', fresh]])), ['a', 'b']);
});
