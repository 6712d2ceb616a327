/** Where the plan says a sweep should be by now: the share of its knocking hours that is over. */

import {instantOf, midnightOf, wallOf} from '../domain/zone.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** @param {string} clock like 08:30 @returns {number} ms after midnight */
const msOf = (clock) => (Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * MINUTE;

/**
 * @param {import('../domain/types.js').Campaign} campaign @param {number} now ms @param {string} zone IANA name
 * @returns {number} from 0 to 1
 */
export function planned(campaign, now, zone) {
  const deadline = Date.parse(campaign.deadline);
  const whole = knockingMs(campaign, deadline, zone);
  // A sweep that nobody closed may be over for a year: its days since are not counted one by one.
  return whole > 0 ? knockingMs(campaign, Math.min(now, deadline), zone) / whole : 1;
}

/**
 * Knocking time from the opening until then.
 * @param {import('../domain/types.js').Campaign} campaign @param {number} until ms @param {string} zone @returns {number} ms
 */
function knockingMs({opens_at: opens, day_from: from, day_until: end}, until, zone) {
  const begin = Date.parse(opens);
  let total = 0;
  for (let midnight = midnightOf(wallOf(begin, zone)); midnight <= wallOf(until, zone); midnight += DAY) {
    const start = Math.max(begin, instantOf(midnight + msOf(from), zone));
    total += Math.max(0, Math.min(until, instantOf(midnight + msOf(end), zone)) - start);
  }
  return total;
}
