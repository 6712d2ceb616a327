/** People to follow up as the screens show them, and the words for what is known of them. */

import {followed} from '../domain/followups.js';
import {clock, moment} from '../parts/times.js';
import {author, now, pending} from '../session.js';
import {t, word} from '../words.js';
import {here, known, shortLabel, whereIs} from './sweep.js';

/** @typedef {import('../domain/followups.js').Shown} Shown */

/** Now, by the server's clock. @returns {number} */
export const serverNow = () => now() + (author.value?.offsetMs ?? 0);

/** Everybody to follow up as of this minute, with this phone's own records on top, what is late first. */
export const everybody = () => followed(known.value.followups, pending.value, serverNow(), here());

/** @param {string} person @returns {Shown|null} */
export const followUpOf = (person) => everybody().find((one) => one.person === person) ?? null;

/** @param {string} person @returns {string} */
export const nameOf = (person) => known.value.people.get(person)?.name || t('Somebody');

/** Where somebody lives, as people say it. @param {Shown} one @returns {string} */
export function homeOf({door: id}) {
  const door = known.value.doors.get(id);
  return door ? `${whereIs(door)} ${shortLabel(door)}` : '';
}

/** @type {Record<string, string>} */
export const SYMPTOMS = {
  fever: word('fever'), dry_cough: word('dry cough'), fatigue: word('fatigue'), sore_throat: word('sore throat'),
  smell_taste: word('no smell or taste'), diarrhoea: word('diarrhoea'), breathless: word('short of breath'),
  vomiting: word('vomiting'), headache: word('headache'), muscle_pain: word('aching muscles'),
  joint_pain: word('aching joints'), rash: word('rash'), bleeding: word('bleeding'),
  watery_diarrhoea: word('watery diarrhoea'), conjunctivitis: word('red eyes'), jaundice: word('yellow eyes or skin'),
  swollen_glands: word('swollen glands'),
};

/** @type {Record<string, string>} */
export const HOW = {seen: word('I saw them'), stated: word('told at the door'), phone: word('told by phone')};

/** @type {Record<string, string>} */
export const OUTCOMES = {
  talked: word('we talked'), not_answered: word('not answered'), agreed: word('agreed'), wavering: word('wavers'),
  refused: word('said no'), promised: word('I promised something'), wrong_number: word('wrong number'),
};

/** @type {Record<string, string>} */
export const TOPICS = {
  rules: word('the rules'), food: word('food'), medicine: word('medicine'), rubbish: word('rubbish'),
  room: word('the room'), cost: word('cost'), transport: word('transport'), disinfection: word('disinfection'),
  work: word('work'), school: word('school'), other: word('something else'),
};

/** @type {Record<string, string>} */
export const BODIES = {
  community: word('the community'), street: word('the street office'), cdc: word('the centre for disease control'),
  hotel: word('the hotel'), hospital: word('the hospital'), property: word('the property management'),
  police: word('the police station'), school: word('the school'), headquarters: word('the district’s headquarters'),
  other: word('another body'),
};

/** @param {Record<string, string>} words @returns {{value: string, label: string}[]} */
export const options = (words) => Object.entries(words).map(([value, label]) => ({value, label: t(label)}));

/** @param {Record<string, string>} words @param {string[]} values @returns {string} */
export const listed = (words, values) => values.map((value) => (words[value] ? t(words[value]) : value)).join(t(', '));

/** How it stands with somebody in a few words, and the mark before them. @param {Shown} one @returns {{mark: string, said: string}} */
export function standing(one) {
  if (one.referral === 'waiting') return {mark: 'fever', said: t('to medical care: nobody has taken it on')};
  if (one.late.length) return {mark: 'late', said: t('check is late: {moment}', {moment: moment(one.late[0].due, serverNow())})};
  if (one.state === 'in_care') return {mark: 'help', said: t('in medical care')};
  if (one.state === 'to_release') return {mark: 'ok', said: t('the period is over: the written release is to be given')};
  if (one.due.length) return {mark: 'todo', said: t('check by {time}', {time: clock(one.due[0].due)})};
  if (one.isOver) return {mark: 'ok', said: t('the period is over')};
  return {mark: 'done', said: one.checks_a_day ? t('checked for now') : t('no daily checks')};
}

