/** Times as people say them, by the district's clock. */

import {dayOf} from '../domain/zone.js';
import {t, tag} from '../words.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** The district's zone, an IANA name. */
export const ZONE = document.documentElement.dataset.zone || 'Asia/Shanghai';

/** Making a format takes a slow phone as long as drawing ten doors. @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {number} at @param {Intl.DateTimeFormatOptions} shape @returns {string} */
function written(at, shape) {
  const key = tag() + Object.entries(shape).join(' ');
  const format = formats.get(key) ?? new Intl.DateTimeFormat(tag(), {timeZone: ZONE, ...shape});
  formats.set(key, format);
  return format.format(at);
}

/** 18:40. @param {string|number} at @returns {string} */
export const clock = (at) => written(asMs(at), {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

/** 22 March, Sunday. @param {string|number} at @returns {string} */
export const fullDay = (at) => written(asMs(at), {month: 'long', day: 'numeric', weekday: 'short'});

/** today 18:40, tomorrow 20:00, 22 March 18:40. @param {string|number} at @param {number} now @returns {string} */
export function moment(at, now) {
  const days = daysBetween(now, asMs(at));
  const time = clock(at);
  if (days === 0) return t('today {time}', {time});
  if (days === 1) return t('tomorrow {time}', {time});
  if (days === -1) return t('yesterday {time}', {time});
  return `${written(asMs(at), {month: 'short', day: 'numeric'})} ${time}`;
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
  const hour = Number(written(now, {hour: '2-digit', hourCycle: 'h23'}).replace(/\D/g, ''));
  if (hour < 11) return t('Good morning, {name}', {name});
  if (hour < 14) return t('Good day, {name}', {name});
  return hour < 18 ? t('Good afternoon, {name}', {name}) : t('Good evening, {name}', {name});
}
