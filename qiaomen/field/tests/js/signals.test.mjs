import assert from 'node:assert/strict';
import {test} from 'node:test';

import {mayRing, ring} from '../../static/field/parts/signals.js';
import {lightOf, turn} from '../../static/field/parts/torch.js';

/** @type {any[]} */
const called = [];
/** @type {any} */
const given = globalThis;
Object.defineProperty(given, 'navigator', {configurable: true, value: {vibrate: (/** @type {number[]} */ tremor) => called.push(['shake', tremor.length])}});

class Sound {
  currentTime = 1;
  state = 'suspended';
  destination = {};
  async resume() {
    this.state = 'running';
  }
  createOscillator() {
    const tone = {
      frequency: {value: 0}, connect: (/** @type {any} */ next) => next,
      start: (/** @type {number} */ at) => called.push(['tone', tone.frequency.value, Math.round(at * 100) / 100]), stop: () => undefined,
    };
    return tone;
  }
  createGain() {
    return {gain: {setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined}, connect: () => undefined};
  }
}

/** @param {'green'|'yellow'|'red'|'urgent'|'due'} sign */
const heard = (sign) => {
  called.length = 0;
  ring(sign);
  return called.splice(0);
};

test('a phone that was never touched shakes and makes no sound', () => {
  assert.deepEqual(heard('red'), [['shake', 3]]);
});

test('each verdict has a melody and a tremor of its own', async () => {
  given.AudioContext = Sound;
  mayRing();
  await Promise.resolve();
  assert.deepEqual(heard('green'), [['shake', 1], ['tone', 1320, 1]]);
  assert.deepEqual(heard('yellow'), [['shake', 3], ['tone', 740, 1], ['tone', 740, 1.2]]);
  assert.deepEqual(heard('red'), [['shake', 3], ['tone', 330, 1], ['tone', 260, 1.43]]);
  const all = /** @type {const} */ (['green', 'yellow', 'red', 'urgent', 'due']).map((sign) => JSON.stringify(heard(sign)));
  assert.equal(new Set(all).size, 5);
});

test('a phone that cannot shake says it aloud all the same', () => {
  Object.defineProperty(given, 'navigator', {configurable: true, value: {}});
  assert.deepEqual(heard('green'), [['tone', 1320, 1]]);
});

/** @param {any} more @returns {any} */
const track = (more) => ({getCapabilities: () => ({torch: true}), applyConstraints: async () => undefined, ...more});

test('the torch is offered where the camera has one, and its tap goes to the camera', async () => {
  assert.equal(lightOf(track({getCapabilities: () => ({})})), null);
  assert.equal(lightOf(track({getCapabilities: undefined})), null);
  /** @type {any[]} */
  const asked = [];
  const light = {value: lightOf(track({applyConstraints: async (/** @type {any} */ wanted) => void asked.push(wanted)}))};
  await turn(light);
  assert.equal(light.value?.on, true);
  await turn(light);
  assert.deepEqual([asked, light.value?.on], [[{advanced: [{torch: true}]}, {advanced: [{torch: false}]}], false]);
});

test('a camera that refuses its torch offers none any more', async () => {
  const light = {value: lightOf(track({applyConstraints: () => Promise.reject(new Error('no'))}))};
  await turn(light);
  assert.equal(light.value, null);
});
