/**
 * When a day's checks are due: the phone's half of monitoring/slots.py; contracts/slots.json holds the cases that both
 * run. A day with n checks has n slots, each with an hour by which its check must be done; an hour later it is missed.
 *
 * @typedef {{day: string, slot: number}} Done
 * @typedef {{day: string, slot: number, due: number}} Slot `due` in ms since 1970
 */

import {dayOf, daysAfter, instantOf, midnightOf, wallOf} from './zone.js';

const HOUR_MS = 3_600_000;
/** The hours by which checks are due, by how many there are a day. @type {Record<number, number[]>} */
const BY = {1: [20], 2: [12, 20], 3: [12, 16, 20], 4: [9, 12, 16, 20]};

/**
 * For which day and slot a check at this moment counts; `am` and `pm` say the first and the last one, whatever the hour.
 * @param {number} at ms @param {number} checksADay @param {string} says @param {string} zone IANA name @returns {Done}
 */
export function slotOf(at, checksADay, says, zone) {
  const last = (BY[checksADay]?.length ?? 1) - 1;
  const hour = Math.floor((wallOf(at, zone) - midnightOf(wallOf(at, zone))) / HOUR_MS);
  const passed = (BY[checksADay] ?? []).filter((by) => hour >= by).length;
  const slot = says ? (says === 'am' ? 0 : last) : Math.min(passed, last);
  return {day: dayOf(at, zone), slot};
}

/**
 * The slots that fall due after `since` and up to `until`.
 * @param {number} since ms @param {number} until ms @param {number} checksADay @param {string} zone @returns {Slot[]}
 */
function slots(since, until, checksADay, zone) {
  /** @type {Slot[]} */
  const found = [];
  for (let day = midnightOf(wallOf(since, zone)); day <= wallOf(until, zone); day = daysAfter(day, 1)) {
    for (const [slot, hour] of (BY[checksADay] ?? []).entries()) {
      const due = instantOf(day + hour * HOUR_MS, zone);
      if (since < due && due <= until) found.push({day: new Date(day).toISOString().slice(0, 10), slot, due});
    }
  }
  return found;
}

/** @param {Slot[]} found @param {Done[]} done @returns {Slot[]} */
function without(found, done) {
  const there = new Set(done.map(({day, slot}) => `${day} ${slot}`));
  return found.filter(({day, slot}) => !there.has(`${day} ${slot}`));
}

/**
 * The slots since then whose time was over an hour ago and that have no check, the oldest first.
 * @param {number} since ms @param {number} now ms @param {number} checksADay @param {Done[]} done @param {string} zone
 */
export const missed = (since, now, checksADay, done, zone) => without(slots(since, now - HOUR_MS, checksADay, zone), done);

/**
 * Today's slots that have no check yet, due and coming ones alike.
 * @param {number} since ms @param {number} now ms @param {number} checksADay @param {Done[]} done @param {string} zone
 */
export function openToday(since, now, checksADay, done, zone) {
  const midnight = midnightOf(wallOf(now, zone));
  const begins = Math.max(since, instantOf(midnight, zone));
  return without(slots(begins, instantOf(daysAfter(midnight, 1), zone) - 1, checksADay, zone), done);
}
