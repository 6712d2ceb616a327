/**
 * Day arithmetic: the phone's half of policy/days.py; contracts/days.json holds the cases that both run, docs/days.md
 * states it. Days are texts like 2022-03-20, instants RFC 3339 texts or ms since 1970.
 */

import {dayOf, daysAfter, instantOf, wallOf} from './zone.js';

/** @typedef {string|number} Instant */
/** @typedef {{first: string, last: string, start: string, end: string}} Span */

const DAY_MS = 86_400_000;
/** Clocks go back by an hour; no zone of our days goes back by more. */
const HOUR_MS = 3_600_000;

/** @param {Instant} at @returns {number} */
const ms = (at) => (typeof at === 'number' ? at : Date.parse(at));

/** A day as a wall, see zone.js. @param {string} day @returns {number} */
const wallOfDay = (day) => Date.parse(`${day}T00:00:00Z`);

/** @param {string} day @param {number} days @returns {string} */
const later = (day, days) => new Date(daysAfter(wallOfDay(day), days)).toISOString().slice(0, 10);

/** The date on the district's calendar. @param {Instant} at @param {string} zone IANA name @returns {string} */
export const localDay = (at, zone) => dayOf(ms(at), zone);

/**
 * The instant at which a local day begins. Where clocks are changed at midnight: the later one if the clock shows it
 * twice, the moment of the change if it leaves it out.
 * @param {string} day @param {string} zone @returns {string}
 */
export function midnight(day, zone) {
  const wall = wallOfDay(day);
  const first = instantOf(wall, zone);
  if (wallOf(first, zone) !== wall) return new Date(begins(wall, zone)).toISOString();
  const twice = wallOf(first + HOUR_MS, zone) === wall;
  return new Date(twice ? first + HOUR_MS : first).toISOString();
}

/** The moment at which the clock jumps over this wall. @param {number} wall @param {string} zone @returns {number} */
const begins = (wall, zone) => wall - (wallOf(wall - DAY_MS, zone) - (wall - DAY_MS));

/** The last day that so many days from day 0 cover. @param {string} day0 @param {number} days @returns {string} */
export const lastDay = (day0, days) => later(day0, days);

/**
 * The instant at which so many days from day 0 are over: the local midnight after the last of them.
 * @param {string} day0 @param {number} days @param {string} zone @returns {string}
 */
export const end = (day0, days, zone) => midnight(later(day0, days + 1), zone);

/**
 * The date of "day k" of a phase that begins after so many days of other phases.
 * @param {string} day0 @param {number} day @param {number} [before] @returns {string}
 */
export const dueOn = (day0, day, before = 0) => later(day0, before + day);

/** Which day it is, counted from day 0. @param {string} day0 @param {string} today @returns {number} */
export const dayNumber = (day0, today) => (wallOfDay(today) - wallOfDay(day0)) / DAY_MS;

/**
 * How phases of these lengths in days fall, one after the other. The first one holds from the start of day 0.
 * @param {string} day0 @param {number[]} lengths @param {string} zone @returns {Span[]}
 */
export function phases(day0, lengths, zone) {
  let before = 0;
  return lengths.map((length, at) => {
    const first = at === 0 ? day0 : dueOn(day0, 1, before);
    before += length;
    return {first, last: lastDay(day0, before), start: midnight(first, zone), end: end(day0, before, zone)};
  });
}

/**
 * When follow-up ends that restricts nobody: with the first check on or after its last day; none yet: null. An end that
 * restricts somebody is `end`, and knows nothing of checks.
 * @param {string} day0 @param {number} days @param {Instant[]} checked @param {string} zone @returns {string|null}
 */
export function followUpEnd(day0, days, checked, zone) {
  const last = lastDay(day0, days);
  const madeUp = checked.map(ms).filter((at) => localDay(at, zone) >= last);
  if (madeUp.length === 0) return null;
  return new Date(Math.max(Math.min(...madeUp), Date.parse(end(day0, days, zone)))).toISOString();
}
