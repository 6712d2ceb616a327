/**
 * The district's wall clock. A "wall" is what the clock on the wall shows, as if it were UTC, in ms: arithmetic on it
 * is that of people ("half an hour later"), whatever the phone's own time zone is.
 */

const DAY_MS = 86_400_000;
/** Clocks are changed at a quarter of an hour, nowhere in between. */
const QUARTER_MS = 900_000;
const MOST_KEPT = 4000;

/** How far a zone's clock is ahead of UTC, by zone and quarter of an hour: asking the phone for it is slow. @type {Map<string, number>} */
const offsets = new Map();

/** What the server said of a zone's clock, the last change first. @type {{zone: string, changes: {from: number, ahead: number}[], until: number}} */
let table = {zone: '', changes: [], until: -Infinity};

/**
 * Takes the server's table of the district's clock: the browser is asked only for times outside of it, since the first
 * question alone costs it as much as drawing a screen.
 * @param {string} zone @param {string} said seconds: from when, how far ahead, from when, how far ahead, …, until when
 */
export function learn(zone, said) {
  const numbers = said.split(' ').filter(Boolean).map((one) => Number(one) * 1000);
  const until = numbers.length % 2 ? /** @type {number} */ (numbers.pop()) : -Infinity;
  const changes = numbers.flatMap((from, at) => (at % 2 ? [] : [{from, ahead: numbers[at + 1]}]));
  table = {zone, changes: changes.reverse(), until};
}

/** @param {number} at @param {string} zone @returns {number|undefined} how far ahead, where the table says so */
const toldAt = (at, zone) =>
  zone === table.zone && at < table.until ? table.changes.find(({from}) => from <= at)?.ahead : undefined;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** @param {string} zone @returns {Intl.DateTimeFormat} */
function formatOf(zone) {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
      minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/**
 * What the district's clock shows at an instant.
 * @param {number} at ms since 1970 @param {string} zone IANA name @returns {number}
 */
export function wallOf(at, zone) {
  const told = toldAt(at, zone);
  if (told !== undefined) return at + told;
  const quarter = Math.floor(at / QUARTER_MS);
  const key = `${zone} ${quarter}`;
  let offset = offsets.get(key);
  if (offset === undefined) {
    if (offsets.size >= MOST_KEPT) offsets.clear();
    offsets.set(key, (offset = shownAt(quarter * QUARTER_MS, zone) - quarter * QUARTER_MS));
  }
  return at + offset;
}

/** @param {number} at a whole second @param {string} zone @returns {number} */
function shownAt(at, zone) {
  /** @type {Record<string, number>} */
  const part = {};
  for (const {type, value} of formatOf(zone).formatToParts(at)) part[type] = Number(value);
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/**
 * The instant at which the district's clock shows this; of two the first.
 * @param {number} wall @param {string} zone @returns {number} ms since 1970
 */
export function instantOf(wall, zone) {
  const before = wall - (wallOf(wall - DAY_MS, zone) - (wall - DAY_MS));
  if (wallOf(before, zone) === wall) return before;
  return wall - (wallOf(wall + DAY_MS, zone) - (wall + DAY_MS));
}

/** Midnight of a wall's day. @param {number} wall @returns {number} */
export const midnightOf = (wall) => Math.floor(wall / DAY_MS) * DAY_MS;

/** The day as people write it, e.g. 2022-03-20. @param {number} at ms @param {string} zone @returns {string} */
export const dayOf = (at, zone) => new Date(wallOf(at, zone)).toISOString().slice(0, 10);

/** @param {number} wall @param {number} days @returns {number} */
export const daysAfter = (wall, days) => wall + days * DAY_MS;
