/** What a scanned text is: a way on to one of our screens, or a sentence that says what somebody holds there. */

import {read} from '../domain/codes.js';
import {known as inspected} from '../inspection.js';
import {t} from '../words.js';

/**
 * @typedef {{go: string}|{title: string, say: string, also?: {go: string, label: string}}} Met `also`: what one may do there all the same
 * @typedef {import('../domain/types.js').District} District
 */

/** @param {string} text @param {District} district what this phone knows @returns {Met} */
export function meet(text, district) {
  const code = read(text);
  if (code) return OURS[code.kind](code.id, district);
  if (/\/paper\/[2-9A-HJ-NP-Z]{8}\/?$/i.test(text)) {
    return {title: t('A page of a walk list'), say: t('What is ticked on it is typed in at a desk. On the phone, open the doors themselves.')};
  }
  return {title: t('This is not one of our codes'), say: foreign(text.trim())};
}

/** @type {Record<string, (id: string, district: District) => Met>} */
const OURS = {
  door: (id, district) => district.doors.has(id)
    ? {go: `#/door/${id}`}
    : {title: t('This door is not in your zone'), say: t('Another team knocks here. Tell them, or ask your leader to hand it to you.'), ...inspecting(`-/${id}`)},
  place: (id, district) => {
    if (district.places.has(id)) return {go: `#/building/${id}`};
    if (inspected.value.places.some((one) => one.id === id)) return {go: `#/findings/new/${id}`};
    return {title: t('This building is not in your zone'), say: t('Another team knocks here. Ask your leader if you should.'), ...inspecting(id)};
  },
  venue: (id) => ({go: `#/venue/${id}`}),
  seal: (id) => ({go: `#/seal/${id}`}),
  join: (id) => ({go: `#/join/${id}`}),
};

/** Whoever inspects writes what they find by any of our codes. @param {string} where */
const inspecting = (where) => (inspected.value.places.length ? {also: {go: `#/findings/new/${where}`, label: t('Write a finding here')}} : {});

/** What a code of others is, so that nobody wonders. @param {string} text @returns {string} */
function foreign(text) {
  if (/^(wxp|weixin|alipays?):|^https?:\/\/(qr\.alipay\.com|payapp\.weixin\.qq\.com)\//i.test(text)) return t('It is a payment code. Nothing was paid.');
  const address = /^https?:\/\/([^/?#\s]+)/i.exec(text);
  if (address) return t('It leads to {where} on the web. It was not opened.', {where: address[1].slice(0, 60)});
  if (/^WIFI:/i.test(text)) return t('It is the key of a wireless network.');
  if (/^(BEGIN:VCARD|MECARD:)/i.test(text)) return t('It is a contact card.');
  if (/^(tel|smsto|mailto):/i.test(text)) return t('It is a phone number or address to write to.');
  return /^[\d\s-]+$/.test(text) ? t('It is only a number.') : t('It is some other text.');
}
