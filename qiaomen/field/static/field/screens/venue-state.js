/** Venue mode's state: the venues of the worker's area, whoever was scanned here today, whoever is on the screen. */

import {computed, signal} from '@preact/signals';

import {correct} from '../correcting.js';
import {advise, dueAt, isAgain} from '../domain/gate.js';
import {counted, lookedAt, looks, scan} from '../domain/venue.js';
import {age, known, limits, open as openGate, serverNow} from '../gate.js';
import {net, now, outbox, save} from '../session.js';
import * as kept from '../store/gate.js';
import {newId} from '../store/phone.js';
import * as state from '../store/state.js';
import {asked, forgetting} from '../sync/gate.js';
import {verify} from '../verifying.js';

/** @typedef {import('../domain/venue.js').Venue} Venue @typedef {import('../domain/gate.js').Passing} Passing */

const DAY_MS = 86_400_000;

/** What the server said of them. @type {import('@preact/signals').Signal<Map<string, Venue>>} */
const told = signal(new Map());
/** When they were asked for last, ms by the phone's clock; 0: never. */
export const askedAt = signal(0);
const looked = computed(() => looks(outbox.value, askedAt.value));
/** With what this phone found since: an answer that was under way says nothing of it. */
export const venues = computed(() => lookedAt(told.value, looked.value));
/** How many of one's second looks the server has: when that changes, what it says is asked for anew. */
export const taken = computed(() => outbox.value.filter(({envelope, standing}) => envelope.kind === 'suspension_step' && standing === 'accepted').length);
/** @type {import('@preact/signals').Signal<Map<string, Passing>>} */
export const log = signal(new Map());
/** @type {import('@preact/signals').Signal<string|null>} */
export const atHand = signal(null);
/** What was measured before a code was held out. @type {import('@preact/signals').Signal<number|undefined>} */
export const measured = signal(undefined);
export const direction = signal(/** @type {'in'|'out'} */ ('in'));
/** For a code that is none of ours. */
export const foreign = signal(false);
export const person = computed(() => log.value.get(atHand.value ?? '') ?? null);

/** Whose rows are open. @type {import('@preact/signals').Signal<string|null>} */
const opened = signal(null);

/** Opens what the phone has, then asks the server. */
export async function open() {
  await openGate();
  const row = state.open.me;
  if (!row) return;
  if (opened.value !== row.worker) {
    const rows = await kept.load(row);
    take(rows.get('venues') ?? {venues: [], at: 0});
    const scans = [...rows].filter(([name, one]) => name.startsWith('scan ') && now() - one.at < DAY_MS).map(([, one]) => one);
    log.value = new Map(scans.sort((a, b) => a.at - b.at).map((one) => [one.id, one]));
    const old = [...rows].filter(([name, one]) => name.startsWith('scan ') && now() - one.at >= DAY_MS).map(([name]) => name);
    if (old.length) void kept.drop(row, old);
    opened.value = row.worker;
  }
  await refresh();
}

/** Asks for the venues anew; without a signal what is kept stays. */
export async function refresh() {
  const row = state.open.me;
  if (!row || row.unknown || row.revoked || navigator.onLine === false) return;
  const at = now();
  const {status, answer} = await asked('/api/venues', row);
  if (status !== 200 || state.open.me?.worker !== row.worker) return;
  const said = {venues: answer.venues, at};
  take(said);
  await kept.put(row, 'venues', said);
}

/** @param {{venues: Venue[], at: number}} told */
function take({venues: several, at}) {
  told.value = new Map(several.map((one) => [one.id, one]));
  askedAt.value = at;
}

forgetting(opened, () => {
  take({venues: [], at: 0});
  log.value = new Map();
  [atHand.value, measured.value] = [null, undefined];
}, refresh);

/** @param {string} door @returns {Passing[]} the newest first */
export const scannedAt = (door) => [...log.value.values()].filter((one) => one.gate === door).reverse();

/** @param {string} door */
export const countAt = (door) => counted(scannedAt(door), limits.value);

/** @param {Passing} passing */
export const adviceOf = (passing) => advise(passing, limits.value);

/** @param {number|undefined} temperature */
const isHot = (temperature) => temperature !== undefined && temperature > limits.value.fever;

const secondAt = () => now() + limits.value.second_after_s * 1000;

/** Somebody new at the door. @param {Venue} venue @param {Partial<Passing>} said @returns {Promise<Passing>} */
export async function begin(venue, said) {
  /** @type {Passing} */
  const passing = {
    id: newId(), at: now(), gate: venue.id, lane: '', direction: direction.value, way: 'walk', code: null, name: '',
    resident: false, list_age_s: age(), offline: !net.value.online, temperature: measured.value,
    second_at: isHot(measured.value) ? secondAt() : undefined, ...said,
  };
  measured.value = undefined;
  show(passing);
  atHand.value = passing.id;
  await save(scan(passing, limits.value));
  await keep(passing);
  return passing;
}

/** What is known now of somebody who was at the door. @param {string} id @param {Partial<Passing>} said */
export async function tell(id, said) {
  const before = log.value.get(id);
  if (!before) return;
  const passing = {...before, ...said};
  show(passing);
  await correct(scan(passing, limits.value));
  await keep(passing);
}

/** @param {number} temperature °C */
export async function measure(temperature) {
  const one = person.value;
  const due = one && dueAt(one, limits.value);
  if (one && due && due <= now()) return tell(one.id, {second: temperature, second_at: now()});
  if (!one || one.temperature !== undefined) return void (measured.value = temperature);
  return tell(one.id, {temperature, second_at: isHot(temperature) ? secondAt() : undefined});
}

/** @type {{text: string, seenAt: number}|null} */
let last = null;

/** A code before the camera; seen again within seconds it is the same scan. @param {Venue} venue @param {string} text @returns {Promise<Passing|null>} */
export async function scanned(venue, text) {
  const again = isAgain(last, text, now());
  last = {text, seenAt: now()};
  if (again) return null;
  if (!text.startsWith('QM1:')) return void (foreign.value = true), null;
  let code = await verify(text, known.value, {area: venue.area, above: venue.above, now: serverNow()});
  // A customer comes from anywhere: the pass counts here as it does where it is for.
  const [home] = code.problem === 'other_area' ? code.token?.areas ?? [] : [];
  if (home) code = await verify(text, known.value, {area: home, above: [], now: serverNow()});
  foreign.value = !code.token && code.problem === 'unreadable';
  return foreign.value ? null : begin(venue, {code, name: code.token?.name ?? ''});
}

/** @param {Passing} passing */
const show = (passing) => void (log.value = new Map(log.value).set(passing.id, passing));

/** @param {Passing} passing */
const keep = async (passing) => state.open.me && kept.put(state.open.me, `scan ${passing.id}`, passing);
