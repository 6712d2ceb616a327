/**
 * What a helper does: daily visits, needs in hand, bags at the gate; and what of it is left, with what this phone wrote
 * down since the server answered. Pure.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, place: string, door: string, label: string, where: string, name: string, by: string,
 *   today: 'missed'|'due'|'later'|'seen'}} Visit
 * @typedef {{id: string, place: string, door: string|null, label: string, where: string, what: string, urgency: string,
 *   people: number|null, words: string, name: string, phone: string}} Need
 * @typedef {{id: string, place: string, door: string, number: number|null, label: string, building: string, title: string,
 *   goods: string, at_door: boolean, state: 'ordered'|'arrived'}} Order
 * @typedef {{visits: Visit[], needs: Need[], orders: Order[], more?: number, at: number}} Known `at`: when the server said so, ms; `more`: orders that
 *   stand on the desk's list only
 */

import {unanswered} from './taking-back.js';

/** By which field a step names what it is about. @type {Record<string, string>} */
const ABOUT = {daily_visit_step: 'visit', need_step: 'need', order_step: 'order'};

/**
 * A step about a visit, need or order. @param {'daily_visit_step'|'need_step'|'order_step'} kind
 * @param {{id: string, place: string, door: string|null}} about
 * @param {{id: string, now: number, step: string, note?: string, photos?: string[]}} said @returns {Envelope}
 */
export const stepOf = (kind, about, {id, now, step, note, photos}) => ({
  id, kind, device_at: new Date(now).toISOString(), place: about.place, ...(about.door ? {door: about.door} : {}),
  body: {[ABOUT[kind]]: about.id, step, ...(note ? {note} : {}), ...(photos?.length ? {photos} : {})},
});

/**
 * What this phone said last of each, that the server's last answer cannot know and nothing took back.
 * @param {{envelope: Envelope, standing: string}[]} items in order @param {number} answered ms by this phone's clock
 * @returns {Map<string, string>} step by what it is about
 */
export function said(items, answered) {
  return new Map(unanswered(items, answered, Object.keys(ABOUT)).map(({kind, body}) => [body[ABOUT[kind]], body.step]));
}

/**
 * What is left to do. A door that nobody opened stays: somebody has to be found out about.
 * @param {Known} known @param {Map<string, string>} steps @returns {{visits: Visit[], needs: Need[], bags: Order[], coming: Order[]}}
 */
export function left(known, steps) {
  const is = (/** @type {{id: string}} */ one, /** @type {string[]} */ ...ways) => ways.includes(steps.get(one.id) ?? '');
  const here = (/** @type {Order} */ one) => one.state === 'arrived' || is(one, 'arrived');
  const bags = known.orders.filter((one) => !is(one, 'collected', 'left', 'missing'));
  return {
    visits: known.visits.filter((one) => one.today !== 'seen' && !is(one, 'seen', 'phoned')),
    needs: known.needs.filter((one) => !is(one, 'answered', 'given_back')),
    bags: bags.filter(here), coming: bags.filter((one) => !here(one)),
  };
}
