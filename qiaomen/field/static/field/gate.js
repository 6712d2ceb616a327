/**
 * Who stands at a gate, and whoever is before them: signals to read, actions to call, as session.js. Each person is one
 * record from the moment they are seen; what is measured and decided afterwards says that record anew.
 */

import {computed, signal} from '@preact/signals';

import {correct, writtenOf} from './correcting.js';
import {LIMITS, advise, dueAt, isAgain, isIn, listAge} from './domain/gate.js';
import {learnt, nothing, packed, unpacked} from './domain/gate-known.js';
import {twice} from './domain/gate-log.js';
import {explained, passage} from './domain/gate-records.js';
import {leave} from './ground.js';
import {author, net, now, save, undo} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';
import {asked, watching} from './sync/gate.js';
import {verify} from './verifying.js';

/**
 * @typedef {import('./domain/gate.js').Passing} Passing
 * @typedef {{gate: string, lane: string, direction: 'in'|'out', bothCodes: boolean}} Post
 * @typedef {'green'|'yellow'|'red'|'urgent'} Sign
 * @typedef {{plate: string, occupants: number|undefined, first: string|null, seen: number}} Vehicle
 */

/** @type {import('@preact/signals').Signal<import('./domain/gate-known.js').Known>} */
export const known = signal(nothing());
/** Where one stands. @type {import('@preact/signals').Signal<Post|null>} */
export const post = signal(null);
/** Everybody of the day, by record. @type {import('@preact/signals').Signal<Map<string, Passing>>} */
export const log = signal(new Map());
/** The visitors of the day, by record. @type {import('@preact/signals').Signal<Map<string, import('./domain/gate-records.js').Visitor>>} */
export const visitors = signal(new Map());
/** Whoever is on the screen. @type {import('@preact/signals').Signal<string|null>} */
export const atHand = signal(null);
/** What was measured before a code was held out. @type {import('@preact/signals').Signal<number|undefined>} */
export const measured = signal(undefined);
/** The vehicle whose occupants are being checked. @type {import('@preact/signals').Signal<Vehicle|null>} */
export const vehicle = signal(null);
/** Whose rows are open; until then nothing is known of any gate. @type {import('@preact/signals').Signal<string|null>} */
export const opened = signal(null);

export const limits = computed(() => known.value.limits ?? LIMITS);
export const gate = computed(() => known.value.gates.find((one) => one.id === post.value?.gate) ?? null);
export const person = computed(() => log.value.get(atHand.value ?? '') ?? null);
/** Who waits for a second reading, whoever is due first in front. */
export const waiting = computed(() =>
  [...log.value.values()].filter((one) => dueAt(one, limits.value) !== null)
    .sort((a, b) => (a.second_at ?? 0) - (b.second_at ?? 0)));

const DAY_MS = 86_400_000;
/** Each look at a number is logged: one that is missing is not asked for with every list. */
const NUMBERS_MS = 600_000;
let numbersAt = -Infinity;

/** Now, by the server's clock. @returns {number} ms */
export const serverNow = () => now() + (author.value?.offsetMs ?? 0);

/** How old the list is, in seconds; null: there is none. */
export const age = () => listAge(known.value.as_of, serverNow());

/** When the same pass went the same way before. @param {Passing} passing */
export const twiceOf = (passing) => twice(log.value.values(), passing, limits.value);

/** @param {Passing} passing */
export const adviceOf = (passing) => advise(passing, limits.value, twiceOf(passing));

/** How it looks and sounds. @param {Passing} passing @returns {Sign} */
export function signOf(passing) {
  const {act, tone} = adviceOf(passing);
  return act === 'emergency' ? 'urgent' : tone;
}

const asking = watching({
  author: () => (opened.value === state.open.me?.worker && !isOver ? state.open.me : null),
  cursor: () => known.value.cursor,
  isAlarmed: () => known.value.alarms.some((one) => one.state === 'open'),
  take: async (row, answer) => {
    if (row.worker !== opened.value) return;
    known.value = learnt(known.value, answer);
    await kept.put(row, 'known', packed(known.value));
    if (post.value && now() - numbersAt > NUMBERS_MS && gate.value?.duty.some((one) => !known.value.numbers[one.worker])) void numbers(post.value.gate);
  },
});

/** Whether nobody stands here any more: nothing is asked for then. */
let isOver = false;

/** Asks for keys, list and gates now. */
export function ask() {
  isOver = false;
  return asking.kick();
}

/** Opens the gate of whoever is signed in: what the phone has of it, then what the server says. */
export async function open() {
  const row = state.open.me;
  // What is written at a gate is real, whatever somebody practised before.
  leave();
  if (!row || opened.value === row.worker) return void ask();
  const rows = await kept.load(row);
  known.value = unpacked(rows.get('known'));
  post.value = rows.get('post') ?? null;
  log.value = ofToday(rows, 'passing');
  visitors.value = ofToday(rows, 'visitor');
  atHand.value = null;
  opened.value = row.worker;
  void kept.drop(row, [...rows].filter(([name, one]) => DAYS.test(name) && !isOfToday(one)).map(([name]) => name));
  void ask();
}

const DAYS = /^(passing|visitor) /;

/** @param {{at: number}} one */
const isOfToday = (one) => now() - one.at < DAY_MS;

/** @param {Map<string, any>} rows @param {'passing'|'visitor'} what @returns {Map<string, any>} in order of time */
function ofToday(rows, what) {
  const all = [...rows].filter(([name, one]) => name.startsWith(`${what} `) && isOfToday(one)).map(([, one]) => one);
  return new Map(all.sort((a, b) => a.at - b.at).map((one) => [one.id, one]));
}

addEventListener('online', () => opened.value && !isOver && void ask());

/** Stands at a gate from now on; null: goes. @param {Post|null} next */
export async function standAt(next) {
  post.value = next;
  atHand.value = null;
  isOver = !next;
  if (!state.open.me) return;
  await kept.put(state.open.me, 'post', next);
  if (next) void numbers(next.gate);
}

/** The numbers of who answers for this gate, for the call button; the server logs it. @param {string} of */
async function numbers(of) {
  numbersAt = now();
  const row = state.open.me;
  const reply = row && (await asked(`/api/gate/${of}/numbers`, row));
  if (!row || reply?.status !== 200) return;
  const found = reply.answer.numbers.map((/** @type {{worker: string, phone: string}} */ one) => [one.worker, one.phone]);
  known.value = {...known.value, numbers: Object.fromEntries(found)};
  await kept.put(row, 'known', packed(known.value));
}

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
  return mine.length > 0 && mine.every((one) => one.standing === 'accepted' || one.standing === 'held');
};

/** How often this pass went through today. @param {Passing} passing @returns {number} */
export const timesOf = ({code}) =>
  [...log.value.values()].filter((one) => code?.token && one.code?.token?.id === code.token.id && isIn(adviceQuick(one))).length;

/** @param {Passing} one */
const adviceQuick = (one) => advise(one, limits.value).verdict;
