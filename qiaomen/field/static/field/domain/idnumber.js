/**
 * Identity documents as people say them: the phone's half of people/idnumbers.py; contracts/idnumbers.json holds the
 * cases that both run. Source: GB 11643-1999 (6 digits area, 8 birth, 3 serial whose last is odd for men, check by
 * ISO 7064 MOD 11-2). An unknown area is no fault: retired codes stay valid in ids.
 *
 * `kind` is resident, passport, hk_macao_permit, taiwan_permit, permanent_residence or empty; `sex` follows
 * GB/T 2261.1 (0 unknown, 1 male, 2 female); `birth` like 1980-02-29.
 * @typedef {{number: string|null, kind: string, sex: number, birth: string|null,
 *   issue: ''|'id.checksum'|'id.date'|'id.length'|'id.form'|'id.digits_lost'}} IdReading
 */

import {isDate} from './questions.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';
const NOISE = /[\s'’‘`"“”\u200b\ufeff]+/g;
const SCIENTIFIC = /^\d(\.\d+)?E\+?\d+$/;
/** @type {[string, RegExp][]} */
const OTHERS = [
  ['hk_macao_permit', /^[HM]\d{8}(\d{2})?$/],
  ['taiwan_permit', /^(\d{8}|\d{10}[A-Z]?)$/],
  ['permanent_residence', /^[A-Z]{3}\d{12}$/],
  ['passport', /^([EGDSP][A-Z]?\d{7,8}|[A-Z]{1,2}\d{6,9})$/],
];

/** @param {Partial<IdReading>} [found] @returns {IdReading} */
const reading = (found = {}) => ({number: null, kind: '', sex: 0, birth: null, issue: '', ...found});

/**
 * Reads what was typed.
 * @param {string} text @param {string} [today] like 2022-03-20: nobody is born later @returns {IdReading}
 */
export function readId(text, today = '') {
  const number = text.normalize('NFKC').replace(NOISE, '').toUpperCase();
  if (!number) return reading();
  if (/^\d{17}[\dX]$/.test(number)) return resident(number, today);
  if (/^\d{15}$/.test(number)) return resident(lengthened(number), today);
  return other(number);
}

/** The 18th character, from the first 17 digits. @param {string} first17 @returns {string} */
export function checkDigit(first17) {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return CHECKS[sum % 11];
}

/** A first-generation number in today's form; all of them are of people born in 19xx. @param {string} fifteen */
function lengthened(fifteen) {
  const first17 = `${fifteen.slice(0, 6)}19${fifteen.slice(6)}`;
  return first17 + checkDigit(first17);
}

/** @param {string} number @param {string} today @returns {IdReading} */
function resident(number, today) {
  if (checkDigit(number.slice(0, 17)) !== number[17]) return reading({issue: 'id.checksum'});
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDate(birth) || (today && birth > today)) return reading({issue: 'id.date'});
  return reading({number, kind: 'resident', sex: Number(number[16]) % 2 ? 1 : 2, birth});
}

/** @param {string} text @returns {IdReading} */
function other(text) {
  if (SCIENTIFIC.test(text)) return reading({issue: 'id.digits_lost'});
  const bare = text.replace(/[()-]/g, '');
  const found = OTHERS.find(([, form]) => form.test(bare));
  if (found) return reading({number: bare, kind: found[0]});
  return reading({issue: /^\d+$/.test(bare.slice(0, -1)) ? 'id.length' : 'id.form'});
}
