/**
 * What the phone knows of its district. Never changed in place: every change answers a new one, and which places it
 * touched, so that only their sealed chunks are written anew. The chunk '' holds what belongs to no place: teams,
 * campaigns, editions, doors to knock on again, people to follow up, and rows of doors that are not here.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Page} Page
 * @typedef {import('./types.js').Door} Door
 * @typedef {{district: District, places: Set<string>}} Changed
 */

export {doorsUnder} from './walking.js';

export const AROUND = '';

/** @returns {District} */
export const empty = () => ({
  places: new Map(), doors: new Map(), targets: new Map(), people: new Map(), peopleAt: new Map(), rolls: new Map(),
  teams: new Map(), campaigns: new Map(), editions: new Map(), reknocks: new Set(), bulletins: new Map(),
  followups: new Map(),
});

/** The key of targets, rolls and reknocks. @param {string} campaign @param {string} door @returns {string} */
export const keyOf = (campaign, door) => `${campaign} ${door}`;

/** The chunk that holds a door's rows. @param {District} district @param {string} door @returns {string} */
const chunkOf = (district, door) => district.doors.get(door)?.place ?? AROUND;

/** Every chunk that this district is kept in. @param {District} district @returns {Set<string>} */
export const chunksOf = (district) =>
  new Set([AROUND, ...district.places.keys(), ...[...district.doors.values()].map((door) => door.place)]);

/**
 * Takes in a page: of a pull, or what was kept of one place. A first page (`fresh`) drops everything before it.
 * @param {District} district @param {Page} page @returns {Changed}
 */
export function merge(district, page) {
  const places = page.fresh ? chunksOf(district) : new Set();
  const next = copied(page.fresh ? empty() : district);
  for (const place of page.places ?? []) places.add(place.id), next.places.set(place.id, place);
  for (const door of page.doors ?? []) {
    places.add(chunkOf(next, door.id)).add(door.place);
    next.doors.set(door.id, door);
  }
  mergePeople(next, page, places);
  mergeTargets(next, page, places);
  mergeAround(next, page, places);
  mergeBulletins(next, page, places);
  if (page.followups) {
    places.add(AROUND);
    next.followups = new Map(page.followups.map((one) => [one.person, one]));
  }
  return {district: next, places};
}

/** @param {District} district @returns {District} a copy that may be changed */
const copied = (district) => ({
  places: new Map(district.places), doors: new Map(district.doors), targets: new Map(district.targets),
  people: new Map(district.people), peopleAt: new Map(district.peopleAt), rolls: new Map(district.rolls),
  teams: new Map(district.teams), campaigns: new Map(district.campaigns), editions: new Map(district.editions),
  reknocks: new Set(district.reknocks), bulletins: new Map(district.bulletins),
  followups: district.followups,
});

/** @param {District} next @param {Page} page @param {Set<string>} places */
function mergePeople(next, page, places) {
  for (const person of page.people ?? []) {
    const before = next.people.get(person.id);
    if (before && before.door !== person.door) {
      places.add(chunkOf(next, before.door));
      const left = new Set(next.peopleAt.get(before.door));
      left.delete(person.id);
      next.peopleAt.set(before.door, left);
    }
    next.people.set(person.id, person);
    next.peopleAt.set(person.door, new Set(next.peopleAt.get(person.door)).add(person.id));
    places.add(chunkOf(next, person.door));
  }
}

/**
 * A target of an own door brings its whole roll, in place of what was there. The shared page of a first sync brings own
 * doors' targets once more without one: then the roll stays, unless the target says that there is nobody on it.
 * @param {District} next @param {Page} page @param {Set<string>} places
 */
function mergeTargets(next, page, places) {
  /** @type {Map<string, import('./types.js').Roll[]>} */
  const rolls = new Map();
  for (const roll of page.rolls ?? []) {
    const key = keyOf(roll.campaign, roll.door);
    rolls.set(key, [...(rolls.get(key) ?? []), roll]);
    places.add(chunkOf(next, roll.door));
  }
  for (const target of page.targets ?? []) {
    const key = keyOf(target.campaign, target.door);
    next.targets.set(key, target);
    if (target.people === 0) next.rolls.delete(key);
    places.add(chunkOf(next, target.door));
  }
  for (const [key, roll] of rolls) next.rolls.set(key, roll);
}

/**
 * Teams, campaigns and doors to knock on again come whole, and may be none any more: the page says that they are in it
 * (a server of the build before says it by a row alone, and so does what was kept). An edition never changes.
 * @param {District} next @param {Page} page @param {Set<string>} places
 */
function mergeAround(next, page, places) {
  const {around, teams, campaigns, editions, reknocks} = page;
  if (!around && ![teams, campaigns, editions, reknocks].some((rows) => rows && rows.length > 0)) return;
  places.add(AROUND);
  next.teams = new Map((teams ?? []).map((team) => [team.id, team]));
  const before = next.campaigns;
  next.campaigns = new Map((campaigns ?? []).map((campaign) => [campaign.id, campaign]));
  forgetSweeps(next, new Set([...before.keys()].filter((id) => !next.campaigns.has(id))), places);
  next.reknocks = new Set((reknocks ?? []).map((one) => keyOf(one.campaign, one.door)));
  for (const edition of editions ?? []) next.editions.set(edition.id, edition);
}

/** What was to be done in a sweep goes with it. @param {District} next @param {Set<string>} over @param {Set<string>} places */
function forgetSweeps(next, over, places) {
  if (!over.size) return;
  for (const rows of [next.targets, next.rolls]) {
    for (const key of [...rows.keys()]) {
      const [campaign, door] = key.split(' ');
      if (over.has(campaign)) rows.delete(key), places.add(chunkOf(next, door));
    }
  }
}

/** @param {District} next @param {Page} page @param {Set<string>} places */
function mergeBulletins(next, page, places) {
  for (const bulletin of page.bulletins ?? []) {
    if (bulletin.text) next.bulletins.set(bulletin.id, bulletin);
    else next.bulletins.delete(bulletin.id);
    places.add(AROUND);
  }
}

/**
 * Scope shrank: the doors in these places go, and the people of these doors; and these people, who moved away.
 * @param {District} district @param {import('./types.js').Forget} forget @returns {Changed}
 */
export function forget(district, {places: gone = [], doors: strangers = [], people: moved = []}) {
  const next = copied(district);
  const places = new Set(gone);
  const left = new Set(gone);
  for (const place of gone) next.places.delete(place);
  for (const door of strangers) places.add(chunkOf(district, door)), forgetPeople(next, door);
  for (const person of moved) {
    const door = next.people.get(person)?.door;
    if (door === undefined) continue;
    places.add(chunkOf(district, door));
    next.people.delete(person);
    next.peopleAt.set(door, new Set([...(next.peopleAt.get(door) ?? [])].filter((one) => one !== person)));
  }
  for (const door of district.doors.values()) if (left.has(door.place)) forgetDoor(next, door.id);
  return {district: next, places};
}

/** @param {District} next @param {string} door */
function forgetPeople(next, door) {
  for (const person of next.peopleAt.get(door) ?? []) next.people.delete(person);
  next.peopleAt.delete(door);
  for (const campaign of next.campaigns.keys()) next.rolls.delete(keyOf(campaign, door));
}

/** @param {District} next @param {string} door */
function forgetDoor(next, door) {
  forgetPeople(next, door);
  next.doors.delete(door);
  for (const campaign of next.campaigns.keys()) next.targets.delete(keyOf(campaign, door));
}

/**
 * What is kept of each of these places, as pages that `merge` takes in again. A place of which nothing is left has an
 * empty page: its chunk can go.
 * @param {District} district @param {Iterable<string>} places @returns {Map<string, Page>}
 */
export function rowsOf(district, places) {
  const pages = new Map([...places].map((place) => [place, /** @type {Page} */ ({})]));
  /** @type {(chunk: string, name: keyof Page, row: any) => void} */
  const put = (chunk, name, row) => {
    const page = /** @type {Record<string, any[]>|undefined} */ (pages.get(chunk));
    if (page) (page[name] ??= []).push(row);
  };
  for (const place of district.places.values()) put(place.id, 'places', place);
  for (const door of district.doors.values()) put(door.place, 'doors', door);
  for (const target of district.targets.values()) put(chunkOf(district, target.door), 'targets', target);
  for (const person of district.people.values()) put(chunkOf(district, person.door), 'people', person);
  for (const roll of district.rolls.values()) for (const one of roll) put(chunkOf(district, one.door), 'rolls', one);
  for (const team of district.teams.values()) put(AROUND, 'teams', team);
  for (const campaign of district.campaigns.values()) put(AROUND, 'campaigns', campaign);
  for (const edition of district.editions.values()) put(AROUND, 'editions', edition);
  for (const bulletin of district.bulletins.values()) put(AROUND, 'bulletins', bulletin);
  for (const followup of district.followups.values()) put(AROUND, 'followups', followup);
  for (const [campaign, door] of [...district.reknocks].map((key) => key.split(' '))) {
    put(AROUND, 'reknocks', {campaign, door});
  }
  return pages;
}
