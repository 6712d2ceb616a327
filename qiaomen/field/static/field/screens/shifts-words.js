/** Shifts in words. */

import {clock, moment} from '../parts/times.js';
import {now} from '../session.js';
import {word} from '../words.js';

/** From when to when. @param {{begins: string, ends: string}} shift @returns {string} */
export const times = ({begins, ends}) => `${moment(begins, now())}–${clock(ends)}`;

/** @type {Record<string, string>} */
export const STANDS = {early: '', open: word('come now'), late: word('late'), there: word('you are there'), over: word('over')};

/** What rules are called. @type {Record<string, string>} */
export const RULES = {
  rest: word('rest between two shifts'), week_hours: word('hours in seven days'), nights_in_row: word('nights in a row'), nights: word('no nights'),
  slot: word('not at this time of the day'), kind: word('not at such posts'), away: word('away then'),
};
