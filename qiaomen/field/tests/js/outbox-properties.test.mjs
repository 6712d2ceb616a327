/** Whatever happens on the way, every record is at the end settled by a verdict or still waiting; none is lost. */

import assert from 'node:assert/strict';
import {test} from 'node:test';

import * as outbox from '../../static/field/domain/outbox.js';
import {withdraw} from '../../static/field/domain/taking-back.js';
import {generator, Server} from './server.mjs';

/** @typedef {import('../../static/field/domain/types.js').OutboxItem} OutboxItem */

const HOUR = 3_600_000;

/** A phone with its store: what is not in `stored` is gone when it is killed. */
class Phone {
  /** @param {Server} server @param {() => number} random */
  constructor(server, random) {
    this.server = server;
    this.random = random;
    this.now = 1_000_000_000_000;
    /** @type {OutboxItem[]} */
    this.stored = [];
    /** @type {outbox.Batch|null} */
    this.batch = null;
    this.generation = server.generation;
    /** @type {Set<string>} */
    this.written = new Set();
    /** @type {Set<string>} */
    this.undone = new Set();
    /** @type {string[]} */
    this.stops = [];
  }

  write() {
    const id = `r${this.written.size}`;
    const dice = this.random();
    const wants = dice < 0.8 ? 'accepted' : dice < 0.9 ? 'held' : 'rejected';
    const body = {wants, poison: this.random() < 0.02};
    this.written.add(id);
    this.stored = [...this.stored, outbox.item({id, kind: 'visit', device_at: '', body}, this.now)];
  }

  send() {
    if (this.batch) return;
    const batch = outbox.nextBatch(this.stored, this.now);
    if (!batch) return;
    assert.equal(new Set(batch.ids).size, batch.ids.length);
    for (const id of batch.ids) assert.equal(this.standing(id), 'waiting', 'it goes out in one batch at a time');
    this.batch = batch;
    this.stored = outbox.markSending(this.stored, batch);
    this.answer = this.server.call(batch.envelopes);
  }

  receive() {
    if (!this.batch) return;
    const {batch, answer} = this;
    const outcome = answer?.status === 200
      ? outbox.afterAnswer(this.stored, batch, answer, this.now)
      : outbox.afterRefusal(this.stored, batch, answer?.status ?? 0, answer?.code ?? '', this.now);
    if (outcome.stop) this.stops.push(outcome.stop);
    this.stored = outcome.items;
    this.batch = null;
  }

  kill() {
    this.batch = null;
    this.stored = outbox.restarted(this.stored);
  }

  pull() {
    if (this.generation !== this.server.generation) this.stored = outbox.afterGeneration(this.stored);
    this.generation = this.server.generation;
    this.stored = outbox.kept(this.stored, this.now);
  }

  undo() {
    const one = this.stored[Math.floor(this.random() * this.stored.length)];
    if (!one) return;
    const {items, gone} = withdraw(this.stored, [one.envelope.id]);
    for (const id of gone) this.undone.add(id);
    this.stored = items;
  }

  /** @param {string} id */
  standing(id) {
    return this.stored.find((one) => one.envelope.id === id)?.standing;
  }

  step() {
    const dice = this.random();
    this.now += Math.floor(this.random() * HOUR);
    if (dice < 0.3) for (let count = this.random() * 12; count > 0; count--) this.write();
    else if (dice < 0.6) this.send();
    else if (dice < 0.85) this.receive();
    else if (dice < 0.9) this.kill();
    else if (dice < 0.94) this.server.night();
    else if (dice < 0.98) this.pull();
    else this.undo();
  }

  /** Nothing is missing that was not undone, and what was undone never went out. */
  check() {
    const there = new Set(this.stored.map((one) => one.envelope.id));
    assert.equal(there.size, this.stored.length);
    for (const id of this.written) assert.equal(there.has(id), !this.undone.has(id), `${id} is lost`);
    for (const id of this.undone) assert.equal(this.server.records.has(id), false, `${id} went out`);
    const under = this.stored.filter((one) => one.standing === 'sending').map((one) => one.envelope.id);
    assert.deepEqual(new Set(under), new Set(this.batch?.ids ?? []));
  }

  /** The signal is good and the server well: everything that can be sent is. */
  finish() {
    this.server.fair = true;
    for (let round = 0; round < 3_000; round++) {
      this.receive();
      this.pull();
      this.now += 60_000;
      this.send();
      if (!this.batch && outbox.waiting(this.stored).every((one) => one.alone)) return;
    }
    assert.fail('it never comes to an end');
  }
}

/** @param {number} seed @param {number} steps @returns {Phone} */
function lived(seed, steps) {
  const random = generator(seed);
  const phone = new Phone(new Server(random), random);
  for (let step = 0; step < steps; step++) {
    phone.step();
    phone.check();
  }
  phone.finish();
  phone.check();
  return phone;
}

test('whatever happens, every record is settled or still waiting, and none is lost', () => {
  for (let seed = 1; seed <= 60; seed++) lived(seed, 120);
});

test('at the end the server has what the phone believes that it has', () => {
  for (let seed = 200; seed <= 240; seed++) {
    const {stored, server} = lived(seed, 120);
    for (const one of stored) {
      const poisoned = one.envelope.body.poison;
      if (one.standing === 'accepted' || one.standing === 'held') assert.ok(server.records.has(one.envelope.id));
      assert.equal(one.standing === 'waiting', poisoned, 'only what cannot be read waits for ever');
    }
  }
});

test('an answer by somebody else\'s server never ends the sending', () => {
  for (let seed = 400; seed <= 410; seed++) assert.deepEqual(lived(seed, 120).stops, []);
});

test('the calls of a full outbox are few once the signal is good', () => {
  const random = generator(7);
  const server = new Server(random);
  [server.fair, server.limit] = [true, 500];
  const phone = new Phone(server, random);
  while (phone.written.size < 300) phone.write();
  phone.stored = phone.stored.filter((one) => !one.envelope.body.poison);
  let calls = 0;
  for (; outbox.waiting(phone.stored).length > 0; calls++) {
    phone.send();
    phone.receive();
  }
  assert.equal(calls, 3);
});
