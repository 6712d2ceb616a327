/** At a venue's door: the next code replaces the verdict; temperature, both codes, how many are inside. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {celsius} from '../domain/followups.js';
import {age, limits} from '../gate.js';
import {One} from '../parts/answers.js';
import {useAwake} from '../parts/awake.js';
import {Button} from '../parts/button.js';
import {Camera} from '../parts/camera.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {mayRing, ring} from '../parts/signals.js';
import {Temperature} from '../parts/temperature.js';
import {Steps, Verdict} from '../parts/verdict.js';
import {now} from '../session.js';
import {t, word} from '../words.js';
import {warmUp} from '../verifying.js';
import {ageWord, degrees, isListOld, nameOf, titleOf, whyOf} from './gate-words.js';
import {codesIn, warmUp as warmUpReader} from './scan-reader.js';
import {adviceOf, atHand, begin, countAt, direction, foreign, measure, measured, person, scanned, tell} from './venue-state.js';

/** @typedef {import('../domain/venue.js').Venue} Venue @typedef {import('../domain/gate.js').Passing} Passing */

/** @param {{venue: Venue}} props */
export function VenuePost({venue}) {
  useAwake();
  const pad = useSignal(false);
  const trouble = useSignal('');
  useEffect(() => {
    warmUp();
    atHand.value = null;
    void warmUpReader().catch(() => (trouble.value = 'reader'));
    document.addEventListener('pointerdown', mayRing, {once: true});
  }, []);
  const see = async (/** @type {ImageData} */ picture) => {
    const [text] = await codesIn(picture).catch(() => /** @type {string[]} */ ([]));
    const passing = text ? await scanned(venue, text) : null;
    if (passing) ring(adviceOf(passing).tone);
  };
  const one = person.value;
  return html`
    <${Frame} title=${venue.label} sub=${venue.where} back=${`#/venue/${venue.id}`} under=${html`<${Ways} venue=${venue} />`}
              foot=${html`<${Tools} venue=${venue} openPad=${() => (pad.value = true)} />`}>
      <div class=${one ? 'gate-see small' : 'gate-see'}>
        ${trouble.value ? html`<p class="say gate-blind"><${Icon} name="alert" /><span>${t('The camera cannot be used. Check without a code.')}</span></p>`
          : html`<${Camera} see=${see} onTrouble=${(/** @type {string} */ why) => (trouble.value = why)} />`}
        ${one && html`<${Person} key=${one.id} passing=${one} openPad=${() => (pad.value = true)} />`}
      </div>
      ${!one && html`<p class="say gate-hint" role="status">${foreign.value ? t('That is no pass. Hold out the code of the pass.') : t('Hold the code before the camera. There is nothing to press.')}</p>`}
      ${pad.value && html`<${Thermometer} close=${() => (pad.value = false)} />`}
    <//>`;
}

const WAYS = /** @type {const} */ ([['in', word('In')], ['out', word('Out')]]);

/** How many are inside, which way people go, how old the list is. @param {{venue: Venue}} props */
function Ways({venue}) {
  const count = countAt(venue.id);
  const old = age();
  return html`
    <div class="gate-ways">
      ${WAYS.map(([way, label]) => html`
        <button type="button" key=${way} aria-pressed=${direction.value === way} onClick=${() => (direction.value = way)}>${t(label)}</button>`)}
      <span class="venue-inside">${t('inside now')}: <b>${count.inside}</b></span>
      <span class="venue-age"><${Icon} name="clock" />${t('list of changed passes')}: ${isListOld(old) ? html`<b>${ageWord(old)}</b>` : ageWord(old)}</span>
    </div>`;
}

/** @param {{passing: Passing, openPad: () => void}} props */
function Person({passing, openPad}) {
  const {id, health, travel} = passing;
  const advice = adviceOf(passing);
  const [first = ''] = advice.why;
  const isPass = advice.act === 'pass' || advice.act === 'emergency';
  return html`
    <${Verdict} isTall=${advice.act === 'pass'} tone=${advice.act === 'emergency' ? 'urgent' : advice.tone} title=${titleOf(advice, passing)} say=${isPass ? '' : whyOf(first)} />
    <section class="gate-who"><b>${nameOf(passing)}</b><span class="gate-degrees">${degrees(passing.second ?? passing.temperature)}</span></section>
    <section class="gate-codes">
      <fieldset><legend>${t('Health code')}</legend><${One} name="health" value=${health} onChange=${(/** @type {string} */ next) => tell(id, {health: next})}
        options=${[{value: 'green', label: t('green')}, {value: 'yellow', label: t('yellow')}, {value: 'red', label: t('red')}, {value: 'none', label: t('none')}]} /></fieldset>
      <fieldset><legend>${t('Travel code')}</legend><${One} name="travel" value=${travel} onChange=${(/** @type {string} */ next) => tell(id, {travel: next})}
        options=${[{value: 'clear', label: t('clear')}, {value: 'risk', label: t('risk area')}, {value: 'none', label: t('none')}]} /></fieldset>
    </section>
    <div class="gate-do">
      <${Steps} lines=${stepsOf(advice.act)} />
      ${advice.act === 'wait' && html`<${Button} kind="primary" disabled=${(passing.second_at ?? 0) > now()} onClick=${openPad}>${t('Second reading')}<//>`}
      ${advice.act === 'decide' && html`<div class="pair">
        <${Button} kind="primary" onClick=${() => tell(id, {decided: {verdict: 'passed', reason: 'verified_here'}})}>${t('Verified: in')}<//>
        <${Button} onClick=${() => tell(id, {decided: {verdict: 'refused', reason: first}})}>${t('Not in')}<//></div>`}
      ${passing.decided && html`<${Button} icon="undo" onClick=${() => tell(id, {decided: undefined})}>${t('Decide again')}<//>`}
    </div>`;
}

/** @param {string} act @returns {string[]} */
function stepsOf(act) {
  if (act === 'pass') return [t('Compare name and person, and let them in')];
  if (act === 'wait') return [t('Let them sit two metres aside, out of sun, wind and stove'), t('Measure again when the time is up')];
  if (act === 'decide') return [t('Look at health code and travel code'), t('In, or not: you decide and it is written down')];
  if (act === 'emergency') return [t('Let them through now; do not measure, do not ask')];
  return [t('Not in. Say why, kindly'), t('Tell them the way to the fever clinic, or whom to call')];
}

/** @param {{venue: Venue, openPad: () => void}} props */
const Tools = ({venue, openPad}) => html`
  <div class="gate-tools">
    <button type="button" onClick=${openPad}><${Mark} name="fever" /><span>${measured.value === undefined ? t('Temperature') : degrees(measured.value)}</span></button>
    <button type="button" onClick=${() => begin(venue, {}).then((passing) => ring(adviceOf(passing).tone))}><${Icon} name="user" /><span>${t('No code')}</span></button>
    <a href=${`#/venue/${venue.id}/found/other`}><${Icon} name="edit" /><span>${t('Report it')}</span></a>
  </div>`;

/** Three digits, and it closes by itself. @param {{close: () => void}} props */
function Thermometer({close}) {
  const digits = useSignal('');
  const type = (/** @type {string} */ next) => {
    digits.value = next;
    const found = celsius(next);
    if (next.length < 3 || found === null) return;
    void measure(found);
    close();
  };
  return html`
    <${Sheet} title=${t('Temperature')} onClose=${close}>
      <${Temperature} digits=${digits.value} onChange=${type} limit=${limits.value.fever} warning=${t('Above the limit: a second reading after 5 minutes.')} />
    <//>`;
}
