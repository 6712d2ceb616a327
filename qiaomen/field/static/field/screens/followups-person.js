/** One person to follow up: how it stands, a check in a few taps, a call, and what this phone wrote. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {replace} from '../address.js';
import {celsius, isIll} from '../domain/followups.js';
import {checked} from '../domain/followups-records.js';
import {slotOf} from '../domain/followups-slots.js';
import {Many, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Temperature} from '../parts/temperature.js';
import {ZONE} from '../parts/times.js';
import {t} from '../words.js';
import {draftOf, write} from './draft.js';
import {Calls} from './followups-calls.js';
import {keep} from './followups-saving.js';
import {Ill, OpenThings, Standing} from './followups-standing.js';
import {HOW, SYMPTOMS, followUpOf, homeOf, nameOf, options, serverNow} from './followups-words.js';
import {Written} from './followups-written.js';
import {about} from './household.js';
import {known} from './sweep.js';

/** @typedef {import('../domain/followups.js').Shown} Shown */
/** @typedef {{digits: string, how: 'seen'|'stated'|'phone'|undefined, slot?: string, symptoms: string[]|undefined}} Said */

/** The symptoms that are asked for first; the others are a tap away. */
const FIRST = 6;

/** @param {{params: string[], query: URLSearchParams}} props `door`: one came from there, and goes back there */
export function FollowUpScreen({params: [person], query}) {
  const one = followUpOf(person);
  const tried = useSignal(false);
  const back = query.get('door') ? `#/door/${query.get('door')}` : '#/followups';
  if (!one) return html`<${Gone} />`;
  const member = known.value.people.get(person);
  return html`
    <${Frame} title=${nameOf(person)} sub=${member ? about(member) : ''} above=${homeOf(one)} back=${back}
              foot=${html`<${Save} one=${one} tried=${tried} back=${back} />`}>
      <${Ill} one=${one} />
      <${Standing} one=${one} />
      <${OpenThings} one=${one} />
      <${Check} one=${one} isTried=${tried.value} />
      <${Calls} one=${one} />
      <${Written} person=${person} />
    <//>`;
}

const Gone = () => html`
  <${Frame} title=${t('Follow-up')} back="#/followups">
    <${Empty} icon="follow" title=${t('This person is not followed up any more')}
              action=${html`<${Button} href="#/followups">${t('To the follow-ups')}<//>`}>
      ${t('The measure is over, or another team looks after them.')}<//>
  <//>`;

/** What is said of a check so far; the time of day chooses the slot. @param {Shown} one @returns {Said} */
function saidOf({person, checks_a_day: often}) {
  const current = often === 2 ? ['am', 'pm'][slotOf(serverNow(), often, '', ZONE).slot] : '';
  return {digits: '', how: undefined, slot: current, symptoms: undefined, ...draftOf(person).answers.check};
}

/** @param {{one: Shown, isTried: boolean}} props */
function Check({one, isTried}) {
  const {person} = one;
  const said = saidOf(one);
  const put = (/** @type {Partial<Said>} */ part) =>
    write(person, {answers: {...draftOf(person).answers, check: {...draftOf(person).answers.check, ...part}}});
  return html`
    <section class="p-card" aria-label=${t('Check')}>
      <${Temperature} digits=${said.digits} onChange=${(/** @type {string} */ digits) => put({digits})} />
      ${one.checks_a_day === 2 && html`<fieldset class="ask"><legend>${t('For which check?')}</legend>
        <${One} name="slot" value=${said.slot} onChange=${(/** @type {string} */ slot) => put({slot})}
                options=${[{value: 'am', label: t('Morning')}, {value: 'pm', label: t('Evening')}]} /></fieldset>`}
      <fieldset class=${isTried && !said.how ? 'ask bad' : 'ask'} data-fault=${said.how ? null : 'how'}><legend>${t('How do you know?')}</legend>
        <${One} name="how" value=${said.how} onChange=${(/** @type {any} */ how) => put({how})} options=${options(HOW)} />
        ${isTried && !said.how && html`<p class="wrong"><${Mark} name="wrong" />${t('Say whether you saw them, or what was told.')}</p>`}</fieldset>
      <${Symptoms} value=${said.symptoms} onChange=${(/** @type {string[]|undefined} */ symptoms) => put({symptoms})} />
      <div class="ask"><label for="check-note">${t('Note')}</label>
        <textarea id="check-note" class="entry" maxlength="2000" value=${draftOf(person).note}
                  onInput=${(/** @type {any} */ event) => write(person, {note: event.target.value})}></textarea></div>
    </section>`;
}

/** @param {{value: string[]|undefined, onChange: (value: string[]|undefined) => void}} props */
function Symptoms({value, onChange}) {
  const all = options(SYMPTOMS);
  const rest = all.slice(FIRST);
  return html`
    <fieldset class="ask"><legend>${t('Symptoms')}</legend>
      <p class="small quiet">${t('Ask for each. Nothing tapped: none was said.')}</p>
      <${Many} options=${all.slice(0, FIRST)} value=${value} onChange=${onChange} />
      ${value?.length && html`<p class="wrong"><${Mark} name="fever" />${t('A symptom: saving this opens a referral to medical care.')}</p>`}
      <details class="folded more" open=${rest.some((one) => value?.includes(one.value))}>
        <summary>${t('Other symptoms')}<${Icon} name="down" /></summary>
        <${Many} options=${rest} value=${value} onChange=${onChange} /></details></fieldset>`;
}

/** @param {{one: Shown, tried: import('@preact/signals').Signal<boolean>, back: string}} props */
function Save({one, tried, back}) {
  const {person} = one;
  const {digits, how, slot, symptoms = []} = saidOf(one);
  const temperature = celsius(digits) ?? undefined;
  const save = async () => {
    tried.value = true;
    if (!how || (digits && temperature === undefined)) return point();
    const said = {person, how, slot, temperature, symptoms, note: draftOf(person).note};
    const ill = isIll(said);
    if (!(await keep(person, 'check', (fresh) => checked({...said, ...fresh}), t('{name}: checked', {name: nameOf(person)})))) return;
    tried.value = false;
    if (!ill) return replace(back);
    document.querySelector('.p-body .notice')?.scrollIntoView({block: 'start'});
  };
  return html`<${Button} kind="primary" onClick=${save} small=${temperature === undefined ? t('without a temperature') : `${temperature.toFixed(1)} °C`}>
    ${t('Save the check')}<//>`;
}

/** To what is missing. */
function point() {
  requestAnimationFrame(() => document.querySelector('.ask.bad, .temperature .wrong')?.scrollIntoView({block: 'center'}));
}
