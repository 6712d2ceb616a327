/** The cases that server and phone share. */

import {readFileSync} from 'node:fs';

const FOLDER = new URL('../../../../contracts/', import.meta.url);

/** @param {string} name like windows @returns {any} */
export const contract = (name) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));

const MOMENTS = ['last_at', 'next_from', 'next_until'];

/** A target's fields that the fold makes, with moments as instants. @param {any} target @param {string[]} [unknown] */
export function comparable(target, unknown = []) {
  const {campaign: _c, door: _d, team: _t, ...fields} = target;
  for (const name of MOMENTS) if (fields[name] !== null) fields[name] = Date.parse(fields[name]);
  for (const name of unknown) delete fields[name];
  return fields;
}

/**
 * What the phone predicts in a case of contracts/predict.json.
 * @param {any} shared the contract @param {any} one a case
 * @param {(target: any, envelopes: any[], known: any) => any} predict
 */
export function predicted(shared, one, predict) {
  const {campaign, zone, edition, door} = shared;
  const roll = Object.entries(one.roll).map(([person, presence]) => ({campaign: campaign.id, door, person, presence}));
  const target = {campaign: campaign.id, door, team: '', ...one.target};
  const known = {campaign, zone, edition, roll, registered: one.registered, isOpen: one.is_open, knocks: one.knocks};
  return predict(target, one.new, known);
}
