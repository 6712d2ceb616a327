import assert from 'node:assert/strict';
import {test} from 'node:test';

import {preview} from '../../static/field/screens/add-label.js';
import {contract} from './contract.mjs';

for (const {text, read} of contract('labels').cases) {
  test(`the label ${text || 'of nothing'} is read as on the server`, () => assert.deepEqual(preview(text), read));
}
