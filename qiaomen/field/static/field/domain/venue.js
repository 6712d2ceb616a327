/**
 * What staff and inspectors write at a shop or venue: a scan, a second look, a finding; and how many are inside. Pure.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./gate.js').Passing} Passing at a venue `gate` is its door
 * @typedef {import('./gate.js').Limits} Limits
 * @typedef {{id: string, ground: string, since: string, until: string|null, document: string, finds: string}} Order
 * @typedef {{id: string, place: string, label: string, where: string, kind: string, area: string, above: string[],
 *   suspended: Order|null}} Venue
 * @typedef {import('./taking-back.js').Said} Said
 */

import {advise, isIn} from './gate.js';
import {unanswered} from './taking-back.js';

const DAY_MS = 86_400_000;

/** @param {Record<string, any>} said */
const told = (said) => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false));

/**
 * One person's scan, as it stands. While a second reading is due, the first is not told.
 * @param {Passing} passing @param {Limits} limits @returns {Envelope}
 */
export function scan(passing, limits) {
  const {code, second, second_at: secondAt} = passing;
  const {act, verdict, reason} = advise(passing, limits);
  const token = code?.token;
  return {
    id: passing.id, kind: 'venue_scan', device_at: new Date(passing.at).toISOString(), door: passing.gate,
    body: told({
      direction: passing.direction === 'out' ? 'out' : '', verdict: verdict === 'passed' ? '' : verdict, reason,
      emergency: passing.emergency, pass: token?.id, iat: token?.issued, exp: token?.expires, kid: code?.kid,
      colour_seen: token?.colour, problem: code && code.problem !== 'ok' ? code.problem : '',
      temperature: act === 'wait' ? undefined : passing.temperature, second_temperature: second,
      second_at: second === undefined ? undefined : new Date(secondAt ?? passing.at).toISOString(),
      health_code: passing.health, travel_code: passing.travel, list_age_s: passing.list_age_s, offline: passing.offline,
      note: passing.note,
    }),
  };
}

/**
 * A second look at a suspended venue; open makes a finding beside it, due in a day.
 * @param {{id: string, other: string, now: number, venue: Venue, finds: 'closed'|'open'|'ready', note: string, photos: string[]}} look
 *   `other`: the finding's id @returns {Envelope[]} what photos belong to comes first
 */
export function looked({id, other, now, venue, finds, note, photos}) {
  const order = /** @type {Order} */ (venue.suspended);
  const at = new Date(now).toISOString();
  const look = {id, kind: 'suspension_step', device_at: at, door: venue.id, body: told({suspension: order.id, step: 'looked', finds, note})};
  if (finds !== 'open') return [look];
  const due = new Date(now + DAY_MS).toISOString();
  return [found({id: other, now, venue, what: 'venue_open', note, photos, due, suspension: order.id}), look];
}

/** Second looks of this phone that the server's answer cannot know. @param {Said[]} items @param {number} answered @returns {Envelope[]} */
export const looks = (items, answered) => unanswered(items, answered, ['suspension_step']);

/**
 * Venues as this phone found them since the server answered.
 * @param {Map<string, Venue>} venues @param {Envelope[]} written second looks, in order @returns {Map<string, Venue>}
 */
export function lookedAt(venues, written) {
  const seen = new Map(venues);
  for (const {door = '', body} of written) {
    const venue = seen.get(door);
    if (venue?.suspended && venue.suspended.id === body.suspension) seen.set(door, {...venue, suspended: {...venue.suspended, finds: body.finds}});
  }
  return seen;
}

/**
 * Something at a venue is not as it has to be.
 * @param {{id: string, now: number, venue: Venue, what: string, note: string, photos: string[], due?: string, suspension?: string}} said
 * @returns {Envelope}
 */
export const found = ({id, now, venue, what, note, photos, due, suspension}) => ({
  id, kind: 'finding', device_at: new Date(now).toISOString(), place: venue.place, door: venue.id,
  body: told({what, note, due: due ?? new Date(now + DAY_MS).toISOString(), suspension, photos: photos.length ? photos : undefined}),
});

/**
 * How many are inside, of those whom this phone scanned. @param {Iterable<Passing>} passings @param {Limits} limits
 * @returns {{in: number, out: number, turned: number, inside: number}}
 */
export function counted(passings, limits) {
  const count = {in: 0, out: 0, turned: 0, inside: 0};
  for (const one of passings) {
    if (one.direction === 'out') count.out += 1;
    else if (isIn(advise(one, limits).verdict)) count.in += 1;
    else count.turned += 1;
  }
  return {...count, inside: Math.max(0, count.in - count.out)};
}

/**
 * Whether an order holds at a moment: a phone that heard nothing for days knows when it ends. @param {Order|null} order @param {number} now ms
 * @returns {boolean}
 */
export const holds = (order, now) =>
  order !== null && Date.parse(order.since) <= now && (order.until === null || now < Date.parse(order.until));
