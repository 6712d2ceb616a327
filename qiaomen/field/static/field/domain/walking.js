/**
 * The order in which one walks, and what stands in what.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Door} Door
 * @typedef {import('./types.js').Place} Place
 */

/**
 * A place and what it stands in, from itself upwards, as far as the phone knows.
 * @param {District} district @param {string|null} place @returns {string[]} ids
 */
export function upwards(district, place) {
  /** @type {string[]} */
  const found = [];
  for (let id = place; id && !found.includes(id); id = district.places.get(id)?.parent ?? null) found.push(id);
  return found;
}

/** What was found last, by district: it is never changed in place. @type {WeakMap<District, Map<string, Door[]>>} */
const found = new WeakMap();

/**
 * The doors in a place and in everything in it, in walking order.
 * @param {District} district @param {string} placeId @returns {Door[]}
 */
export function doorsUnder(district, placeId) {
  const before = found.get(district) ?? new Map();
  found.set(district, before);
  if (!before.has(placeId)) before.set(placeId, under(district, placeId));
  return before.get(placeId);
}

/** @param {District} district @param {string} placeId @returns {Door[]} */
function under(district, placeId) {
  const inside = new Map();
  const isInside = (/** @type {string} */ place) => {
    if (!inside.has(place)) inside.set(place, upwards(district, place).includes(placeId));
    return inside.get(place);
  };
  return inWalkingOrder(district, [...district.doors.values()].filter((door) => isInside(door.place)));
}

/** @param {District} district @param {Door[]} doors @returns {Door[]} */
export function inWalkingOrder(district, doors) {
  /** @type {Map<string, string>} */
  const walks = new Map();
  const walkTo = (/** @type {string} */ place) => {
    let walk = walks.get(place);
    if (walk === undefined) walks.set(place, (walk = walkOf(district, place)));
    return walk;
  };
  const keyOf = (/** @type {Door} */ door) => `${walkTo(door.place)}\u0001${door.walk}\u0001${door.id}`;
  const keyed = doors.map((door) => /** @type {const} */ ([keyOf(door), door]));
  return keyed.sort(([a], [b]) => (a < b ? -1 : Number(a > b))).map(([, door]) => door);
}

/** The sort key of a place among all of them. @param {District} district @param {string} place @returns {string} */
export const walkOf = (district, place) =>
  upwards(district, place).reverse().map((id) => `${district.places.get(id)?.walk ?? ''}\u0002${id}`).join('\u0001');

/**
 * Where a door stands as people say it: its building, or its alley, village or street where there is none.
 * @param {District} district @param {Door} door @returns {string} a place's id
 */
export function buildingOf(district, door) {
  const place = district.places.get(door.place);
  return place?.kind === 'stairwell' && place.parent ? place.parent : door.place;
}
