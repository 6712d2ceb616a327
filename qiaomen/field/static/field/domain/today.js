/**
 * What is left today: the doors of one's own teams, by building, and the tries that are due.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Door} Door
 * @typedef {import('./types.js').Target} Target
 * @typedef {{door: Door, target: Target}} Mine
 * @typedef {{place: string, name: string, area: string, left: number, total: number}} Building
 * @typedef {{from: string, until: string, count: number, isNow: boolean,
 *   buildings: {place: string, name: string, count: number}[]}} Due
 * @typedef {{left: number, done: number, total: number, deadline: string, buildings: Building[], due: Due[],
 *   byPhone: Door[], reknocks: Door[]}} Today
 */

import {keyOf} from './district.js';
import {isMine, targetOf} from './seen.js';
import {isGap} from './states.js';
import {buildingOf, inWalkingOrder} from './walking.js';
import {currentWindow, ms} from './windows.js';

const HERE = 'Asia/Shanghai';

/**
 * @param {District} district @param {import('./types.js').Campaign} campaign
 * @param {import('./seen.js').Pending} pendingByDoor @param {number} now ms, the server's time
 * @param {import('./seen.js').Here} [here] @returns {Today}
 */
export function today(district, campaign, pendingByDoor, now, here = {}) {
  const mine = ownDoors(district, campaign, pendingByDoor, here);
  const left = mine.filter(({target}) => isGap(target.state)).length;
  const again = [...district.doors.values()].filter((door) => district.reknocks.has(keyOf(campaign.id, door.id)));
  return {
    left,
    done: mine.length - left,
    total: mine.length,
    deadline: campaign.deadline,
    buildings: buildings(district, mine),
    due: due(district, mine, campaign, now, here.zone ?? HERE),
    byPhone: mine.filter(({target}) => target.by_phone).map(({door}) => door),
    reknocks: inWalkingOrder(district, again),
  };
}

/**
 * The doors of one's own teams, in walking order; every door of the zone for somebody who is in no team.
 * @param {District} district @param {import('./types.js').Campaign} campaign
 * @param {import('./seen.js').Pending} pendingByDoor @param {import('./seen.js').Here} here @returns {Mine[]}
 */
function ownDoors(district, campaign, pendingByDoor, here) {
  /** @type {Mine[]} */
  const mine = [];
  for (const door of inWalkingOrder(district, [...district.doors.values()])) {
    const target = targetOf(district, campaign, door.id, pendingByDoor, here);
    if (target && isMine(district, target)) mine.push({door, target});
  }
  return mine;
}

/** @param {District} district @param {Mine[]} mine @returns {Building[]} */
function buildings(district, mine) {
  /** @type {Map<string, Building>} */
  const found = new Map();
  for (const {door, target} of mine) {
    const id = buildingOf(district, door);
    const building = found.get(id) ?? {...named(district, id), left: 0, total: 0};
    building.total += 1;
    if (isGap(target.state)) building.left += 1;
    found.set(id, building);
  }
  return [...found.values()];
}

/** @param {District} district @param {string} id */
function named(district, id) {
  const place = district.places.get(id);
  return {place: id, name: place?.name ?? '', area: district.places.get(place?.parent ?? '')?.name ?? ''};
}

/**
 * The tries that wait, by when; a missed one is due in the part of the day that is under way, or comes next.
 * @param {District} district @param {Mine[]} mine @param {import('./types.js').Campaign} campaign @param {number} now
 * @param {string} zone @returns {Due[]}
 */
function due(district, mine, campaign, now, zone) {
  const current = currentWindow(now, zone, campaign);
  /** @type {Map<number, Due>} */
  const found = new Map();
  for (const {door, target} of mine) {
    if (!target.next_from || !target.next_until) continue;
    const missed = ms(target.next_until) <= now;
    const [from, until] = missed || ms(target.next_until) === ms(current.until)
      ? [current.from, current.until] : [target.next_from, target.next_until];
    const group = found.get(ms(until)) ?? {from, until, count: 0, isNow: false, buildings: []};
    if (ms(from) < ms(group.from)) group.from = from;
    found.set(ms(until), group);
    count(group, named(district, buildingOf(district, door)));
    group.isNow = ms(group.from) <= now;
  }
  return [...found.values()].sort((a, b) => ms(a.until) - ms(b.until));
}

/** @param {Due} group @param {{place: string, name: string}} building */
function count(group, {place, name}) {
  group.count += 1;
  const known = group.buildings.find((one) => one.place === place);
  if (known) known.count += 1;
  else group.buildings.push({place, name, count: 1});
}
