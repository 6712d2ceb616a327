/** Times as people say them, by the district's clock. */

import {dayOf, learn, wallOf} from '../domain/zone.js';
import {t, word} from '../words.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** The district's zone, an IANA name. */
export const ZONE = document.documentElement.dataset.zone || 'Asia/Shanghai';

learn(ZONE, document.documentElement.dataset.clock ?? '');

const MONTHS = [word('January'), word('February'), word('March'), word('April'), word('May'), word('June'), word('July'),
  word('August'), word('September'), word('October'), word('November'), word('December')];
const WEEKDAYS = [word('Sun'), word('Mon'), word('Tue'), word('Wed'), word('Thu'), word('Fri'), word('Sat')];

/** What the district's clock shows, to be read as if it were UTC. @param {string|number} at @returns {Date} */
const wall = (at) => new Date(wallOf(asMs(at), ZONE));

/** 18:40. @param {string|number} at @returns {string} */
export const clock = (at) => wall(at).toISOString().slice(11, 16);

/** 22 March. @param {string|number} at @returns {string} */
const day = (at) => t('{month} {day}', {month: t(MONTHS[wall(at).getUTCMonth()]), day: wall(at).getUTCDate()});

/** 22 March, Sunday. @param {string|number} at @returns {string} */
export const fullDay = (at) => t('{weekday}, {date}', {weekday: t(WEEKDAYS[wall(at).getUTCDay()]), date: day(at)});

/** today 18:40, tomorrow 20:00, 22 March 18:40. @param {string|number} at @param {number} now @returns {string} */
export function moment(at, now) {
  const days = daysBetween(now, asMs(at));
  const time = clock(at);
  if (days === 0) return t('today {time}', {time});
  if (days === 1) return t('tomorrow {time}', {time});
  if (days === -1) return t('yesterday {time}', {time});
  return `${day(at)} ${time}`;
}

/** How long until then. @param {string|number} at @param {number} now @returns {string} */
export function remaining(at, now) {
  const left = asMs(at) - now;
  if (left <= 0) return t('over');
  const hours = Math.floor(left / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (hours >= 72) return t('{days} days', {days: Math.floor(hours / 24)});
  return hours ? t('{hours} h {minutes} min', {hours, minutes}) : t('{minutes} min', {minutes});
}

/** A day so many days before another, like 2020-03-21. @param {number} now @param {number} days @returns {string} */
export const dayBefore = (now, days) => dayOf(now - days * DAY, ZONE);

/** @param {number} from @param {number} to @returns {number} */
const daysBetween = (from, to) => Math.round((Date.parse(dayOf(to, ZONE)) - Date.parse(dayOf(from, ZONE))) / DAY);

/** @param {string|number} at @returns {number} */
const asMs = (at) => (typeof at === 'number' ? at : Date.parse(at));

/** The greeting of the hour. @param {string} name @param {number} now @returns {string} */
export function greeting(name, now) {
  const hour = wall(now).getUTCHours();
  if (hour < 11) return t('Good morning, {name}', {name});
  if (hour < 14) return t('Good day, {name}', {name});
  return hour < 18 ? t('Good afternoon, {name}', {name}) : t('Good evening, {name}', {name});
}
