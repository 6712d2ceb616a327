/**
 * Who stands at a gate and what they know there: signals to read, actions to call, as session.js. Who comes to the gate
 * is in gate-passing.js.
 */

import {computed, signal} from '@preact/signals';

import {LIMITS, advise, dueAt, listAge} from './domain/gate.js';
import {learnt, nothing, packed, unpacked} from './domain/gate-known.js';
import {twice} from './domain/gate-log.js';
import {leave} from './ground.js';
import {author, now} from './session.js';
import * as kept from './store/gate.js';
import * as state from './store/state.js';
import {asked, forgetting, watching} from './sync/gate.js';

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
  path: () => (known.value.cursor === null ? '/api/gate' : `/api/gate?since=${encodeURIComponent(known.value.cursor)}`),
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
  if (state.open.me?.worker !== row.worker) return;
  show(rows);
  opened.value = row.worker;
  void kept.drop(row, [...rows].filter(([name, one]) => DAYS.test(name) && !isOfToday(one)).map(([name]) => name));
  void ask();
}

/** @param {Map<string, any>} rows all that lies on the phone */
function show(rows) {
  known.value = unpacked(rows.get('known'));
  post.value = rows.get('post') ?? null;
  log.value = ofToday(rows, 'passing');
  visitors.value = ofToday(rows, 'visitor');
  atHand.value = null;
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

forgetting(opened, () => {
  show(new Map());
  [measured.value, vehicle.value] = [undefined, null];
}, () => !isOver && ask());

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
