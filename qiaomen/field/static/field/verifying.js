/** A code's text and what is known, to a verdict: without a network, in a millisecond. */

import {judge} from './domain/pass.js';
import {listAge} from './domain/gate.js';
import {means} from './verifying-means.js';

/** @typedef {import('./domain/gate-known.js').Known} Known @typedef {import('./domain/pass.js').Verdict} Verdict */

/** Brings what verifies while the camera warms up. */
export const warmUp = () => void means().catch(() => undefined);

/**
 * @param {string} text @param {Known} known @param {{area: string, above: string[], now: number}} here short ids of the place
 *   whose gate it is and of all above it, as hex; `now` in ms by the server's clock
 * @returns {Promise<Verdict>}
 */
export async function verify(text, known, {area, above, now}) {
  const {keys, listed, limits} = known;
  const told = {keys, listed, list_age: listAge(known.as_of, now) ?? Infinity, list_old_s: limits.list_old_s};
  return judge(text, {now: Math.floor(now / 1000), where: {area, above}, known: told}, await means());
}
