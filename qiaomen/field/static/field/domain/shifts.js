/**
 * One's own shifts: whether one may come now, which rule of one's own a swap would break, and what this phone wrote down
 * that the server has not answered yet. Pure; `contracts/shifts.json` holds the cases that server and phone both run.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, place: string, post: string, name: string, slot: string, slot_name: string, kind: string, day: number,
 *   begins: string, ends: string, late: string, night: boolean, came: string|null, left: string|null, at_checkpoint: boolean}} Shift
 * @typedef {{day: number, begin: number, end: number, night?: boolean, slot?: string, kind?: string}} Stint minutes since 1970
 * @typedef {{rest_hours: number, week_hours: number, nights_in_row: number}} Rules
 * @typedef {{no_nights: boolean, not_slots: string[], not_kinds: string[], away: [number, number][]}} Me
 * @typedef {{id: string, place: string, shift: string, other: string|null, mine: boolean, name: string, takes: Shift|null, gives: string|null}} Swap
 * @typedef {{id: string, place: string, post: string, at: string, name: string, words: string}} Note
 * @typedef {{rules: Rules, me: Me|null, shifts: Shift[], swaps: Swap[], notes: Note[], at: number}} Known `at`: when the server said so, ms
 * @typedef {'early'|'open'|'late'|'there'|'over'} Standing
 */

import {unanswered} from './taking-back.js';

const EARLY = 120;
const HOUR = 60;

/**
 * How a shift stands. @param {{begins: number, late: number, ends: number}} shift minutes
 * @param {number|null} came @param {number|null} left @param {number} now @returns {Standing}
 */
export function standing({begins, late, ends}, came, left, now) {
  if (left !== null) return 'over';
  if (came !== null) return 'there';
  if (now >= ends) return 'over';
  if (now >= late) return 'late';
  return now >= begins - EARLY ? 'open' : 'early';
}

/** A shift with what this phone knows of it. @param {Shift} shift @param {number} now ms @returns {Standing} */
export const standingOf = (shift, now) => standing(
  {begins: minutes(shift.begins), late: minutes(shift.late), ends: minutes(shift.ends)},
  shift.came ? minutes(shift.came) : null, shift.left ? minutes(shift.left) : null, Math.floor(now / 60_000));

/** @param {string} at */
const minutes = (at) => Math.floor(Date.parse(at) / 60_000);

/** @param {Shift} shift @returns {Stint} */
export const stintOf = ({day, begins, ends, night, slot, kind}) => ({day, begin: minutes(begins), end: minutes(ends), night, slot, kind});

/**
 * The rules of one's own that would be broken by standing there beside others, as the server names them.
 * @param {Stint} takes @param {Stint[]} others @param {Rules} rules @param {Me} me @returns {string[]}
 */
export function broken(takes, others, rules, me) {
  const held = [takes, ...others];
  const rest = rules.rest_hours * HOUR;
  /** @type {[string, boolean][]} */
  const found = [
    ['rest', others.some((one) => takes.end + rest > one.begin && one.end + rest > takes.begin)],
    ['week_hours', fullest(takes, held) > rules.week_hours * HOUR],
    ['nights_in_row', nightsInRow(takes, held) > rules.nights_in_row],
    ['nights', Boolean(takes.night) && me.no_nights],
    ['slot', me.not_slots.includes(takes.slot ?? '')],
    ['kind', me.not_kinds.includes(takes.kind ?? '')],
    ['away', me.away.some(([begin, end]) => begin < takes.end && takes.begin < end)],
  ];
  return found.filter(([, is]) => is).map(([name]) => name);
}

/** Minutes in the fullest seven days around a stint. @param {Stint} takes @param {Stint[]} held */
function fullest(takes, held) {
  const weeks = [0, 1, 2, 3, 4, 5, 6].map((back) => takes.day - back);
  return Math.max(...weeks.map((first) => held.filter(({day}) => day >= first && day < first + 7).reduce((sum, one) => sum + one.end - one.begin, 0)));
}

/** @param {Stint} takes @param {Stint[]} held */
function nightsInRow(takes, held) {
  if (!takes.night) return 0;
  const nights = new Set(held.filter((one) => one.night).map((one) => one.day));
  let row = 1;
  for (const step of [-1, 1]) for (let day = takes.day + step; nights.has(day); day += step) row += 1;
  return row;
}

/** What accepting a swap would break for oneself. @param {Swap} swap @param {Known} known @returns {string[]} */
export function breaks(swap, known) {
  if (!swap.takes || !known.me) return [];
  const others = known.shifts.filter((one) => one.id !== swap.gives).map(stintOf);
  return broken(stintOf(swap.takes), others, known.rules, known.me);
}

const KINDS = ['shift_step', 'shift_swap', 'shift_swap_step', 'shift_handover', 'shift_handover_step'];

/** A record of shifts. @param {string} kind @param {string} place @param {object} body @param {{id: string, now: number}} made @returns {Envelope} */
export const recordOf = (kind, place, body, {id, now}) => ({id, kind, device_at: new Date(now).toISOString(), place, body});

/** Whether a record is one of shifts. @param {Envelope} envelope */
export const isOfShifts = ({kind}) => KINDS.includes(kind);

/**
 * What stands, with what this phone said that the server's last answer cannot know and nothing took back.
 * @param {Known} known @param {{envelope: Envelope, standing: string}[]} items in order @returns {Known}
 */
export function shown(known, items) {
  const fresh = unanswered(items, known.at, KINDS);
  const said = (/** @type {string} */ kind, /** @type {string} */ field) => new Set(fresh.filter((one) => one.kind === kind).map((one) => one.body[field]));
  const settled = said('shift_swap_step', 'swap'), read = said('shift_handover_step', 'handover');
  return {
    ...known,
    shifts: known.shifts.map((shift) => stepped(shift, fresh)),
    swaps: known.swaps.filter((one) => !settled.has(one.id)), notes: known.notes.filter((one) => !read.has(one.id)),
  };
}

/** @param {Shift} shift @param {Envelope[]} fresh @returns {Shift} */
function stepped(shift, fresh) {
  const at = (/** @type {string} */ step) => fresh.find((one) => one.kind === 'shift_step' && one.body.shift === shift.id && one.body.step === step)?.device_at;
  return {...shift, came: shift.came ?? at('came') ?? null, left: at('left') ?? shift.left};
}

/** Those that are not over, by time. @param {Known} known @param {number} now ms */
export const coming = (known, now) => known.shifts.filter((one) => Date.parse(one.ends) > now || (one.came && !one.left)).sort((a, b) => Date.parse(a.begins) - Date.parse(b.begins));
