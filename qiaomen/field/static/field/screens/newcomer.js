/** Somebody whom the register lacks: only the name is needed; an id number fills in what it knows. */

import {html} from 'htm/preact';

import {readId} from '../domain/idnumber.js';
import {Figure, Line, One} from '../parts/answers.js';
import {Mark} from '../parts/icon.js';
import {t, word} from '../words.js';
import {today} from './sweep.js';

/** @typedef {import('../domain/visits.js').NewPerson} NewPerson */

/** @type {Record<string, string>} */
const ISSUES = {
  'id.checksum': word('This id number does not add up: look again.'),
  'id.date': word('There is no such birthday: look again.'),
  'id.length': word('This id number is too long or too short.'),
  'id.form': word('This is no id number that is known here.'),
  'id.digits_lost': word('Digits of this number are lost: type it anew.'),
};

const OLDEST = 1900;

/** What of a newcomer cannot be sent as it is, by field. @param {NewPerson} value @returns {string[]} */
export function faultsOf({name, id_number: number, birth_year: year, phones = []}) {
  const faults = [];
  if (!name.trim()) faults.push('name');
  if (number && readId(number, today()).issue) faults.push('id_number');
  if (year && (year < OLDEST || year > Number(today().slice(0, 4)))) faults.push('birth_year');
  if (phones[0] && !/^[\d+ -]{5,20}$/.test(phones[0])) faults.push('phone');
  return faults;
}

/** @param {{value: NewPerson, tried: boolean, change: (value: NewPerson) => void}} props */
export function Newcomer({value, tried, change}) {
  const put = (/** @type {Partial<NewPerson>} */ part) => change({...value, ...part});
  const faults = faultsOf(value);
  const issue = value.id_number ? readId(value.id_number, today()).issue : '';
  const phone = value.phones?.[0] ?? '';
  return html`
    <section class="p-card" aria-label=${t('Who is it?')}>
      <${Part} label=${t('Full name')} wrong=${tried && faults.includes('name') && t('A name is needed.')}>
        <${Line} label=${t('Full name')} value=${value.name} maxlength="50" onChange=${(/** @type {string} */ name) => put({name})} /><//>
      <${Part} label=${t('Sex')}>
        <${One} name="sex" value=${value.sex} onChange=${(/** @type {number} */ sex) => put({sex})}
                options=${[{value: 1, label: t('male')}, {value: 2, label: t('female')}]} /><//>
      <${Part} label=${t('Year of birth')} wrong=${tried && faults.includes('birth_year') && t('This does not fit.')}>
        <${Figure} key=${value.id_number?.length === 18 ? 'read' : 'typed'} label=${t('Year of birth')} value=${value.birth_year ?? undefined}
                   onChange=${(/** @type {number} */ year) => put({birth_year: year})} /><//>
      <${Part} label=${t('Relation to the head of the household')}>
        <${Line} label=${t('Relation to the head of the household')} value=${value.relation} maxlength="20"
                 onChange=${(/** @type {string} */ relation) => put({relation})} /><//>
      <${Part} label=${t('Id number')} wrong=${issue && value.id_number && (tried || value.id_number.length >= 18) && t(ISSUES[issue])}>
        <${Line} label=${t('Id number')} value=${value.id_number} maxlength="30" autocapitalize="characters" onChange=${(/** @type {string} */ text) => put(fromId(text))} /><//>
      <${Part} label=${t('Phone')} wrong=${tried && faults.includes('phone') && t('This does not fit.')}>
        <${Line} label=${t('Phone')} value=${phone} inputmode="tel" maxlength="20"
                 onChange=${(/** @type {string} */ text) => put({phones: text ? [text] : []})} /><//>
    </section>`;
}

/** What an id number says by itself. @param {string} text @returns {Partial<NewPerson>} */
function fromId(text) {
  const {birth, sex} = readId(text, today());
  return {id_number: text, ...(birth ? {birth_year: Number(birth.slice(0, 4)), sex} : {})};
}

/** @param {{label: string, wrong?: string|false, children?: any}} props */
const Part = ({label, wrong, children}) => html`
  <fieldset class=${wrong ? 'ask bad' : 'ask'}><legend>${label}</legend>${children}
    ${wrong && html`<p class="wrong"><${Mark} name="wrong" />${wrong}</p>`}</fieldset>`;
