import assert from 'node:assert/strict';
import {test} from 'node:test';

import {readId} from '../../static/field/domain/idnumber.js';
import {contract} from './contract.mjs';

for (const {why, text, today, ...expected} of contract('idnumbers').cases) {
  test(`an id: ${why}`, () => assert.deepEqual(readId(text, today), expected));
}
