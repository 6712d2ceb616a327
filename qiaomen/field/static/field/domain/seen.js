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
  return predict(target, pending, {
    campaign,
    registered: district.peopleAt.get(door) ?? [],
    roll: district.rolls.get(key) ?? [],
    edition: district.editions.get(campaign.edition) ?? null,
    isOpen: district.doors.get(door)?.is_open ?? true,
    ...here,
  });
}
