/**
 * What this phone itself found and the register does not show yet: doors, buildings and people of its own records.
 *
 * @typedef {import('./types.js').District} District
 * @typedef {import('./types.js').Envelope} Envelope
 */

import {keyOf, merge} from './district.js';
import {blank} from './predict.js';

/**
 * The district with what these records add to it. What the register has already stays as it has it.
 * @param {District} district @param {Iterable<Envelope>} envelopes the author's own, not taken back
 * @returns {District}
 */
export function withFound(district, envelopes) {
  /** @type {Record<string, any[]>} */
  const page = {places: [], doors: [], people: [], targets: []};
  for (const envelope of envelopes) ADDS[envelope.kind]?.(district, page, envelope);
  return Object.values(page).some((rows) => rows.length) ? merge(district, page).district : district;
}

/** @type {Record<string, (district: District, page: any, envelope: Envelope) => void>} */
const ADDS = {
  place_added(district, page, {place, body}) {
    if (!place || district.places.has(place)) return;
    page.places.push({id: place, parent: body.parent, kind: body.kind, name: body.name, walk: `\uffff${body.name}`});
  },
  door_added(district, page, {door, body}) {
    if (!door || district.doors.has(door)) return;
    const {place, label, kind = 'dwelling'} = body;
    const walk = `\uffff${label}`;
    page.doors.push({id: door, place, label, floor: null, room: label, kind, walk, is_open: true, version: 1});
    const team = district.teams.keys().next().value ?? '';
    for (const campaign of district.campaigns.keys()) {
      if (!district.targets.has(keyOf(campaign, door))) page.targets.push(blank(campaign, door, team));
    }
  },
  door_changed(district, page, {door, body}) {
    const known = door && district.doors.get(door);
    if (!known || known.version !== body.version) return;
    page.doors.push({...known, label: body.label ?? known.label, kind: body.kind ?? known.kind});
  },
  visit(district, page, {door, body}) {
    for (const seen of body.people ?? []) {
      if (!seen.new || district.people.has(seen.person)) continue;
      const {name, sex = 0, birth_year = null, relation = ''} = seen.new;
      page.people.push({id: seen.person, door, name, sex, birth_year, relation});
    }
  },
};
