/**
 * How the people of a door are accounted for, with the phone's own visits on top.
 *
 * @typedef {import('./types.js').Target} Target
 * @typedef {import('./effective.js').Effective} Effective
 */

import {flagsOfPerson} from './flags.js';

/** Whether people were accounted for. What was filled in online counts only once it is verified. */
const OPENED = new Set(['answered', 'phone']);

/** @param {Record<string, any>} body @returns {boolean} */
export const opened = (body) => OPENED.has(body.outcome) || (body.outcome === 'online' && Boolean(body.verified));

/**
 * The roll's figures. The newest statement counts, but "nobody could say" does not undo an earlier one; who is
 * registered and not spoken of is unaccounted for.
 * @param {Target} base @param {Effective[]} visits
 * @param {{registered: Iterable<string>, roll?: import('./types.js').Roll[]}} known
 * @param {(visit: Effective) => import('./flags.js').Where} whereOf
 * @returns {{people: number, unaccounted: number, flags: number}}
 */
export function accounted(base, visits, {registered, roll = []}, whereOf) {
  const telling = visits.filter((visit) => opened(visit.body));
  if (telling.length === 0) return {people: base.people, unaccounted: base.unaccounted, flags: 0};
  const members = presences(registered, roll, telling);
  let flags = 0;
  for (const visit of telling) {
    const {answers = {}, people = []} = visit.body;
    for (const seen of people) flags |= flagsOfPerson(whereOf(visit), answers, seen.answers ?? {});
  }
  const unaccounted = [...members.values()].filter((presence) => presence === 'unaccounted').length;
  return {people: members.size, unaccounted, flags};
}

/**
 * Everybody's presence, by person: of the roll, the visits on top, then who is registered.
 * @param {Iterable<string>} registered @param {import('./types.js').Roll[]} roll @param {Effective[]} telling
 * @returns {Map<string, string>}
 */
export function presences(registered, roll, telling) {
  const members = new Map(roll.map((one) => [one.person, one.presence]));
  for (const {body} of telling) {
    for (const {person, presence} of body.people ?? []) {
      if (presence !== 'unaccounted' || !members.has(person)) members.set(person, presence);
    }
  }
  for (const person of registered) if (!members.has(person)) members.set(person, 'unaccounted');
  return members;
}
