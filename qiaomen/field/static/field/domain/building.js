/**
 * A building as it stands: stairwells, floors from the top down, doors in walking order.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Door} Door
 * @typedef {import('./types.js').Target} Target
 * @typedef {{door: Door, target: Target|null, isMine: boolean, isWaiting: boolean}} Standing `isMine`: for the author to
 *   knock; `isWaiting`: something of it is still only on the phone
 * @typedef {{floor: number|null, doors: Standing[]}} Floor
 * @typedef {{place: string, name: string, left: number, next: string|null, floors: Floor[]}} Stairwell `left`: of one's
 *   own team's doors; `next`: the door to knock on now, of those in it
 * @typedef {{name: string, stairwells: Stairwell[], next: string|null, left: number}} Stack
 */

import {isGap, STATE} from './states.js';
import {isMine, targetOf} from './seen.js';
import {doorsUnder, upwards} from './walking.js';

/**
 * The building, or any other place, with its doors as this phone knows them. A door that the sweep does not have stands
 * there without a target and counts for nothing.
 * @param {District} district @param {import('./types.js').Campaign} campaign @param {string} placeId
 * @param {import('./seen.js').Pending} pendingByDoor @param {import('./seen.js').Here} [here] @returns {Stack}
 */
export function stack(district, campaign, placeId, pendingByDoor, here = {}) {
  /** @type {Map<string, Standing[]>} */
  const groups = new Map();
  for (const door of doorsUnder(district, placeId)) {
    const place = stairwellOf(district, door, placeId);
    const target = targetOf(district, campaign, door.id, pendingByDoor, here);
    const standing = {door, target, isMine: isMine(district, target), isWaiting: pendingByDoor.has(door.id)};
    groups.set(place, [...(groups.get(place) ?? []), standing]);
  }
  const stairwells = [...groups].map(([place, doors]) => stairwell(district, place, doors, placeId));
  const left = stairwells.reduce((sum, one) => sum + one.left, 0);
  return {name: district.places.get(placeId)?.name ?? '', stairwells, next: nextOf(stairwells), left};
}

/**
 * The part of the place that a door stands in: the place's own child above the door, or the place itself.
 * @param {District} district @param {Door} door @param {string} placeId @returns {string}
 */
function stairwellOf(district, door, placeId) {
  const way = upwards(district, door.place);
  return way[way.indexOf(placeId) - 1] ?? placeId;
}

/**
 * @param {District} district @param {string} place @param {Standing[]} doors @param {string} placeId
 * @returns {Stairwell}
 */
function stairwell(district, place, doors, placeId) {
  /** @type {Map<number|null, Standing[]>} */
  const floors = new Map();
  for (const one of doors) floors.set(one.door.floor, [...(floors.get(one.door.floor) ?? []), one]);
  const height = (/** @type {number|null} */ floor) => floor ?? -Infinity;
  const above = [...floors].sort(([a], [b]) => (height(a) === height(b) ? 0 : height(b) - height(a)))
    .map(([floor, standing]) => ({floor, doors: standing}));
  return {
    place,
    name: place === placeId ? '' : (district.places.get(place)?.name ?? ''),
    left: doors.filter((one) => one.isMine && one.target && isGap(one.target.state)).length,
    next: nextOf([{floors: above}]),
    floors: above,
  };
}

/**
 * The door to knock on now: the first that nobody knocked on, from the top down; then the one whose next try comes
 * first. What waits for a review or a telephone call is nothing to knock on, nor is another team's door.
 * @param {{floors: Floor[]}[]} stairwells @returns {string|null} its id
 */
function nextOf(stairwells) {
  const all = stairwells.flatMap((one) => one.floors.flatMap((floor) => floor.doors)).filter((one) => one.isMine);
  const untouched = all.find(({target}) => target?.state === STATE.UNTOUCHED);
  if (untouched) return untouched.door.id;
  const tries = all.filter(({target}) => target?.next_from);
  const from = (/** @type {Standing} */ one) => Date.parse(one.target?.next_from ?? '');
  return tries.sort((a, b) => from(a) - from(b))[0]?.door.id ?? null;
}
