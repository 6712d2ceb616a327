/** Venues in words: what kind, why suspended, what was found. */

import {clock} from '../parts/times.js';
import {t, word} from '../words.js';

/** @type {Record<string, string>} */
const GROUNDS = {
  kind_of_venue: word('every venue of its kind is closed'), case_here: word('a case was here'), crowding: word('crowding'),
  not_measured: word('temperature or codes not checked'), staff_untested: word('staff not tested'),
  area_closed: word('it lies in a closed area'), other: word('another ground'),
};

/** @type {Record<string, string>} */
export const FOUND = {
  not_measured: word('temperature not measured'), not_scanned: word('codes not checked'), crowding: word('crowding'),
  not_disinfected: word('not disinfected'), notice_missing: word('notice or map missing'), other: word('something else'),
};

/** @param {string} ground @returns {string} */
export const groundOf = (ground) => t(GROUNDS[ground] ?? GROUNDS.other);

/** A moment with its day. @param {string} at RFC 3339 @returns {string} */
export const dayOf = (at) => {
  const date = new Date(at);
  return `${date.getMonth() + 1}-${String(date.getDate()).padStart(2, '0')} ${clock(date.getTime())}`;
};
