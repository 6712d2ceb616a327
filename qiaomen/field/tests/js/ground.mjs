/** A small district for the tests of the domain: a compound with two buildings and an alley, two teams, one sweep. */

import {empty, merge} from '../../static/field/domain/district.js';
import {blank} from '../../static/field/domain/predict.js';

export const CAMPAIGN = {
  id: 'sweep', name: '第一轮', edition: 'edition', opens_at: '2022-03-20T20:00:00+08:00',
  deadline: '2022-03-23T20:00:00+08:00', day_from: '08:00', day_until: '21:00', max_tries: 3, remote_closes: true,
};
export const NOON = Date.parse('2022-03-21T12:30:00+08:00');

/** @param {string} id @param {string|null} parent @param {string} kind @param {string} name @param {string} walk */
const place = (id, parent, kind, name, walk) => ({id, parent, kind, name, walk});
/** @param {string} id @param {string} at @param {string} walk @param {number|null} [floor] */
export const door = (id, at, walk, floor = null) => (
  {id, place: at, label: id, floor, room: id, kind: 'dwelling', walk, is_open: true, version: 1});
/** @param {string} id @param {string} at */
export const person = (id, at) => ({id, door: at, name: id, sex: 2, birth_year: 1950, relation: ''});
/** @param {string} id @param {object} [more] */
export const target = (id, more = {}) => ({...blank(CAMPAIGN.id, id, 'mine'), ...more});
/** @param {string} at @param {string} who @param {string} presence */
export const roll = (at, who, presence) => ({campaign: CAMPAIGN.id, door: at, person: who, presence});

export const PAGE = {
  places: [
    place('compound', null, 'compound', '花园小区', '1'), place('b1', 'compound', 'building', '1号楼', '1'),
    place('b1u1', 'b1', 'stairwell', '1单元', '1'), place('b1u2', 'b1', 'stairwell', '2单元', '2'),
    place('b2', 'compound', 'building', '2号楼', '2'), place('alley', null, 'alley', '柳巷', '2'),
  ],
  doors: [
    door('u1-102', 'b1u1', '102', 1), door('u1-101', 'b1u1', '101', 1), door('u1-201', 'b1u1', '201', 2),
    door('u2-101', 'b1u2', '101', 1), door('b2-shop', 'b2', '1', 1), door('alley-3', 'alley', '3'),
    door('theirs', 'alley', '4'),
  ],
  targets: [
    ...['u1-101', 'u1-102', 'u1-201', 'u2-101', 'b2-shop', 'alley-3'].map((id) => target(id)),
    target('theirs', {team: 'others'}),
  ],
  people: [person('ana', 'u1-101'), person('bo', 'u1-101'), person('cai', 'u1-201')],
  teams: [{id: 'mine', number: 1, zone: '一区', members: [{id: 'w', name: '何秀兰'}]}],
  campaigns: [CAMPAIGN],
  editions: [{id: 'edition', number: 1, questions: []}],
  reknocks: [{campaign: 'sweep', door: 'theirs'}],
};

export const ground = () => merge(empty(), PAGE).district;

/** A district with these targets instead. @param {...any} targets */
export const with_ = (...targets) => merge(ground(), {targets}).district;
