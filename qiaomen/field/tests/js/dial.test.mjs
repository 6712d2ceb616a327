import assert from 'node:assert/strict';
import {test} from 'node:test';

import {dialled} from '../../static/field/domain/dial.js';

for (const [typed, address] of [
  ['120', 'tel:120'],
  [' 120 0000 0001 ', 'tel:12000000001'],
  ['１２０-0000-0001', 'tel:12000000001'],
  ['+86 120 0000 0001', 'tel:+8612000000001'],
  ['(0874) 888-1234 转 5', 'tel:08748881234,5'],
  ['0874-8881234 ext. 12', 'tel:08748881234,12'],
  ['12000000001/12000000002', 'tel:12000000001'],
  ['*21#', 'tel:*21%23'],
]) test(`${typed} is dialled as ${address}`, () => assert.equal(dialled(typed), address));
