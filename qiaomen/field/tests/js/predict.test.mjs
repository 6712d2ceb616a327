import assert from 'node:assert/strict';
import {test} from 'node:test';

import {blank, predict} from '../../static/field/domain/predict.js';
import {comparable, contract, predicted} from './contract.mjs';

const shared = contract('predict');
const [absent] = shared.cases.find((/** @type {any} */ one) => one.why === 'nobody home').new;
const known = {campaign: shared.campaign, registered: [], edition: shared.edition};

for (const one of shared.cases) {
  test(`predict: ${one.why}`, () => {
    const found = predicted(shared, one, predict);
    assert.deepEqual(comparable(found, one.unknown), comparable(one.then, one.unknown));
  });
}

test('without records of its own the phone shows what the server said', () => {
  const target = blank(shared.campaign.id, shared.door, 'team');
  assert.equal(predict(target, [], known), target);
});

test('a record of another sweep changes nothing', () => {
  const target = blank(shared.campaign.id, shared.door, 'team');
  assert.equal(predict(target, [{...absent, body: {...absent.body, campaign: 'another'}}], known), target);
});

test('a door that the sweep does not have yet gets a target by being knocked on', () => {
  const found = predict(null, [absent], known);
  assert.deepEqual([found.door, found.campaign, found.state, found.attempts], [shared.door, shared.campaign.id, 1, 1]);
});

test('a wrong clock is put right by the offset that the server told', () => {
  const dayAhead = {...absent, device_at: new Date(Date.parse(absent.device_at) + 86_400_000).toISOString()};
  const right = predict(null, [absent], known);
  assert.deepEqual(predict(null, [dayAhead], {...known, offsetMs: -86_400_000}), right);
});
