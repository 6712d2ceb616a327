/**
 * The practice building: invented doors and people to learn on. It is a district like any other, so that the real
 * screens draw it; it is never kept, never sent, and its ids are nobody's.
 */

import {empty, merge} from './district.js';
import {STATE} from './states.js';

/**
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Edition} Edition
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {'well'|'floor'|'one'} Lesson one household well at once; a floor where nobody is; somebody by themselves
 */

const HOUR = 3_600_000;

/** @param {number} number @returns {string} */
const invented = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const SWEEP = invented(1);
const EDITION = invented(2);
const TEAM = invented(3);
export const BUILDING = invented(4);
const STAIRWELL = invented(5);

/** Doors by floor, with their people: name, sex, year of birth. The names are China's John Does. */
const DOORS = /** @type {const} */ ([
  ['101', 1, [['张三', 1, 1958], ['李四', 2, 1960], ['张小三', 1, 1990]]],
  ['102', 1, [['王五', 1, 1985], ['赵六', 2, 1987]]],
  ['201', 2, [['钱七', 1, 1949]]],
  ['202', 2, [['孙八', 2, 1992]]],
  ['301', 3, [['周九', 1, 1979], ['吴十', 2, 1981], ['周小九', 2, 2010]]],
  ['302', 3, [['郑一', 1, 1966]]],
]);

/**
 * @param {{now: number, name: string, stairwell: string, sweep: string, edition: Edition|null}} about words in the
 *   worker's language; `edition` are the questions to practise with, those of the real sweep where one is known
 * @returns {District}
 */
export function practiceDistrict({now, name, stairwell, sweep, edition}) {
  const at = (/** @type {number} */ hours) => new Date(now + hours * HOUR).toISOString();
  const asked = edition ?? {id: EDITION, number: 1, questions: []};
  const campaign = {
    id: SWEEP, name: sweep, edition: asked.id, opens_at: at(-1), deadline: at(72), day_from: '00:00', day_until: '23:59',
    max_tries: 3, remote_closes: true,
  };
  const places = [
    {id: BUILDING, parent: null, kind: 'building', name, walk: '1'},
    {id: STAIRWELL, parent: BUILDING, kind: 'stairwell', name: stairwell, walk: '1'},
  ];
  const team = {id: TEAM, number: 1, zone: sweep, members: []};
  const page = {fresh: true, places, campaigns: [campaign], editions: [asked], teams: [team], ...householdRows()};
  return merge(empty(), page).district;
}

/** @returns {Pick<import('./types.js').Page, 'doors'|'targets'|'people'|'rolls'>} */
function householdRows() {
  const rows = DOORS.map(([label, floor, people], index) => {
    const door = {
      id: invented(100 + index), place: STAIRWELL, label, floor, room: label, kind: 'dwelling', walk: `${floor}${label}`,
      is_open: true, version: 1,
    };
    const target = {
      campaign: SWEEP, door: door.id, team: TEAM, state: STATE.UNTOUCHED, attempts: 0, last_at: null, next_from: null,
      next_until: null, by_phone: false, flags: 0, people: people.length, unaccounted: people.length, claim: null,
    };
    const household = people.map(([name, sex, birth_year], ordinal) => ({
      id: invented(1000 + 10 * index + ordinal), door: door.id, name, sex, birth_year, relation: '',
    }));
    return {door, target, household};
  });
  return {
    doors: rows.map(({door}) => door),
    targets: rows.map(({target}) => target),
    people: rows.flatMap(({household}) => household),
    rolls: [],
  };
}

/**
 * Which lesson comes next, by what was written in the practice building; null when all are through.
 * @param {Iterable<Envelope>} written @returns {Lesson|null}
 */
export function nextLesson(written) {
  const bodies = [...written].filter((one) => one.kind === 'visit').map((one) => one.body);
  const stated = (/** @type {any} */ seen) => seen.presence === 'stated' && !seen.answers;
  const answered = bodies.filter((body) => body.outcome === 'answered');
  if (!answered.some((body) => (body.people ?? []).every(stated))) return 'well';
  if (!bodies.some((body) => body.outcome === 'absent')) return 'floor';
  return answered.some((body) => !(body.people ?? []).every(stated)) ? null : 'one';
}
