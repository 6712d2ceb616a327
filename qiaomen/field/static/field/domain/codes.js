/**
 * What the printed codes say: `BASE/d/…` a door, `BASE/p/…` a place, `BASE/v/…` a venue, `BASE/s/…` a seal, each with
 * the 22 characters of the id's 16 bytes in base64url; `BASE/join/CODE` the way in.
 */

import {bytesOf, textOf} from './ids.js';

/** @typedef {'door'|'place'|'venue'|'seal'|'join'} CodeKind */

const LETTERS = /** @type {const} */ ({door: 'd', place: 'p', venue: 'v', seal: 's'});
const KINDS = /** @type {Record<string, CodeKind>} */ ({d: 'door', p: 'place', v: 'venue', s: 'seal'});
const SHORT = /^(?:https?:\/\/[^\s?#]+)?\/([dpsv])\/([A-Za-z0-9_-]{22})\/?$/;
const JOIN = /^(?:https?:\/\/[^\s?#]+)?\/join\/([A-Za-z0-9_-]{4,100})\/?$/;

/**
 * What a scanned or followed text names; null when it is none of ours.
 * @param {string} text @returns {{kind: CodeKind, id: string}|null}
 */
export function read(text) {
  const said = text.trim();
  const short = SHORT.exec(said);
  if (short) {
    const id = unpacked(short[2]);
    return id ? {kind: KINDS[short[1]], id} : null;
  }
  const join = JOIN.exec(said);
  return join ? {kind: 'join', id: join[1]} : null;
}

/**
 * The text of a code.
 * @param {CodeKind} kind @param {string} id a uuid; for `join` the code @param {string} base like https://qm.example
 * @returns {string}
 */
export function write(kind, id, base) {
  const root = base.replace(/\/+$/, '');
  return kind === 'join' ? `${root}/join/${id}` : `${root}/${LETTERS[kind]}/${packed(id)}`;
}

/** @param {string} id @returns {string} */
function packed(id) {
  const bytes = bytesOf(id);
  if (!bytes) throw new TypeError('A code names a uuid.');
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/**
 * The id of 22 characters; null where their spare bits are set, so that one id has one code.
 * @param {string} text @returns {string|null}
 */
function unpacked(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const id = textOf(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
  return packed(id) === text ? id : null;
}
