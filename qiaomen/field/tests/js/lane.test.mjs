import assert from 'node:assert/strict';
import {test} from 'node:test';

import {lane} from '../../static/field/sync/lane.js';

/** A lane whose work is settled by hand, and whose timers are only noted. */
function staged({random = () => 1} = {}) {
  const stage = {begun: 0, waits: [], due: null, finish: null};
  const work = () => new Promise((resolve, reject) => {
    stage.begun += 1;
    stage.finish = (done) => (done instanceof Error ? reject(done) : resolve(done));
  });
  const clock = {random, later: (call, ms) => (stage.waits.push(ms), (stage.due = call), stage.waits.length), cancel: () => (stage.due = null)};
  return Object.assign(stage, lane(work, clock));
}

const DONE = {ok: true, nextMs: null};
const FAILED = {ok: false, nextMs: null};
const settled = () => new Promise((go) => setImmediate(go));

test('only one at a time; whoever asks meanwhile is served by one more, together', async () => {
  const stage = staged();
  const first = stage.kick();
  const [second, third] = [stage.kick(), stage.kick()];
  assert.equal(stage.begun, 1);
  stage.finish(DONE);
  await first;
  await settled();
  assert.equal(stage.begun, 2);
  stage.finish(DONE);
  await Promise.all([second, third]);
  assert.equal(stage.begun, 2);
});

test('failures are tried again by themselves, each time later, and success begins anew', async () => {
  const stage = staged();
  for (let tries = 0; tries < 4; tries++) {
    const done = stage.kick();
    stage.finish(FAILED);
    await done;
  }
  const done = stage.kick();
  stage.finish(DONE);
  await done;
  const after = stage.kick();
  stage.finish(FAILED);
  await after;
  assert.deepEqual(stage.waits, [1000, 2000, 4000, 8000, 1000]);
});

test('work that throws counts as a failure, not as the end', async () => {
  const stage = staged();
  const done = stage.kick();
  stage.finish(new Error('the disk is full'));
  await done;
  assert.equal(stage.waits.length, 1);
});

test('what is due later is asked for later; a lane that was stopped asks no more', async () => {
  const stage = staged();
  const done = stage.kick();
  stage.finish({ok: true, nextMs: 5000});
  await done;
  assert.deepEqual(stage.waits, [5000]);
  stage.stop();
  await stage.kick();
  assert.deepEqual([stage.begun, stage.due], [1, null]);
});
