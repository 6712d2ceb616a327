import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

import {applying, holds, keeps} from '../../static/field/domain/conditions.js';

const contract = JSON.parse(readFileSync(new URL('../../../../contracts/conditions.json', import.meta.url), 'utf8'));

for (const one of contract.holds) {
  test(`holds: ${one.why}`, () => assert.equal(holds(one.condition, one.answers, one.today), one.holds));
}
for (const one of contract.applying) {
  test(`applying: ${one.why}`, () => {
    const found = applying(contract.questions, one.answers, {today: one.today, doorKind: one.door_kind});
    assert.deepEqual(found.map((question) => question.name), one.applies);
  });
}
for (const one of contract.keeps) {
  test(`keeps: ${one.why}`, () => {
    const question = contract.questions.find((/** @type {{name: string}} */ each) => each.name === one.question);
    assert.equal(keeps(question, one.answers, one.today), one.keeps);
  });
}
