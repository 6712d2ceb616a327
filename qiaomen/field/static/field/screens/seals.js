/** Seals: where to knock and ask, a round that looks at them, one by its code; and putting one on. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {asks, sealEventOf, sealOf, settles} from '../domain/inspection.js';
import {left, more, write} from '../inspection.js';
import {Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {now} from '../session.js';
import {t, tn, word} from '../words.js';
import {kept, More, Nothing, saidAt, useOpened} from './inspection-parts.js';

/** @typedef {import('../domain/inspection.js').Seal} Seal @typedef {import('../domain/inspection.js').Sealable} Sealable */

/** @param {{params: string[]}} props */
export function SealsScreen({params: [id]}) {
  const waits = useOpened(t('Seals'));
  if (waits) return waits;
  const seal = left.value.seals.find((one) => one.id === id);
  return seal ? html`<${One} seal=${seal} />` : html`<${Listed} unknown=${Boolean(id)} />`;
}

/** @param {{unknown: boolean}} props */
function Listed({unknown}) {
  const putting = useSignal(/** @type {Sealable|null} */ (null));
  const {asking, seals, sealable} = left.value;
  return html`
    <${Frame} title=${t('Seals')} sub=${saidAt()} back="#/today" foot=${html`<${Button} kind="primary" icon="scan" href="#/scan">${t('Scan a seal')}<//>`}>
      ${unknown && html`<section class="notice"><b>${t('This seal is not on this phone')}</b><p>${more.value.seals > 0
        ? t('Not all seals of your area are on it. It may hold: leave it on, and ask whoever leads here.')
        : t('It has ended, is not in your area, or was put on since the phone asked last. What has ended may be taken off.')}</p></section>`}
      ${seals.length + sealable.length === 0 && html`<${Nothing} title=${t('No seal around you')} say=${t('Seals of your area stand here, and where somebody is to knock.')} />`}
      <${List} title=${tn('{n} to knock at and ask', '{n} to knock at and ask', asking.length)} several=${asking} />
      <${List} title=${tn('{n} seal', '{n} seals', seals.length + more.value.seals)} several=${seals.filter((one) => !one.ask)} />
      <${More} count=${more.value.seals} />
      ${sealable.length > 0 && html`<h2 class="heading">${t('Isolating at home, without a seal')}</h2>
        <section class="p-card">${sealable.map((one, at) => html`
          <button type="button" class=${at ? 'row row-line' : 'row'} key=${one.door} onClick=${() => (putting.value = one)}>
            <span class="main"><b>${one.label}</b><span>${one.where}</span></span><span class="end">${t('put one on')}</span><${Icon} name="next" /></button>`)}</section>`}
      ${putting.value && html`<${Putting} at=${putting.value} close=${() => (putting.value = null)} />`}
    <//>`;
}

/** @param {{title: string, several: Seal[]}} props */
const List = ({title, several}) => several.length > 0 && html`
  <h2 class="heading">${title}</h2>
  <section class="p-card">${several.map((one, at) => html`
    <a class=${at ? 'row row-line' : 'row'} key=${one.id} href=${`#/seal/${one.id}`}>
      <span class="main"><b>${one.label || one.where}</b><span>${one.label && one.where}</span></span>
      <span class="end">${(one.ask || one.needs) && html`<${Mark} name="late" />`}${one.needs ? t('they need something') : t(STANDING[one.standing])}</span><${Icon} name="next" /></a>`)}</section>`;

/** @param {{seal: Seal}} props */
function One({seal}) {
  const why = useSignal(/** @type {{event: string, opening?: string}|null} */ (null));
  const tell = (/** @type {Record<string, any>} */ said, /** @type {Blob[]} */ shots = []) =>
    kept(write((all) => sealEventOf(seal, /** @type {any} */ (all)), said, shots), saying(said));
  return html`
    <${Frame} title=${seal.label || seal.where} sub=${seal.label ? seal.where : ''} back="#/seal">
      <p class="say"><${Icon} name="info" /><span>${t('A seal tells, it never locks. Whoever has to go, goes: you write it down and ask how they are.')}</span></p>
      <section class="p-card"><dl class="facts">
        <dt>${t('State')}</dt><dd>${t(STANDING[seal.standing])}</dd>
        <dt>${t('Ends')}</dt><dd>${seal.until ? moment(seal.until, now()) : t('with the measure')}</dd>
        <dt>${t('Emergency number')}</dt><dd><a href=${`tel:${seal.emergency}`}>${seal.emergency}</a></dd></dl></section>
      ${(seal.ask || seal.needs) && html`
        <h2 class="heading">${seal.needs ? t('They need something. It stays listed until all is well.') : t('Knock and ask: is all well? Do you need anything?')}</h2>
        <${Button} kind="primary" icon="check" onClick=${() => tell({event: 'asked', finds: 'well'})}>${t('All is well')}<//>
        <${Button} onClick=${() => tell({event: 'asked', finds: 'needs'})}>${t('They need something')}<//>
        <${Button} onClick=${() => tell({event: 'asked', finds: 'nobody'})}>${t('Nobody answered')}<//>`}
      <h2 class="heading">${t('What do you see?')}</h2>
      <${Button} kind=${seal.ask ? undefined : 'primary'} icon="check" onClick=${() => tell({event: 'intact'})}>${t('Unbroken')}<//>
      <${Button} onClick=${() => (why.value = {event: 'opened'})}>${t('It was opened')}<//>
      <${Button} onClick=${() => tell({event: 'broken'})}>${t('Broken, nobody knows why')}<//>
      ${seal.standing !== 'intact' && html`<${Button} onClick=${() => tell({event: 'resealed'})}>${t('I put a new strip on')}<//>`}
      ${seal.unexplained.map((opening, at) => html`
        <${Button} key=${opening} onClick=${() => (why.value = {event: 'explained', opening})}>${t('Explain opening {n}', {n: at + 1})}<//>`)}
      <${Button} icon="edit" href=${`#/findings/new/${seal.place}${seal.door ? `/${seal.door}` : ''}`}>${t('Something is not right here')}<//>
      ${why.value && html`<${Why} about=${why.value} close=${() => (why.value = null)} tell=${tell} />`}
    <//>`;
}

/** Why it was opened; none of the reasons needs leave. @param {{about: {event: string, opening?: string}, close: () => void, tell: (said: Record<string, any>, shots?: Blob[]) => void}} props */
function Why({about, close, tell}) {
  const note = useSignal('');
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const go = (/** @type {string} */ why) => (close(), tell({...about, why, note: note.value.trim()}, shots.value));
  return html`
    <${Sheet} title=${t('Why was it opened?')} onClose=${close}>
      <div class="chips">${Object.entries(WHY).map(([why, said]) => html`<button type="button" class="chip" key=${why} onClick=${() => go(why)}>${t(said)}</button>`)}</div>
      ${about.event === 'opened' && html`<${Button} onClick=${() => go('')}>${t('Nobody knows yet')}<//>`}
      <label class="labelled"><span>${t('Note')}</span><${Line} label=${t('Note')} value=${note.value} maxlength="300" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      <${Shots} shots=${shots} label=${t('Take a photo')} />
    <//>`;
}

/** @param {{at: Sealable, close: () => void}} props */
function Putting({at, close}) {
  const number = useSignal('120');
  const fits = /^[0-9][0-9 -]{2,19}$/.test(number.value.trim());
  const put = () => (close(), void kept(write((all) => sealOf(at, all), {emergency: number.value.trim()})));
  return html`
    <${Sheet} title=${`${at.where} ${at.label}`} onClose=${close}>
      <p class="say"><${Icon} name="info" /><span>${t('Paper that tears when the door opens, nothing that holds. It ends with the measure. Tell the household so, and the number to call.')}</span></p>
      <label class="labelled"><span>${t('Emergency number')}</span><${Line} label=${t('Emergency number')} value=${number.value} maxlength="20" inputmode="tel" onChange=${(/** @type {string} */ next) => (number.value = next)} /></label>
      <${Button} kind="primary" disabled=${!fits} onClick=${put}>${t('The seal is on')}<//>
    <//>`;
}

/** @param {Record<string, any>} said @returns {string} */
function saying({event, why = '', finds = ''}) {
  if (asks(event, why) || !settles(finds)) return finds === 'needs' ? t('Written down. Who answers there is told.') : t('Written down. Somebody is asked to knock.');
  return t('Written down.');
}

/** @type {Record<string, string>} */
const STANDING = {intact: word('unbroken'), opened: word('opened'), broken: word('seen broken')};
/** @type {Record<string, string>} */
const WHY = {
  illness: word('illness'), birth: word('labour, birth'), fire: word('fire'), doctor: word('a doctor came'), delivery: word('a delivery'),
  rubbish: word('rubbish taken away'), test: word('a test at the door'), accident: word('by accident'), other: word('another reason'),
};
