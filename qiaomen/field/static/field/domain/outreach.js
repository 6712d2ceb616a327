/**
 * Telling people: the places of rounds that are missing, what is handed out; and what of it is left, with what this
 * phone wrote down since the server answered. Pure; `contracts/outreach.json` holds what phone and server agree on.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{place: string, name: string, where: string}} Spot
 * @typedef {{id: string, title: string, what: 'loudspeaker'|'poster'|'banner'|'drop'|'check', due: string, photo: boolean,
 *   material: string|null, copies: number, words: string, missing: number, spots: Spot[]}} Round `missing`: in all; `spots`: the first of them
 * @typedef {{id: string, title: string, form: string}} Title
 * @typedef {{id: string, name: string}} At
 * @typedef {{rounds: Round[], titles: Title[], places: At[], places_more: number, at: number}} Known
 *   `places_more`: how many are not among them; `at`: when the server said so, ms
 */

import {counting} from './taking-back.js';

/** The most copies of one handout. */
export const MOST = 1_000_000;

/**
 * What one says of a place of a round: that somebody was there, and what hangs as handed out.
 * @param {Round} round @param {string} place
 * @param {{ids: [string, string], now: number, how: 'scan'|'tap', photos?: string[]}} said two new ids
 * @returns {Envelope[]}
 */
export function doneOf(round, place, {ids: [id, second], now, how, photos = []}) {
  const device_at = new Date(now).toISOString();
  const done = {id, kind: 'outreach_round_done', device_at, place, body: {round: round.id, how, ...(photos.length ? {photos} : {})}};
  if (!round.material || round.what === 'check') return [done];
  return [done, handoutOf({material: round.material, count: round.copies, way: wayOf(round.what), place, during: id}, {id: second, now})];
}

/**
 * Copies of a title at a place. @param {{material: string, count: number, way: string, place: string, during?: string}} given
 * @param {{id: string, now: number}} said @returns {Envelope}
 */
export const handoutOf = ({material, count, way, place, during}, {id, now}) => ({
  id, kind: 'handout', device_at: new Date(now).toISOString(), place, body: {material, count, way, ...(during ? {during} : {})},
});

/** How what a round leaves counts: posters and banners hang, the rest is left where people pass. @param {Round['what']} what */
export const wayOf = (what) => (what === 'poster' || what === 'banner' ? 'hung' : 'drop');

/** Whether a place may be called done: with the photos that the round asks for. @param {Round} round @param {number} photos */
export const isEnough = (round, photos) => !round.photo || photos > 0;

/** How far a round is by the clock. @param {{due: string}} round @param {number} now @returns {'open'|'late'} */
export const stageOf = (round, now) => (Date.parse(round.due) <= now ? 'late' : 'open');

/**
 * The places, by round and place, that this phone says are done, that nothing took back or refused.
 * @param {{envelope: Envelope, standing: string}[]} items in order @returns {Set<string>}
 */
export function saidDone(items) {
  const done = counting(items).filter(({envelope}) => envelope.kind === 'outreach_round_done');
  return new Set(done.map(({envelope: {body, place}}) => `${body.round} ${place}`));
}

/**
 * What is left of each round; a round of which nothing is left here is not listed.
 * @param {Round[]} rounds @param {Set<string>} done @returns {Round[]}
 */
export const left = (rounds, done) => rounds
  .map((round) => {
    const spots = round.spots.filter(({place}) => !done.has(`${round.id} ${place}`));
    return {...round, spots, missing: (round.missing ?? round.spots.length) - (round.spots.length - spots.length)};
  })
  .filter(({missing}) => missing > 0);

/**
 * What a scanned place's code stands for here: the first round that misses it.
 * @param {Round[]} rounds what is left @param {string} place @returns {{round: Round, spot: Spot}|null}
 */
export function met(rounds, place) {
  for (const round of rounds) {
    const spot = round.spots.find((one) => one.place === place);
    if (spot) return {round, spot};
  }
  return null;
}
