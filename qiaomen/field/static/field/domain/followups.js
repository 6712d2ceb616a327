/**
 * People under a measure as the phone shows them: the server's rows with the phone's own checks and calls on top, and
 * what is due by the clock. Nothing that is late moves an end; `until` is the server's, always.
 *
 * @typedef {import('./types.js').FollowUp} FollowUp
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./effective.js').Effective} Effective
 * @typedef {import('./followups-slots.js').Slot} Slot
 * @typedef {{zone: string, offsetMs: number}} Here
 * @typedef {FollowUp & {day: number|null, days: number|null, isOver: boolean, late: Slot[], due: Slot[]}} Shown
 *   `late`: checks missed in the last 24 hours and not made up for; `due`: today's others
 */

import {dayNumber, localDay} from './days.js';
import {effective} from './effective.js';
import {missed, openToday, slotOf} from './followups-slots.js';
import {instantOf, midnightOf, wallOf} from './zone.js';

/** °C; above it is a fever (RULES). */
export const FEVER_ABOVE = 37.3;
export const LOWEST = 35;
export const HIGHEST = 42;

const DAY_MS = 86_400_000;
/** What is missed is told of for so long: a day, and the hour before it is missed. */
const TOLD_MS = DAY_MS + 3_600_000;
const REACHED = new Set(['talked', 'wavering', 'agreed', 'refused', 'promised']);

/** Whether what was found sends somebody to medical care (上报送医). @param {{temperature?: number|null, symptoms?: string[]}} found */
export const isIll = ({temperature, symptoms}) => (temperature ?? 0) > FEVER_ABOVE || (symptoms ?? []).length > 0;

/**
 * What the digits typed so far say: 365 is 36.5. `null`: not enough yet, or none that a person can have.
 * @param {string} digits @returns {number|null}
 */
export function celsius(digits) {
  const found = Number(digits) / 10;
  return digits.length === 3 && found >= LOWEST && found <= HIGHEST ? found : null;
}

/**
 * The row with these records on top.
 * @param {FollowUp} row @param {Envelope[]} envelopes the phone's own that the row does not hold @param {Here} here
 * @returns {FollowUp}
 */
export function predict(row, envelopes, {zone, offsetMs}) {
  const {own, strangers} = effective(envelopes, offsetMs);
  const voided = new Set(strangers.filter((one) => one.kind === 'void').map((one) => one.id));
  const base = voided.size ? {...row, checks: row.checks.filter((check) => !voided.has(check.record))} : row;
  return own.reduce((said, one) => HAPPENS[one.kind]?.(said, one, zone) ?? said, base);
}

/** @type {Record<string, (row: FollowUp, one: Effective, zone: string) => FollowUp>} */
const HAPPENS = {
  check(row, {id, at, body}, zone) {
    const moment = new Date(at).toISOString();
    const isReferred = isIll(body) && (!row.referral || row.referral === 'ended');
    return {
      ...row,
      checks: [...row.checks, {record: id, ...slotOf(at, row.checks_a_day, body.slot ?? '', zone)}],
      last_check_at: moment, temperature: body.temperature ?? null, symptoms: body.symptoms ?? [],
      last_seen_at: body.how === 'seen' ? moment : row.last_seen_at,
      referral: isReferred ? 'waiting' : row.referral,
    };
  },
  call(row, {at, body}) {
    const settled = new Set(body.settles ?? []);
    const asked = (body.questions ?? []).map((/** @type {any} */ {id, to, topic = 'other', due = null}) => ({id, topic, waits_for: to, due}));
    return {
      ...row,
      calls: row.calls + 1, last_call_at: new Date(at).toISOString(), last_outcome: body.outcome,
      promise_due: REACHED.has(body.outcome) || body.promise_due ? (body.promise_due ?? null) : row.promise_due,
      questions: [...row.questions.filter((one) => !settled.has(one.id)), ...asked],
    };
  },
};

/** @param {FollowUp} row @param {number} now ms, the server's time @param {string} zone @returns {Shown} */
export function shown(row, now, zone) {
  const isOver = row.isolates && row.until !== null && Date.parse(row.until) <= now;
  const {late, due} = row.state === 'open' && !isOver ? checksOf(row, now, zone) : {late: [], due: []};
  const day = row.day_zero && dayNumber(row.day_zero, localDay(now, zone));
  const days = row.day_zero && row.due_end && dayNumber(row.day_zero, localDay(row.due_end, zone)) - 1;
  return {...row, isOver, late, due, day: day || null, days: days || null};
}

/**
 * A late check is made up for by any later one; while it is late, the one whose time it is now is the same errand.
 * @param {FollowUp} row @param {number} now @param {string} zone @returns {{late: Slot[], due: Slot[]}}
 */
function checksOf(row, now, zone) {
  const since = Date.parse(row.since);
  const last = row.checks.map(({day, slot}) => `${day} ${slot}`).sort().at(-1) ?? '';
  const isOpen = (/** @type {Slot} */ {day, slot, due}) => due > now || `${day} ${slot}` > last;
  const gone = missed(since, now, row.checks_a_day, row.checks, zone);
  const late = gone.filter((one) => one.due > now - TOLD_MS && isOpen(one));
  const past = new Set(gone.map((one) => one.due));
  const rest = openToday(since, now, row.checks_a_day, row.checks, zone).filter((one) => !past.has(one.due) && isOpen(one));
  const current = slotOf(now, row.checks_a_day, '', zone).slot;
  return {late, due: late.length ? rest.filter((one) => one.slot !== current) : rest};
}

/** Whether somebody waits for medical care, and nobody has taken that on. @param {FollowUp} one */
export const isWaiting = (one) => one.referral === 'waiting';

/** Whether something of ours is overdue with somebody. @param {Shown} one @param {number} now */
export const isLate = (one, now) =>
  one.late.length > 0 || passed(one.promise_due, now) || one.questions.some(({due}) => passed(due, now));

/** @param {string|null} due @param {number} now */
const passed = (due, now) => due !== null && Date.parse(due) < now;

/**
 * Everybody to follow up: a referral that nobody took on first, then what is late, then what is due next.
 * @param {Map<string, FollowUp>} rows by person @param {Map<string, Envelope[]>} pending by person @param {number} now
 * @param {Here} here @returns {Shown[]}
 */
export function followed(rows, pending, now, here) {
  const all = [...rows.values()].map((row) => shown(predict(row, pending.get(row.person) ?? [], here), now, here.zone));
  const rank = (/** @type {Shown} */ one) =>
    isWaiting(one) ? 0 : isLate(one, now) ? 1 : one.due.length ? 2 : one.state === 'to_release' ? 3 : 4;
  return all.sort((a, b) => rank(a) - rank(b) || (a.due[0]?.due ?? 0) - (b.due[0]?.due ?? 0) || (a.person < b.person ? -1 : 1));
}

/**
 * How many people wait for medical care or are late, and how many checks are due by when.
 * @param {Shown[]} all @param {number} now @returns {{ill: number, late: number, due: {by: number, count: number}[]}}
 */
export function dueOf(all, now) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const {due} of all.flatMap((one) => one.due)) counts.set(due, (counts.get(due) ?? 0) + 1);
  return {
    ill: all.filter(isWaiting).length,
    late: all.filter((one) => isLate(one, now)).length,
    due: [...counts].sort(([a], [b]) => a - b).map(([by, count]) => ({by, count})),
  };
}

/**
 * Times by which something may be promised: the next noons and evenings by the district's clock.
 * @param {number} now ms @param {string} zone @returns {string[]} four instants
 */
export function dueTimes(now, zone) {
  const midnight = midnightOf(wallOf(now, zone));
  const hours = [12, 18, 36, 44, 60, 68];
  const all = hours.map((hour) => instantOf(midnight + hour * 3_600_000, zone)).filter((due) => due > now);
  return all.slice(0, 4).map((due) => new Date(due).toISOString());
}
