/**
 * Whoever is before the gate: seen, measured, decided, let through. Each person is one record from the moment they are
 * seen; what is known afterwards says that record anew, behind what the screen shows, in the order of the deeds.
 */

import {signal} from '@preact/signals';

import {correct, writtenOf} from './correcting.js';
import {advise, dueAt, isAgain, isIn} from './domain/gate.js';
import {explained, passage} from './domain/gate-records.js';
import {acknowledged} from './domain/outbox.js';
import {age, atHand, gate, known, limits, log, measured, person, post, serverNow, signOf, twiceOf, vehicle} from './gate.js';
import {net, now, save, undo} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';
import {verify} from './verifying.js';

/** @typedef {import('./domain/gate.js').Passing} Passing @typedef {import('./gate.js').Sign} Sign @typedef {import('./gate.js').Post} Post */

/** One thing after the other: a correction never overtakes what it corrects. @type {Promise<unknown>} */
let writing = Promise.resolve();

/** What is shown and not on the disk yet, by record. @type {import('@preact/signals').Signal<string[]>} */
const unwritten = signal([]);

/** What the phone could not keep: it must be said. @type {import('@preact/signals').Signal<boolean>} */
export const isFull = signal(false);

/** Resolves when everything shown is on the disk, or could not be kept. */
export const settled = () => writing;

/** @template T @param {string} id @param {() => Promise<T>} work @returns {Promise<T>} */
function inTurn(id, work) {
  unwritten.value = [...unwritten.value, id];
  const done = writing.then(work);
  const rest = () => void (unwritten.value = unwritten.value.filter((one, at, all) => one !== id || all.indexOf(id) !== at));
  writing = done.then(() => void (isFull.value = false), () => void (isFull.value = true)).then(rest);
  return done;
}

/** @param {Passing} passing */
const show = (passing) => void (log.value = new Map(log.value).set(passing.id, passing));

/** @param {Passing} passing */
const row = async (passing) => state.open.me && kept.put(state.open.me, `passing ${passing.id}`, passing);

/** Somebody new before the gate. @param {Partial<Passing>} said @returns {Passing} */
function fresh(said) {
  const {gate: at, lane, direction} = /** @type {Post} */ (post.value);
  const {plate, occupants, first} = vehicle.value ?? {plate: '', occupants: undefined, first: null};
  const time = now();
  return {
    id: newId(), at: time, gate: at, lane, direction, way: plate ? 'vehicle' : 'walk', code: null, name: '', resident: null,
    list_age_s: age(), offline: !net.value.online, temperature: measured.value,
    second_at: isHot(measured.value) ? time + limits.value.second_after_s * 1000 : undefined,
    plate: plate || undefined, occupants: first ? undefined : occupants, ...said,
  };
}

/** @param {number|undefined} temperature */
const isHot = (temperature) => temperature !== undefined && temperature > limits.value.fever;

/**
 * Shown, then saved: it resolves when the record is on the disk.
 * @param {Partial<Passing>} said @param {(tone: Sign) => unknown} [shown] hears it once it is on the screen @returns {Promise<Passing>}
 */
export async function begin(said, shown) {
  const passing = fresh(said);
  if (vehicle.value && passing.way === 'vehicle') vehicle.value = {...vehicle.value, first: vehicle.value.first ?? passing.id, seen: vehicle.value.seen + 1};
  measured.value = undefined;
  show(passing);
  atHand.value = passing.id;
  shown?.(signOf(passing));
  await inTurn(passing.id, async () => {
    await save(passage(passing, limits.value, twiceOf(passing)));
    await row(passing);
  });
  return passing;
}

/** What is known now of somebody who was before the gate. @param {string} id @param {Partial<Passing>} said */
export async function tell(id, said) {
  const before = log.value.get(id);
  if (!before) return;
  const passing = {...before, ...said};
  show(passing);
  await inTurn(id, async () => {
    await correct(passage(passing, limits.value, twiceOf(passing)));
    await row(passing);
  });
}

/** What was seen last. @type {{text: string, seenAt: number}|null} */
let last = null;

/** For a code that is none of ours. */
export const foreign = signal(false);

/**
 * A code before the camera. Seen again within seconds it is the same passage.
 * @param {string} text @param {(tone: Sign) => unknown} [shown] @returns {Promise<Passing|null>} null: nothing new
 */
export async function scanned(text, shown) {
  const again = isAgain(last, text, now());
  last = {text, seenAt: now()};
  if (again || !gate.value) return null;
  if (!text.startsWith('QM1:')) return void (foreign.value = true), null;
  const code = await verify(text, known.value, {...gate.value, now: serverNow()});
  foreign.value = false;
  const {token} = code;
  // A code that cannot be read proves nothing of anybody: it is held out once more, or it counts as none.
  if (!token && code.problem === 'unreadable') return void (foreign.value = true), null;
  const resident = token ? !code.elsewhere && code.problem !== 'other_area' : null;
  return begin({code, name: token?.name ?? '', resident}, shown);
}

/** @param {number} temperature °C */
export async function measure(temperature) {
  const one = person.value;
  const due = one && dueAt(one, limits.value);
  if (one && due && due <= now()) return tell(one.id, {second: temperature, second_at: now()});
  // Whoever is on the screen was measured: this is the next one's.
  if (!one || one.temperature !== undefined) return void (measured.value = temperature);
  return tell(one.id, {temperature, second_at: isHot(temperature) ? now() + limits.value.second_after_s * 1000 : undefined});
}

/** One tap: illness, birth and fire pass everything. @param {'illness'|'birth'|'fire'} emergency @returns {Promise<string>} the record */
export async function letThrough(emergency) {
  const one = person.value;
  if (one && !one.emergency) return tell(one.id, {emergency}).then(() => one.id);
  const direction = emergency === 'fire' ? 'in' : 'out';
  return begin({emergency, direction}).then((passing) => passing.id);
}

/** What happened, in words, afterwards. @param {string} id @param {string} note */
export async function explain(id, note) {
  const one = log.value.get(id);
  if (!one) return;
  const told = {...one, note};
  show(told);
  await inTurn(id, async () => {
    await save(explained({id: newId(), now: now(), gate: one.gate, alarm: id, note}));
    await row(told);
  });
}

/** Takes a passage back, corrections and all. @param {string} id @returns {Promise<boolean>} false: it can only be corrected at a desk */
export async function takeBack(id) {
  const next = new Map(log.value);
  next.delete(id);
  log.value = next;
  if (atHand.value === id) atHand.value = null;
  return inTurn(id, async () => {
    const isDone = await undo(writtenOf(id));
    if (state.open.me) await kept.drop(state.open.me, [`passing ${id}`]);
    return isDone;
  });
}

/** Whether the disk has all that the screen says of it. @param {string} id */
export const isSaved = (id) => !unwritten.value.includes(id) && state.outbox.value.some(({envelope}) => envelope.id === id);

/** Whether the server has all of it. @param {string} id */
export const isSent = (id) => {
  const mine = state.outbox.value.filter(({envelope}) => envelope.id === id || envelope.amends === id);
  return mine.length > 0 && acknowledged(mine).length === mine.length;
};

/** How often this pass went through today. @param {Passing} passing @returns {number} */
export const timesOf = ({code}) =>
  [...log.value.values()].filter((one) => code?.token && one.code?.token?.id === code.token.id && isIn(adviceQuick(one))).length;

/** @param {Passing} one */
const adviceQuick = (one) => advise(one, limits.value).verdict;
