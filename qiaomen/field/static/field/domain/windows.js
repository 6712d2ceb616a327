/**
 * When to try again: the phone's half of campaigns/windows.py; contracts/windows.json holds the cases that both run.
 * Instants are RFC 3339 texts or ms since 1970.
 */

import {daysAfter, instantOf, midnightOf, wallOf} from './zone.js';

/** @typedef {'morning'|'noon'|'afternoon'|'evening'} Window */
/** @typedef {{day_from: string, day_until: string}} Hours knocking hours, like 08:00 */
/** @typedef {string|number} Instant */

const MINUTE = 60_000;
/** A second knock within this time is not another try. */
const APART = 30 * MINUTE;
/** @type {[Window, number, number][]} the parts of the day, in minutes after midnight */
const BOUNDS = [['morning', 480, 720], ['noon', 720, 840], ['afternoon', 840, 1080], ['evening', 1080, 1260]];
const DAY_MINUTES = 24 * 60;

/** @param {Instant} at @returns {number} */
export const ms = (at) => (typeof at === 'number' ? at : Date.parse(at));

/** @param {string} clock like 08:30 @returns {number} minutes after midnight */
const minutesOf = (clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** @param {number} wall @returns {Window} */
function partOf(wall) {
  const minutes = (wall - midnightOf(wall)) / MINUTE;
  return BOUNDS.find(([, , end]) => minutes < end)?.[0] ?? 'evening';
}

/**
 * The part of the day that a try counts for; before 8 it is the morning, after 21 the evening.
 * @param {Instant} at @param {string} zone IANA name @returns {Window}
 */
export const windowOf = (at, zone) => partOf(wallOf(ms(at), zone));

/**
 * The part of some day that a try counts for: equal texts are one and the same part.
 * @param {Instant} at @param {string} zone @returns {string}
 */
export function partOfDay(at, zone) {
  const wall = wallOf(ms(at), zone);
  return `${midnightOf(wall)} ${partOf(wall)}`;
}

/**
 * When to knock next: the first part of a day after the last try, within knocking hours, not yet tried. When every part
 * has been tried, the first one after the last try.
 * @param {Instant[]} tries at least one @param {string} zone @param {Hours} hours
 * @returns {{from: string, until: string}}
 */
export function nextWindow(tries, zone, hours) {
  const walls = tries.map((at) => wallOf(ms(at), zone));
  const last = Math.max(...walls);
  const tried = new Set(walls.map(partOf));
  const parts = within(hours);
  const fresh = parts.filter(([name]) => !tried.has(name));
  const morrow = daysAfter(last, 1);
  return span(firstAfter(last, fresh.length > 0 ? fresh : parts) ?? [morrow, morrow + 120 * MINUTE], zone);
}

/**
 * The first of these parts after a try: in another part of the day, and half an hour later.
 * @param {number} last wall @param {[Window, number, number][]} parts @returns {[number, number]|null}
 */
function firstAfter(last, parts) {
  for (let day = 0; day < 3; day++) {
    const midnight = daysAfter(midnightOf(last), day);
    for (const [name, start, end] of parts) {
      const ends = midnight + end * MINUTE;
      const same = day === 0 && partOf(last) === name;
      if (!same && ends > last + APART) return [Math.max(midnight + start * MINUTE, last + APART), ends];
    }
  }
  return null;
}

/**
 * The parts of the day as far as one knocks in them.
 * @param {Hours} hours @returns {[Window, number, number][]}
 */
function within(hours) {
  const [from, until] = [minutesOf(hours.day_from), minutesOf(hours.day_until)];
  return BOUNDS.map(([name, start, end]) => /** @type {[Window, number, number]} */ (
    [name, Math.max(start, from), Math.min(end, until)])).filter(([, start, end]) => start < end);
}

/** @param {[number, number]} walls @param {string} zone */
const span = ([from, until], zone) => ({
  from: new Date(instantOf(from, zone)).toISOString(),
  until: new Date(instantOf(until, zone)).toISOString(),
});

/**
 * How many tries these knocks are: two phones at one door within half an hour tried once.
 * @param {Instant[]} knocks @returns {number}
 */
export function tries(knocks) {
  let counted = 0;
  let before = -Infinity;
  for (const at of knocks.map(ms).sort((a, b) => a - b)) {
    if (at - before < APART) continue;
    counted += 1;
    before = at;
  }
  return counted;
}

/**
 * The part of the day in which one can knock now, or else the next one.
 * @param {Instant} now @param {string} zone @param {Hours} hours @returns {{from: string, until: string}}
 */
export function currentWindow(now, zone, hours) {
  const wall = wallOf(ms(now), zone);
  for (let day = 0; day < 2; day++) {
    const midnight = daysAfter(midnightOf(wall), day);
    for (const [, start, end] of within(hours)) {
      if (midnight + end * MINUTE > wall) return span([midnight + start * MINUTE, midnight + end * MINUTE], zone);
    }
  }
  return span([wall, wall + (DAY_MINUTES * MINUTE) / 12], zone);
}

/**
 * Whether a door's next try is due: its window has begun. A missed one stays due.
 * @param {{next_from: string|null}|null} target @param {Instant} now @returns {boolean}
 */
export const dueNow = (target, now) => target?.next_from != null && ms(target.next_from) <= ms(now);
