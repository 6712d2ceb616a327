/**
 * A door as the phone shows it in one sweep: what the server said, with the phone's own records on top.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Campaign} Campaign
 * @typedef {import('./types.js').Target} Target
 * @typedef {Map<string, import('./types.js').Envelope[]>} Pending by door
 * @typedef {{zone?: string, offsetMs?: number}} Here
 */

import {keyOf} from './district.js';
import {predict} from './predict.js';

/** @type {any[]} */
const NOBODY = [];

/**
 * What was predicted last, by the first record: a phone that was offline for a day has hundreds of doors to predict, and
 * draws them again after each save. @type {WeakMap<object, {of: any[], target: Target}>}
 */
const predicted = new WeakMap();

/**
 * Whether it is for the author to knock: the door is their own team's, or they are in no team.
 * @param {District} district @param {Target|null} target @returns {boolean}
 */
export const isMine = (district, target) =>
  target !== null && (district.teams.size === 0 || district.teams.has(target.team));

/**
 * The door's target with this phone's own records on top; null where the sweep does not have the door.
 * @param {District} district @param {Campaign} campaign @param {string} door @param {Pending} pendingByDoor
 * @param {Here} [here] @returns {Target|null}
 */
export function targetOf(district, campaign, door, pendingByDoor, here = {}) {
  const key = keyOf(campaign.id, door);
  const target = district.targets.get(key) ?? null;
  const pending = pendingByDoor.get(door) ?? [];
  if (!pending.some((one) => one.kind === 'void' || one.body.campaign === campaign.id)) return target;
  const registered = district.peopleAt.get(door) ?? NOBODY;
  const roll = district.rolls.get(key) ?? NOBODY;
  const edition = district.editions.get(campaign.edition) ?? null;
  const isOpen = district.doors.get(door)?.is_open ?? true;
  const of = [target, campaign, registered, roll, edition, isOpen, here.zone, here.offsetMs, ...pending];
  const last = predicted.get(pending[0]);
  if (last && last.of.length === of.length && last.of.every((one, index) => one === of[index])) return last.target;
  const found = predict(target, pending, {campaign, registered, roll, edition, isOpen, ...here});
  predicted.set(pending[0], {of, target: found});
  return found;
}
