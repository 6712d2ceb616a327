/**
 * Who stays at a welcome station, from what the server said last and what this phone wrote down since. Pure.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, name: string, beds: number}} Room
 * @typedef {{person: string, name: string, label: string, room: string|null, bed: number|null, arrived_at: string,
 *   home_from: string|null, home: boolean, owes_test: boolean}} Guest `home`: may go home
 * @typedef {{person: string, name: string, label: string, where: string}} Expected
 * @typedef {{id: string, name: string, rooms: Room[], guests: Guest[]}} Station
 * @typedef {{room: string, name: string, bed: number}} Bed
 */

import {unanswered} from './taking-back.js';

const LEAVING = ['home', 'hospital', 'left'];

/**
 * What happened to somebody at a station. @param {{id: string, now: number, station: string, person: string,
 *   event: 'arrived'|'home'|'hospital'|'left', bed?: Bed}} said @returns {Envelope}
 */
export const eventOf = ({id, now, station, person, event, bed}) => ({
  id, kind: 'station_event', device_at: new Date(now).toISOString(), person, place: station,
  body: {event, ...(bed ? {room: bed.room, bed: bed.bed} : {})},
});

/**
 * Who stays now: those the server knows, with what this phone wrote down and the server has not answered yet.
 * @param {Station} station @param {Expected[]} expected @param {Envelope[]} written events of this phone, in order
 * @returns {Guest[]}
 */
export function staying(station, expected, written) {
  const guests = new Map(station.guests.map((one) => [one.person, one]));
  for (const {kind, place, person, device_at: at, body} of written) {
    if (kind !== 'station_event' || place !== station.id || !person) continue;
    const before = guests.get(person);
    if (LEAVING.includes(body.event)) guests.delete(person);
    if (body.event === 'arrived' && !before) {
      const {name, label} = expected.find((one) => one.person === person) ?? {name: '', label: ''};
      guests.set(person, {person, name, label, room: body.room ?? null, bed: body.bed ?? null, arrived_at: at, home_from: null, home: false, owes_test: false});
    }
  }
  return [...guests.values()];
}

/**
 * What this phone wrote down that the server's last answer cannot know, and that nothing took back.
 * @param {{envelope: Envelope, standing: string}[]} items @param {number} answered when the server answered last, ms by
 *   this phone's clock @returns {Envelope[]}
 */
export const written = (items, answered) => unanswered(items, answered, ['station_event']);

/** The beds in which nobody lies. @param {Station} station @param {Guest[]} guests @returns {Bed[]} */
export function freeBeds({rooms}, guests) {
  const taken = new Set(guests.map(({room, bed}) => `${room} ${bed}`));
  const all = rooms.flatMap(({id, name, beds}) => Array.from({length: beds}, (_, at) => ({room: id, name, bed: at + 1})));
  return all.filter(({room, bed}) => !taken.has(`${room} ${bed}`));
}
