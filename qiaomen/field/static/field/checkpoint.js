/** Who stands at a checkpoint, their shift, and the vehicle before them: signals to read, actions to call, as session.js. */

import {computed, signal} from '@preact/signals';

import {correct} from './correcting.js';
import * as stop from './domain/checkpoint.js';
import {author, now, outbox, save, undo} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';
import {asked, forgetting, watching} from './sync/gate.js';

/**
 * @typedef {{id: string, began_at: string, lane: string, crew: string[], others: number, counts: Record<string, number>}} Shift
 * @typedef {{id: string, name: string, shift: Shift|null, handed_over: string|null,
 *   duty?: {worker: string, name: string, role: string}[], clinic?: import('./domain/gate-known.js').Clinic|null}} Checkpoint
 * @typedef {{province: string, fever_above: number, second_after_s: number, checkpoints: Checkpoint[],
 *   crew: {worker: string, name: string, agency: string}[], materials: {id: string, title: string}[],
 *   alarms?: import('./domain/gate-known.js').Alarm[]}} Known
 * @typedef {{place: string, lane: string, shift: string, since: number}} Post `shift`: the record that began it; ms
 */

/** @type {Known} */
const NOTHING = {province: '', fever_above: 37.3, second_after_s: 300, checkpoints: [], crew: [], materials: []};

export const known = signal(NOTHING);
/** Where one stands, in which shift. @type {import('@preact/signals').Signal<Post|null>} */
export const post = signal(null);
/** The vehicle before one; sealed on the phone after each tap. @type {import('@preact/signals').Signal<import('./domain/checkpoint.js').Draft>} */
export const draft = signal(stop.fresh(''));
/** Whose rows are open. @type {import('@preact/signals').Signal<string|null>} */
export const opened = signal(null);

export const here = computed(() => known.value.checkpoints.find((one) => one.id === post.value?.place) ?? null);

/** The alarms here that somebody has to see to, the newest first. */
export const alarms = computed(() =>
  (known.value.alarms ?? []).filter((one) => one.gate === post.value?.place && (one.state === 'open' || one.state === 'acknowledged')));

/** What this phone wrote down in the shift, sent or not. */
export const mine = computed(() => {
  const at = post.value;
  return stop.totals(at ? outbox.value : [], at?.place ?? '', at?.since ?? 0);
});

/** Opens the checkpoint of whoever is signed in: what the phone has of it, then what the server says. */
export async function open() {
  const row = state.open.me;
  if (!row || opened.value === row.worker) return void ask();
  const rows = await kept.load(row);
  if (state.open.me?.worker !== row.worker) return;
  show(rows);
  opened.value = row.worker;
  void ask();
}

/** @param {Map<string, any>} rows all that lies on the phone */
function show(rows) {
  known.value = rows.get('checkpoint known') ?? NOTHING;
  post.value = rows.get('checkpoint post') ?? null;
  draft.value = rows.get('checkpoint draft') ?? stop.fresh(known.value.province);
}

const asking = watching({
  author: () => (opened.value === state.open.me?.worker ? state.open.me : null),
  path: () => '/api/checkpoint',
  isAlarmed: () => alarms.value.some((one) => one.state === 'open'),
  rests: () => !post.value,
  take: (row, answer) => learn(row, answer),
});

/** Asks for checkpoints, crew, titles and alarms now, and again while one stands there; without a signal what is known stays. */
export const ask = () => asking.kick();

/** @param {import('./store/authors.js').Kept} row @param {any} answer */
async function learn(row, answer) {
  if (row.worker !== opened.value) return;
  const isUntouched = draft.value.plate === known.value.province && stop.everybody(draft.value) === 1;
  known.value = answer;
  if (isUntouched) draft.value = {...draft.value, plate: answer.province};
  await kept.put(row, 'checkpoint known', answer);
}

/** What the shift before handed over; the server logs who reads it. @param {string} place @returns {Promise<string|null>} null: no answer */
export async function handedOver(place) {
  const row = state.open.me;
  const reply = row && (await asked(`/api/checkpoint/${place}/handed-over`, row));
  return reply?.status === 200 ? reply.answer.note : null;
}

/** @param {import('./domain/checkpoint.js').Draft} next */
export function say(next) {
  draft.value = next;
  if (state.open.me) void kept.put(state.open.me, 'checkpoint draft', next);
}

/**
 * Saves the vehicle and what it was given; the form is empty again at once. Where the disk has no room, it is as it was.
 * @param {boolean} measured whether everybody was measured @returns {Promise<string[]|null>} the records; null: not kept
 */
export async function done(measured) {
  const at = /** @type {Post} */ (post.value);
  const before = draft.value;
  const about = {id: newId(), now: now(), place: at.place, lane: at.lane};
  const records = [stop.stopOf(before, about, measured), ...stop.handoutsOf(before, about, newId)];
  say(stop.fresh(known.value.province));
  const isKept = await save(...records).then(() => true, () => false);
  if (!isKept) say(before);
  return isKept ? records.map((one) => one.id) : null;
}

/** Vehicles of this shift with a first reading above the limit and no second one. */
export const hot = computed(() => stop.unsettled(outbox.value, post.value?.place ?? '', post.value?.since ?? 0, known.value.fever_above));

/** Writes the second reading into a vehicle's record. @param {import('./domain/types.js').Envelope} envelope @param {number} celsius */
export const second = (envelope, celsius) => correct(stop.settled(envelope, celsius, now(), known.value.fever_above));

/** Takes a vehicle back, and fills the form with it again. @param {string[]} ids @param {import('./domain/checkpoint.js').Draft} was */
export async function takeBack(ids, was) {
  await undo(ids);
  say(was);
}

/** Begins a shift. @param {string} place @param {string} lane @param {string[]} crew @param {{agency: string, count: number}[]} others */
export async function begin(place, lane, crew, others) {
  const about = {id: newId(), now: now(), place, lane};
  await save(stop.shiftOf(about, {event: 'begin', crew, ...(others.length ? {others} : {})}));
  await stand({place, lane, shift: about.id, since: about.now});
}

/** Goes on in the shift that somebody else began here. @param {Checkpoint} checkpoint @param {string} lane */
export const join = (checkpoint, lane) => {
  const shift = /** @type {Shift} */ (checkpoint.shift);
  return stand({place: checkpoint.id, lane, shift: shift.id, since: Date.parse(shift.began_at)});
};

/** Ends the shift, with what is handed over; or leaves it to the others. @param {string} note @param {boolean} forAll */
export async function end(note, forAll) {
  const at = /** @type {Post} */ (post.value);
  if (forAll) {
    const about = {id: newId(), now: now(), place: at.place, lane: at.lane};
    await save(stop.shiftOf(about, {event: 'end', shift: at.shift, ...(note ? {note} : {})}));
  }
  await stand(null);
  void ask();
}

/** @param {Post|null} next */
async function stand(next) {
  post.value = next;
  if (next) void ask();
  if (state.open.me) await kept.put(state.open.me, 'checkpoint post', next);
}

/** Who is signed in. */
export const me = () => author.value?.worker ?? '';

addEventListener('online', () => opened.value && void ask());

forgetting(opened, () => show(new Map()), ask);
