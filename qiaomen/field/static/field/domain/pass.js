/**
 * What a code is worth at a gate: the same as qiaomen/passes/token.py and verdicts.py, by contracts/passes.json.
 *
 * A pass is written in one way only, so what was read is written anew and compared; nothing is decoded before its
 * signature was verified, and nothing of a code that is not genuine is answered.
 *
 * @typedef {'grey'|'green'|'yellow'|'red'} Colour
 * @typedef {{district: string, id: string, colour: Colour, name: string, areas: string[], form: 'phone'|'card',
 *   issued: number, begins: number, expires: number}} Token moments in seconds since 1970; areas as hex
 * @typedef {{kid: Uint8Array<ArrayBuffer>, payload: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>}} Signed
 * @typedef {{kid: string, public: string, district: string, from: number, until: number|null, own: boolean}} Key
 *   `kid` and `public` in base64url
 * @typedef {[pass8: string, since: number, colour: number, state: number]} Entry counts for codes issued before `since`
 * @typedef {{keys: Key[], listed: Map<string, Entry>, list_age: number, list_old_s: number}} Known `list_age` in seconds
 * @typedef {{area: string, above: string[]}} Where short ids as hex
 * @typedef {{problem: string, token: Token|null, kid: string, colour: Colour|'', said: Colour|'', rules: 'green'|'yellow'|'red'|'',
 *   elsewhere: boolean, list_old: boolean}} Verdict `colour` as it is known now, `said` as the code has it
 * @typedef {{decode: (bytes: Uint8Array) => any, genuine: (publicKey: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>,
 *   signed: Uint8Array<ArrayBuffer>) => Promise<boolean>}} Means `decode`: CBOR with maps as Map
 */

import {decode45} from './base45.js';
import {written} from './cbor.js';
import {textOf} from './ids.js';

export const COLOURS = /** @type {const} */ (['grey', 'green', 'yellow', 'red']);
export const STATES = /** @type {const} */ (['active', 'suspended', 'revoked']);
export const FORMS = /** @type {const} */ (['phone', 'card']);
export const PREFIX = 'QM1:';
/** By how many seconds a gate's clock may be behind the issuer's. */
export const LEEWAY = 300;
const LONGEST = 1000;
const LONGEST_LIFE = 14 * 86_400;
const LONGEST_NAME = 24;
const LONGEST_DISTRICT = 20;
const MOST_AREAS = 8;
const [SIGN1, ALGORITHM, KID, EDDSA] = [0xd2, 1, 4, -8];
const [ISS, EXP, NBF, IAT, CTI, OURS] = [1, 4, 5, 6, 7, -65537];

/** @param {Uint8Array} bytes @returns {string} base64url without padding */
export const base64 = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
export const unbase64 = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));

/** @param {Uint8Array} bytes @returns {string} */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
const isSame = (a, b) => a.length === b.length && Array.prototype.every.call(a, (byte, at) => byte === b[at]);

/** The first 8 bytes of a pass' id, as the list of changed passes has them. @param {string} id a uuid @returns {string} */
export const pass8 = (id) => base64(Uint8Array.from({length: 8}, (_, at) => parseInt(id.replaceAll('-', '').slice(2 * at, 2 * at + 2), 16)));

/** @param {Uint8Array} kid */
const protectedOf = (kid) => Uint8Array.from(written(new Map(/** @type {[number, any][]} */ ([[ALGORITHM, EDDSA], [KID, kid]]))));

/** @param {Signed} signed @returns {Uint8Array<ArrayBuffer>} what the signature is of (RFC 9052, section 4.4) */
export const toBeSigned = ({kid, payload}) =>
  Uint8Array.from(written(['Signature1', protectedOf(kid), new Uint8Array(), payload]));

/**
 * A code taken apart, not yet verified. @param {string} text
 * @returns {Signed|'unreadable'|'too_long'}
 */
export function read(text) {
  if ([...text].length > LONGEST) return 'too_long';
  const message = text.startsWith(PREFIX) ? decode45(text.slice(PREFIX.length)) : null;
  if (!message) return 'unreadable';
  const length = message[18] ?? 0;
  const signed = {kid: message.slice(8, 16), payload: message.slice(19, 19 + length), signature: message.slice(21 + length)};
  const anew = [SIGN1, ...written([protectedOf(signed.kid), new Map(), signed.payload, signed.signature])];
  return signed.signature.length === 64 && isSame(message, anew) ? signed : 'unreadable';
}

/**
 * What was signed; null for anything that is not exactly such a pass.
 * @param {Uint8Array} payload @param {Means['decode']} decode @returns {Token|null}
 */
export function tokenOf(payload, decode) {
  try {
    const token = tokenIn(decode(payload));
    return token && isSame(payload, written(claimsOf(token))) ? token : null;
  } catch {
    return null;
  }
}

/** @param {any} claims @returns {Token|null} */
function tokenIn(claims) {
  const [colour, name, areas, form] = claims.get(OURS);
  const [issued, begins, expires] = [IAT, NBF, EXP].map((claim) => number(claims.get(claim)));
  const follow = issued <= begins && begins < expires && expires <= issued + LONGEST_LIFE;
  if (!follow || areas.length > MOST_AREAS) return null;
  return {
    district: short(claims.get(ISS), LONGEST_DISTRICT), id: textOf(sized(claims.get(CTI), 16)), colour: one(COLOURS, colour),
    name: short(name, LONGEST_NAME), areas: areas.map((/** @type {any} */ area) => hex(sized(area, 4))), form: one(FORMS, form),
    issued, begins, expires,
  };
}

/** @param {Token} token @returns {Map<number, import('./cbor.js').Value>} */
function claimsOf({district, id, colour, name, areas, form, issued, begins, expires}) {
  const ours = [COLOURS.indexOf(colour), name, areas.map(unhex), FORMS.indexOf(form)];
  return new Map(/** @type {[number, any][]} */ ([
    [ISS, district], [EXP, expires], [NBF, begins], [IAT, issued], [CTI, unhex(id.replaceAll('-', ''))], [OURS, ours]]));
}

/** @param {string} text @returns {Uint8Array} */
const unhex = (text) => Uint8Array.from({length: text.length / 2}, (_, at) => parseInt(text.slice(2 * at, 2 * at + 2), 16));

/** @param {any} value @returns {number} */
function number(value) {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError('not such a number');
  return value;
}

/** @template T @param {readonly T[]} all @param {any} at @returns {T} */
function one(all, at) {
  if (number(at) >= all.length) throw new TypeError('not such a number');
  return all[at];
}

/** @param {any} value @param {number} longest in characters @returns {string} */
function short(value, longest) {
  if (typeof value !== 'string' || !value || [...value].length > longest) throw new TypeError('not such a text');
  return value;
}

/** @param {any} value @param {number} size @returns {Uint8Array} */
function sized(value, size) {
  if (!(value instanceof Uint8Array) || value.length !== size) throw new TypeError('not these bytes');
  return value;
}

/** @param {string} problem @returns {Verdict} */
const bad = (problem) => ({problem, token: null, kid: '', colour: '', said: '', rules: '', elsewhere: false, list_old: false});

/**
 * What a code is worth at a gate. The first thing that is wrong is the problem: can it be read, is it genuine, is it of
 * now, is it for here, was it withdrawn.
 * @param {string} text @param {{now: number, where: Where, known: Known}} here `now` in seconds @param {Means} means
 * @returns {Promise<Verdict>}
 */
export async function judge(text, {now, where, known}, means) {
  const signed = read(text);
  if (typeof signed === 'string') return bad(signed);
  const kid = base64(signed.kid);
  const key = known.keys.find((known) => known.kid === kid);
  if (!key) return bad('unknown_key');
  if (!(await means.genuine(unbase64(key.public), signed.signature, toBeSigned(signed)))) return bad('bad_signature');
  const token = tokenOf(signed.payload, means.decode);
  if (!token) return bad('unreadable');
  if (token.district !== key.district) return bad('unknown_key');
  const entry = key.own ? known.listed.get(pass8(token.id)) : undefined;
  const listed = entry && token.issued < entry[1] ? entry : undefined;
  const colour = listed ? COLOURS[listed[2]] : token.colour;
  const isOld = key.own && known.list_age > known.list_old_s;
  const problem = problemOf(token, key, listed, now, where);
  return {
    problem: problem || 'ok', token, kid, colour, said: token.colour, elsewhere: !key.own, list_old: isOld,
    rules: problem ? '' : rulesOf(colour, key.own && !isOld),
  };
}

/** @param {Token} token @param {Key} key @param {Entry|undefined} listed @param {number} now @param {Where} where @returns {string} */
function problemOf(token, key, listed, now, {area, above}) {
  if (token.issued < key.from || (key.until !== null && token.issued >= key.until)) return 'old_key';
  if (now + LEEWAY < token.begins) return 'not_yet_valid';
  if (now >= token.expires) return 'expired';
  const isHere = token.areas.length === 0 || [area, ...above].some((one) => token.areas.includes(one));
  if (key.own && !isHere) return 'other_area';
  return listed && listed[3] !== 0 ? STATES[listed[3]] : '';
}

/** @param {Colour} colour @param {boolean} isSure of our own, and by a list that is no older than it may be */
const rulesOf = (colour, isSure) => (colour === 'red' ? 'red' : colour === 'green' && isSure ? 'green' : 'yellow');
