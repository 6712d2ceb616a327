import assert from 'node:assert/strict';
import {test} from 'node:test';

import {asked, flagsOf, misfit, missing} from '../../static/field/domain/questions.js';
import {contract} from './contract.mjs';

const shared = contract('questions');
/** @type {any[]} */
const questions = shared.questions;
const edition = {id: 'e', number: 1, questions};

for (const one of shared.fits) {
  test(`${one.question} = ${JSON.stringify(one.answer)}: ${one.misfit ?? 'fits'}`, () =>
    assert.equal(misfit(questions.find((question) => question.name === one.question), one.answer), one.misfit));
}
for (const one of shared.missing) {
  test(`missing of a ${one.of} of a ${one.door_kind} with ${JSON.stringify(one.answers)}`, () =>
    assert.deepEqual(missing(asked(edition, one.of, one.door_kind, one.answers), one.answers), one.missing));
}
for (const one of shared.flags) {
  test(`flags of ${JSON.stringify(one.answers)}`, () =>
    assert.equal(flagsOf(questions.filter((question) => question.of === one.of), one.answers), one.flags));
}

test('a question for shops is not asked at a dwelling', () => {
  const names = (/** @type {string} */ kind) => asked(edition, 'door', kind, {}).map((question) => question.name);
  assert.equal(names('dwelling').includes('staff'), false);
  assert.equal(names('shop').includes('staff'), true);
});

test('a mandatory free text is given by its text, which is sealed', () => {
  const [text] = [{name: 'why', of: 'person', type: 'text', required: true, zh: '', en: ''}];
  assert.deepEqual(missing([/** @type {any} */ (text)], {}), ['why']);
  assert.deepEqual(missing([/** @type {any} */ (text)], {}, {why: '住院'}), []);
});

test('a number that is none does not fit', () => {
  const temperature = questions.find((question) => question.name === 'temperature');
  assert.equal(misfit(temperature, Number.NaN), 'number');
  assert.equal(misfit(temperature, Infinity), 'number');
});
