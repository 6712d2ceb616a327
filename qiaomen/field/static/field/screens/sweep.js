/** What the screens ask about the sweep at hand: which it is, how a door stands, who lives behind it. */

import {computed, signal} from '@preact/signals';

import {keyOf} from '../domain/district.js';
import {effective} from '../domain/effective.js';
import {withFound} from '../domain/found.js';
import {uuid7} from '../domain/ids.js';
import {blank} from '../domain/predict.js';
import {presences, opened} from '../domain/roll.js';
import {targetOf as seen} from '../domain/seen.js';
import {voided} from '../domain/taking-back.js';
import {buildingOf} from '../domain/walking.js';
import {dayOf} from '../domain/zone.js';
import {author, district, now, peopleOf, pending, prefs} from '../session.js';
import {ZONE} from '../parts/times.js';
import {wiped} from '../store/state.js';

/** @typedef {import('../domain/types.js').Door} Door */
/** @typedef {import('../domain/types.js').Person} Person */
/** @typedef {import('../domain/types.js').Envelope} Envelope */

/** The district with what this phone found itself. */
export const known = computed(() => {
  const mine = [...pending.value.values()].flat();
  const gone = voided(mine);
  return withFound(district.value, mine.filter((one) => !gone.has(one.id)));
});

/** The sweep that is knocked for: the one chosen, else the one that ends first. */
export const campaign = computed(() => {
  const all = [...district.value.campaigns.values()].sort((a, b) => a.deadline.localeCompare(b.deadline));
  return all.find((one) => one.id === prefs.value.campaign) ?? all[0] ?? null;
});

export const edition = computed(() => district.value.editions.get(campaign.value?.edition ?? '') ?? null);

/** A fresh id. @param {number} at @returns {string} */
export const newId = (at) => uuid7(at, crypto.getRandomValues(new Uint8Array(16)));

/** Now, by the server's clock: a day that is said by one tap is the district's, however wrong the phone's clock is. @returns {number} ms */
export const serverNow = () => now() + (author.value?.offsetMs ?? 0);

/** Today, by the district's clock. @returns {string} */
export const today = () => dayOf(serverNow(), ZONE);

/** @param {string} door @returns {Envelope[]} this phone's records that the server's rows do not show yet */
export const pendingOf = (door) => pending.value.get(door) ?? [];

/** How predictions are reckoned here. */
export const here = () => ({zone: ZONE, offsetMs: author.value?.offsetMs ?? 0});

/** A door's target with this phone's own records on top. @param {string} door @returns {import('../domain/types.js').Target} */
export function targetOf(door) {
  const sweep = /** @type {import('../domain/types.js').Campaign} */ (campaign.value);
  return seen(known.value, sweep, door, pending.value, here()) ?? blank(sweep.id, door);
}

/** How everyone of a door is accounted for in this sweep so far. @param {string} door @returns {Map<string, string>} */
export function presencesOf(door) {
  const key = keyOf(campaign.value?.id ?? '', door);
  const {own} = effective(pendingOf(door).filter((one) => one.kind === 'void' || one.kind === 'visit'), author.value?.offsetMs ?? 0);
  return presences([], known.value.rolls.get(key) ?? [], own.filter((one) => opened(one.body)));
}

/** The people of the door of others that is open, as long as they may be known. @type {import('@preact/signals').Signal<{door: string, people: Person[]}|null>} */
const strangers = signal(null);
wiped.subscribe(() => void (strangers.value = null));

/** Asks who lives behind a door of others, once while one is there; the server logs that. @param {string} door */
export async function askWho(door) {
  if (!known.value.doors.has(door) || isOwn(door) || strangers.value?.door === door) return;
  const people = await peopleOf(door).catch(() => null);
  if (people) strangers.value = {door, people};
}

/** Whether it is known here who is registered behind a door: of a door of others once the server has said so. @param {string} door */
export const isWhoKnown = (door) => isOwn(door) || strangers.value?.door === door || peopleAt(door).length > 0;

/** Who is registered behind a door, oldest first: heads of households before children. @param {string} door @returns {Person[]} */
export function peopleAt(door) {
  const ids = [...(known.value.peopleAt.get(door) ?? [])];
  const here = ids.map((id) => known.value.people.get(id)).filter((one) => one !== undefined);
  const there = strangers.value?.door === door ? strangers.value.people : [];
  const people = [...here, ...there.filter((one) => !ids.includes(one.id))];
  return people.sort((a, b) => (a.birth_year ?? 9999) - (b.birth_year ?? 9999));
}

/** Whether the author's own team knocks here. @param {string} door @returns {boolean} */
export function isOwn(door) {
  const target = known.value.targets.get(keyOf(campaign.value?.id ?? '', door));
  return target !== undefined && (known.value.teams.size === 0 || known.value.teams.has(target.team));
}

/** Where a door's stack is: its building or alley. @param {Door} door @returns {string} */
export const buildingId = (door) => buildingOf(known.value, door);

/** Where a door is, as people say it: building, then stairwell. @param {Door} door @returns {string} */
export function whereIs(door) {
  const place = known.value.places.get(door.place);
  const parent = place?.kind === 'stairwell' ? known.value.places.get(place.parent ?? '') : null;
  return [parent?.name, place?.name].filter(Boolean).join(' ');
}

/** A door's own part of its label, where the rest says the building again. @param {Door} door @returns {string} */
export const shortLabel = (door) => door.room || door.label;
