/** Whoever is before the gate: the verdict, who it is, what to do, and what only a guard can decide. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {adviceOf, gate, known, post, serverNow, signOf, twiceOf} from '../gate.js';
import {isSaved, tell, timesOf} from '../gate-passing.js';
import {One} from '../parts/answers.js';
import {useSeconds} from '../parts/awake.js';
import {Button} from '../parts/button.js';
import {Icon, Mark} from '../parts/icon.js';
import {clock} from '../parts/times.js';
import {Steps, Verdict} from '../parts/verdict.js';
import {now} from '../session.js';
import {t, tn} from '../words.js';
import {Alarm, Call, CallClinic} from './gate-alarm.js';
import {countdown, degrees, nameOf, stepsOf, titleOf, whyOf} from './gate-words.js';

/** @typedef {import('../domain/gate.js').Passing} Passing @typedef {import('../domain/gate.js').Advice} Advice */

/** @param {{passing: Passing, open: (name: string) => void}} props */
export function Person({passing, open}) {
  const advice = adviceOf(passing);
  const [first] = advice.why;
  const why = ['pass', 'emergency'].includes(advice.act) ? '' : whyOf(first ?? '', twiceOf(passing));
  const more = advice.act === 'pass' ? advice.why : advice.why.slice(1);
  return html`
    <${Verdict} isTall=${advice.act === 'pass'} tone=${signOf(passing)} title=${titleOf(advice, passing)} say=${why} />
    <${Who} passing=${passing} />
    ${post.value?.bothCodes && html`<${BothCodes} passing=${passing} />`}
    <div class="gate-do">
      ${more.map((reason) => html`<p class="say" key=${reason}><${Icon} name="info" /><span>${whyOf(reason, twiceOf(passing))}</span></p>`)}
      <${Steps} lines=${stepsOf(advice, passing)} />
      <${Deed} passing=${passing} advice=${advice} open=${open} />
    </div>`;
}

/** Masked name, temperature, which way; and whether the disk has it. @param {{passing: Passing}} props */
function Who({passing}) {
  const {id, code, direction, temperature, second} = passing;
  const token = code?.token;
  const times = timesOf(passing);
  const facts = [
    direction === 'in' ? t('in') : t('out'), times > 1 && tn('{n} time today', '{n} times today', times),
    code?.elsewhere && (known.value.districts[token?.district ?? ''] ?? token?.district), token?.form === 'card' && t('printed card'),
    token && code?.problem === 'ok' && t('until {time}', {time: until(token.expires * 1000)}),
  ];
  return html`
    <section class="gate-who">
      <b>${nameOf(passing)}</b><span class="gate-degrees">${degrees(second ?? temperature)}</span>
      <span>${facts.filter(Boolean).join(' · ')} ${isSaved(id) && html`<span class="gate-saved"><${Mark} name="ok" />${t('kept')}</span>`}</span>
      <button type="button" class="link" onClick=${() => tell(id, {direction: direction === 'in' ? 'out' : 'in'})}>
        <${Icon} name="repeat" />${direction === 'in' ? t('make it out') : t('make it in')}</button>
    </section>`;
}

/** @param {number} at ms @returns {string} */
const until = (at) => (at - serverNow() < 86_400_000 ? clock(at) : new Date(at).toISOString().slice(5, 10));

/** Health code and travel code, checked together. @param {{passing: Passing}} props */
const BothCodes = ({passing: {id, health, travel}}) => html`
  <section class="gate-codes">
    <fieldset><legend>${t('Health code')}</legend><${One} name="health" value=${health} onChange=${(/** @type {string} */ next) => tell(id, {health: next})}
      options=${[{value: 'green', label: t('green')}, {value: 'yellow', label: t('yellow')}, {value: 'red', label: t('red')}, {value: 'none', label: t('none')}]} /></fieldset>
    <fieldset><legend>${t('Travel code')}</legend><${One} name="travel" value=${travel} onChange=${(/** @type {string} */ next) => tell(id, {travel: next})}
      options=${[{value: 'clear', label: t('clear')}, {value: 'risk', label: t('risk area')}, {value: 'none', label: t('none')}]} /></fieldset>
  </section>`;

/** @param {{passing: Passing, advice: Advice, open: (name: string) => void}} props */
function Deed({passing, advice, open}) {
  const {id} = passing;
  const decide = (/** @type {'passed'|'provisional'} */ verdict, /** @type {string} */ reason) => tell(id, {decided: {verdict, reason}});
  if (advice.act === 'wait') return html`<${Wait} passing=${passing} open=${open} />`;
  if (advice.act === 'decide') {
    return html`
      <${Button} kind="primary" onClick=${() => decide('passed', 'verified_here')}>${t('Verified: through')}<//>
      <div class="pair"><${Button} onClick=${() => decide('provisional', advice.why[0])}>${t('For now: through')}<//>
        <${Button} onClick=${() => open('refuse')}>${t('Not through')}<//></div>`;
  }
  if (advice.act === 'pass' && !advice.why.includes('twice')) return null;
  if (advice.act === 'pass') return html`<${Button} onClick=${() => open('refuse')}>${t('It is somebody else')}<//>`;
  if (advice.act === 'emergency') return html`<${Alarm} passing=${passing} /><${Help} kind=${passing.emergency} /><${Button} href=${`#/gate/explain/${id}`} icon="edit">${t('Write down what happened')}<//>`;
  if (advice.reason === 'fever') return html`<${Alarm} passing=${passing} /><${CallClinic} clinic=${gate.value?.clinic} /><${Call} />${passing.resident && html`<${Help} kind="illness" />`}`;
  if (advice.why[0] !== 'red') return html`<${Button} icon="undo" onClick=${() => tell(id, {decided: undefined})}>${t('Decide again')}<//>`;
  return html`<${Call} /><${Button} onClick=${() => open('objection')}>${t('They object')}<//>`;
}

/** @param {{kind: string|undefined}} props */
const Help = ({kind}) => kind === 'fire'
  ? html`<${Button} icon="phone" href="tel:119">${t('Fire brigade: call 119')}<//>`
  : html`<${Button} icon="phone" href="tel:120">${t('Ambulance: call 120')}<//>`;

/** A second reading, when its time has come; it goes on counting while others are served. @param {{passing: Passing, open: (name: string) => void}} props */
function Wait({passing, open}) {
  const at = useSignal(now());
  useSeconds((time) => (at.value = time), true);
  const due = passing.second_at ?? 0;
  const isDue = due <= at.value;
  return html`
    <p class="gate-count" role="timer"><b>${countdown(due, at.value)}</b><span>${isDue ? t('The time is up: measure again.') : t('until the second reading; serve the next one meanwhile')}</span></p>
    <fieldset class="gate-home"><legend>${t('Lives here?')}</legend>
      <${One} name="resident" value=${passing.resident} options=${[{value: true, label: t('Lives here')}, {value: false, label: t('Visitor')}]}
              onChange=${(/** @type {boolean|undefined} */ next) => tell(passing.id, {resident: next ?? null})} /></fieldset>
    <${Button} kind="primary" disabled=${!isDue} onClick=${() => open('temperature')}>${t('Second reading')}<//>
    <${Button} onClick=${() => tell(passing.id, {decided: {verdict: 'refused', reason: 'left'}, second_at: undefined})}>${t('They left')}<//>`;
}

