/**
 * Samples in tubes: codes, how many people a tube holds, who is in which, from what this phone wrote down. Pure.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {'single'|'household'|'pool_5'|'pool_10'} Holds
 * @typedef {{person: string, name: string, holds: Holds, tested: boolean, door?: string}} Due `door`: where there is no group
 * @typedef {{code: string, holds: Holds}} Tube
 * @typedef {{door: string, place: string, label: string, where: string, due: number, tested: number, begins_at: string|null}} Group
 * @typedef {{id: string, name: string, number: number, closes_at: string, groups: Group[]}} Round
 */

import {counting} from './taking-back.js';

/** How many people a tube holds; 0: as many as a household has. @type {Readonly<Record<Holds, number>>} */
export const ROOM = Object.freeze({single: 1, household: 0, pool_5: 5, pool_10: 10});

const LONGEST = 40;

/** A code as scanners read it: half-width, no blanks, capitals. @param {string} text @returns {string} */
export const normal = (text) => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase().replace(/^['’]+/, '').slice(0, LONGEST);

/** Whether a tube takes nobody more. @param {Holds} holds @param {number} count */
export const isFull = (holds, count) => ROOM[holds] > 0 && count >= ROOM[holds];

/** Whether this person's sample goes into this tube. @param {Tube|null} tube @param {number} count who are in it @param {Due} one */
export const fits = (tube, count, one) => tube !== null && tube.holds === one.holds && !isFull(tube.holds, count);

/**
 * The record of a sample. @param {{id: string, now: number, person: string, tube: Tube, round?: string, place?: string,
 *   door?: string}} said @returns {Envelope}
 */
export const sampleOf = ({id, now, person, tube, round, place, door}) => ({
  id, kind: 'sample', device_at: new Date(now).toISOString(), person, ...(place ? {place} : {}), ...(door ? {door} : {}),
  body: {
    taken: new Date(now).toISOString(), tube: tube.code, ...(tube.holds === 'single' ? {} : {holds: tube.holds}),
    ...(round ? {round} : {}),
  },
});

/**
 * The samples that stand: nothing took them back, and the server did not refuse them.
 * @param {Iterable<{envelope: Envelope, standing: string}>} items @returns {Envelope[]}
 */
export function standing(items) {
  return counting([...items]).map((one) => one.envelope).filter((one) => one.kind === 'sample' && !one.amends);
}

/** How many people are in a tube. @param {Envelope[]} samples those that stand @param {string} code */
export const inTube = (samples, code) => samples.filter((one) => one.body.tube === code).length;

/** Who of a round has a sample by this phone. @param {Envelope[]} samples @param {string} round @returns {Set<string>} */
export const sampledIn = (samples, round) =>
  new Set(samples.filter((one) => one.body.round === round).map((one) => /** @type {string} */ (one.person)));

/**
 * Who is still to be tested alone: nobody whom this phone sampled alone after the sample in the positive tube. Who was
 * tested alone because of another tube, earlier, is asked again.
 * @template {{person: string, since?: string}} T @param {T[]} retests @param {Envelope[]} samples @returns {T[]}
 */
export function owed(retests, samples) {
  const alone = samples.filter((one) => (one.body.holds ?? 'single') === 'single');
  return retests.filter(({person, since}) =>
    !alone.some((one) => one.person === person && Date.parse(one.body.taken) > (since ? Date.parse(since) : -Infinity)));
}
