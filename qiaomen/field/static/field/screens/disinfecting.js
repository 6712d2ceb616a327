/** Disinfection: what is due around one, and a round written down after a scan of the building's code. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {read} from '../domain/codes.js';
import {roundOf} from '../domain/inspection.js';
import {known, left, more, write} from '../inspection.js';
import {Figure, Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {now} from '../session.js';
import {t, tn, word} from '../words.js';
import {kept, More, Nothing, saidAt, useOpened} from './inspection-parts.js';
import {Scanner} from './scanner.js';
import {known as district} from './sweep.js';

/** @typedef {import('../domain/inspection.js').Round} Round @typedef {{place: string, door: string|null, asked: string|null, name: string}} Here */

/** @param {{params: string[]}} props */
export function DisinfectingScreen({params: [room, subject]}) {
  const waits = useOpened(t('Disinfection'));
  if (waits) return waits;
  if (room === 'scan') return html`<${Scanning} />`;
  const here = room === 'at' ? hereOf(subject ?? '') : null;
  return here ? html`<${Writing} here=${here} />` : html`<${Listed} />`;
}

/** What a round is about: something owed, else a place by its code. @param {string} subject @returns {Here|null} */
function hereOf(subject) {
  const owed = left.value.rounds.find((one) => one.subject === subject) ?? left.value.rounds.find((one) => one.place === subject);
  if (owed) return {place: owed.place, door: owed.door, asked: owed.asked, name: `${owed.where} ${owed.label}`};
  const place = known.value.places.find((one) => one.id === subject);
  const stairwell = district.value.places.get(subject);
  if (!place && !stairwell) return null;
  return {place: subject, door: null, asked: null, name: place ? place.where : stairwell?.name ?? ''};
}

function Listed() {
  const {rounds} = left.value;
  const late = rounds.filter((one) => Date.parse(one.due) < now());
  return html`
    <${Frame} title=${t('Disinfection')} sub=${saidAt()} back="#/today"
              foot=${html`<${Button} kind="primary" icon="scan" href="#/disinfecting/scan">${t('Scan the building’s code')}<//>`}>
      ${rounds.length === 0 && html`<${Nothing} title=${t('Nothing is to be disinfected here today')} say=${t('Regular rounds, and what was asked for, stand here.')} />`}
      <${List} title=${tn('{n} overdue', '{n} overdue', late.length)} several=${late} />
      <${List} title=${t('Due today')} several=${rounds.filter((one) => !late.includes(one))} />
      <${More} count=${more.value.rounds} />
    <//>`;
}

/** @param {{title: string, several: Round[]}} props */
const List = ({title, several}) => several.length > 0 && html`
  <h2 class="heading">${title}</h2>
  <section class="p-card">${several.map((one, at) => html`
    <a class=${at ? 'row row-line' : 'row'} key=${one.subject} href=${`#/disinfecting/at/${one.subject}`}>
      <span class="main"><b>${one.label || one.where}</b><span>${[one.label && one.where, one.asked && t(WHY[one.why] ?? WHY.other)].filter(Boolean).join(' · ')}</span></span>
      <span class="end">${Date.parse(one.due) < now() && html`<${Mark} name="late" />`}${t('until {time}', {time: moment(one.due, now())})}</span><${Icon} name="next" /></a>`)}</section>`;

/** The code of a building or stairwell. */
const Scanning = () => html`
  <${Scanner} title=${t('Scan the building’s code')} back="#/disinfecting" hint=${t('It hangs at the entrance.')} meet=${met} />`;

/** @param {string} text @returns {import('./scan-met.js').Met} */
function met(text) {
  const code = read(text);
  if (code?.kind !== 'place') return {title: t('This is not a building’s code.'), say: t('It hangs at the entrance.')};
  if (hereOf(code.id)) return {go: `#/disinfecting/at/${code.id}`};
  if (more.value.places) return {title: t('This building is not on this phone'), say: t('Not all places of your area are on it. Ask whoever leads here to write the round down at the desk.')};
  return {title: t('This building is not in your zone'), say: t('Another team knocks here. Ask your leader if you should.')};
}

/** @param {{here: Here}} props */
function Writing({here}) {
  const [first] = known.value.products;
  const product = useSignal(first?.id ?? '');
  const concentration = useSignal(/** @type {number|undefined} */ (first?.concentration));
  const area = useSignal(/** @type {number|undefined} */ (undefined));
  const note = useSignal('');
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const choose = (/** @type {string|undefined} */ next) => {
    product.value = next ?? '';
    concentration.value = known.value.products.find((one) => one.id === next)?.concentration;
  };
  const save = async () => {
    const said = {product: product.value, concentration: concentration.value, area: area.value, note: note.value.trim()};
    if (await kept(write((all) => roundOf(here, all), said, shots.value))) location.hash = '#/disinfecting';
  };
  return html`
    <${Frame} title=${t('Disinfected')} sub=${here.name} back="#/disinfecting"
              foot=${html`<${Button} kind="primary" icon="check" onClick=${save}>${t('It is disinfected')}<//>`}>
      ${known.value.products.length > 0 && html`<section class="p-card"><fieldset class="ask"><legend>${t('With what?')}</legend>
        <${One} name="product" value=${product.value || undefined} options=${known.value.products.map((one) => ({value: one.id, label: one.name}))} onChange=${choose} /></fieldset></section>`}
      <section class="p-card"><fieldset class="ask"><legend>${t('How strong? (mg per litre)')}</legend>
        <${Figure} key=${product.value} label=${t('How strong? (mg per litre)')} value=${concentration.value} whole minimum=${1} maximum=${100000} onChange=${(/** @type {number|undefined} */ next) => (concentration.value = next)} /></fieldset></section>
      <section class="p-card"><fieldset class="ask"><legend>${t('How many square metres?')}</legend>
        <${Figure} label=${t('How many square metres?')} value=${area.value} whole minimum=${1} maximum=${1000000} onChange=${(/** @type {number|undefined} */ next) => (area.value = next)} /></fieldset></section>
      <label class="labelled"><span>${t('Note')}</span><${Line} label=${t('Note')} value=${note.value} maxlength="300" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      <${Shots} shots=${shots} label=${t('Photo as proof')} />
    <//>`;
}

/** @type {Record<string, string>} */
const WHY = {case: word('a case'), transfer: word('somebody was fetched'), fever: word('a fever'), other: word('asked for')};
