/** A visitor: registered, measured, and fetched by the household; above the limit twice, turned back and the cadre told. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {celsius} from '../domain/followups.js';
import {visitorStands} from '../domain/gate-records.js';
import {gate, known, limits, post, visitors} from '../gate.js';
import {announced, expected, keepVisitor, nobody} from '../gate-visitors.js';
import {Line, One} from '../parts/answers.js';
import {useSeconds} from '../parts/awake.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {ring} from '../parts/signals.js';
import {Temperature} from '../parts/temperature.js';
import {Steps, Verdict} from '../parts/verdict.js';
import {district, now} from '../session.js';
import {t, tn, word} from '../words.js';
import {Alarm, Call, CallClinic} from './gate-alarm.js';
import {countdown, degrees, whyOf} from './gate-words.js';

/** @typedef {import('../domain/gate-records.js').Visitor} Visitor */

/** @type {[string, string][]} */
const ORIGINS = [['county', word('this county')], ['city', word('this city')], ['province', word('this province')], ['elsewhere', word('another province')], ['abroad', word('abroad')]];
/** @type {[string, string][]} */
const PURPOSES = [['visit', word('a visit')], ['delivery', word('a delivery')], ['repair', word('a repair')], ['work', word('work')], ['other', word('something else')]];
const MOST_DOORS = 6;

/** @param {{id?: string}} props */
export function VisitorScreen({id}) {
  const one = visitors.value.get(id ?? '');
  if (one) return html`<${Standing} visitor=${one} />`;
  const awaited = expected.value.find(({visitor}) => visitor === id);
  return html`<${Form} key=${awaited?.visitor} awaited=${awaited} />`;
}

/** @param {{awaited: import('../domain/gate-known.js').Expected|undefined}} props */
function Form({awaited}) {
  const said = useSignal(awaited ? announced(awaited) : nobody());
  const digits = useSignal('');
  const put = (/** @type {Partial<Visitor>} */ part) => void (said.value = {...said.value, ...part});
  const {name, phone, origin, purpose, fetched} = said.value;
  const save = async () => {
    const one = await keepVisitor({...said.value, temperature: celsius(digits.value) ?? undefined});
    ring(visitorStands(one, limits.value).verdict === 'passed' ? 'green' : one.temperature ? 'yellow' : 'red');
    location.hash = `#/gate/visitor/${one.id}`;
  };
  return html`
    <${Frame} title=${t('Visitor')} back="#/gate" foot=${html`<${Button} kind="primary" disabled=${!name.trim()} onClick=${save}>${t('Save')}<//>`}>
      ${!awaited && html`<${Awaited} />`}
      ${visitors.value.size > 0 && html`<${Earlier} />`}
      ${awaited && html`<p class="say"><${Icon} name="info" /><span>${t('Announced by the household. Ask for the name, and compare it with the covered one.')}</span></p>`}
      <section class="p-card">
        <div class="ask"><label for="visitor-name">${t('Full name')}</label><${Line} id="visitor-name" label=${t('Full name')} value=${name} maxlength="60" onChange=${(/** @type {string} */ next) => put({name: next})} /></div>
        <div class="ask"><label for="visitor-phone">${t('Telephone')}</label><${Line} id="visitor-phone" label=${t('Telephone')} inputmode="tel" maxlength="40" value=${phone} onChange=${(/** @type {string} */ next) => put({phone: next})} /></div>
        <${Household} said=${said.value} put=${put} />
        <fieldset class="ask"><legend>${t('Comes from')}</legend><${One} name="origin" value=${origin} options=${ORIGINS.map(([value, label]) => ({value, label: t(label)}))}
          onChange=${(/** @type {string|undefined} */ next) => put({origin: next ?? ''})} /></fieldset>
        <fieldset class="ask"><legend>${t('What for')}</legend><${One} name="purpose" value=${purpose} options=${PURPOSES.map(([value, label]) => ({value, label: t(label)}))}
          onChange=${(/** @type {string|undefined} */ next) => put({purpose: next ?? 'visit'})} /></fieldset>
        <${Temperature} digits=${digits.value} onChange=${(/** @type {string} */ next) => (digits.value = next)} limit=${limits.value.fever} warning=${t('Above the limit: a second reading after 5 minutes.')} />
        <fieldset class="ask"><legend>${t('Is somebody of the household here to fetch them?')}</legend>
          <${One} name="fetched" value=${fetched} options=${[{value: true, label: t('Yes')}, {value: false, label: t('No')}]} onChange=${(/** @type {boolean|undefined} */ next) => put({fetched: next ?? false})} /></fieldset>
      </section>
    <//>`;
}

/** The household visited: a door this phone knows, or as they say it. @param {{said: Visitor, put: (part: Partial<Visitor>) => void}} props */
function Household({said, put}) {
  const typed = useSignal(said.label ?? '');
  const wanted = typed.value.trim();
  const found = wanted ? [...district.value.doors.values()].filter((door) => door.label.includes(wanted)).slice(0, MOST_DOORS) : [];
  const write = (/** @type {string} */ text) => {
    typed.value = text;
    put({door: '', note: text});
  };
  return html`
    <div class="ask"><label for="visitor-door">${t('Whom do they visit? Door or name')}</label>
      <${Line} id="visitor-door" label=${t('Whom do they visit? Door or name')} value=${typed.value} maxlength="60" onChange=${write} />
      ${found.length > 0 && html`<div class="chips">${found.map((door) => html`
        <button type="button" class="chip" key=${door.id} aria-pressed=${said.door === door.id} onClick=${() => ((typed.value = door.label), put({door: door.id, note: ''}))}>${door.label}</button>`)}</div>`}</div>`;
}

/** Whom households announced for today. */
const Awaited = () => expected.value.length > 0 && html`
  <section class="p-card" aria-label=${t('Expected today')}><h2 class="heading padded">${t('Expected today')}</h2>
    ${expected.value.map((one) => html`<a class="row row-line" key=${one.visitor} href=${`#/gate/visitor/${one.visitor}`}>
      <span class="main"><b>${one.name}</b><span>${[one.label, purposeOf(one.purpose), one.people > 1 && tn('{n} person', '{n} people', one.people)].filter(Boolean).join(' · ')}</span></span><${Icon} name="next" /></a>`)}
    ${known.value.more > 0 && html`<p class="say padded">${tn('{n} more is announced. Whoever is not in this list is written down anew.', '{n} more are announced. Whoever is not in this list is written down anew.', known.value.more)}</p>`}</section>`;

/** @param {string} purpose */
const purposeOf = (purpose) => t(PURPOSES.find(([value]) => value === purpose)?.[1] ?? word('a visit'));

/** Who was here today and is not through: fetched later, or measured again. */
const Earlier = () => html`
  <details class="p-card folded"><summary><${Icon} name="people" /><b>${t('Visitors of today')}</b><${Icon} name="down" /></summary>
    ${[...visitors.value.values()].reverse().map((one) => html`<a class="row row-line" key=${one.id} href=${`#/gate/visitor/${one.id}`}>
      <b>${one.name}</b><span class="end">${whyOf(visitorStands(one, limits.value).reason) || t('let in')}</span><${Icon} name="next" /></a>`)}</details>`;

/** @param {{visitor: Visitor}} props */
function Standing({visitor}) {
  const {verdict, reason} = visitorStands(visitor, limits.value);
  const tone = verdict === 'passed' ? 'green' : reason === 'fever' ? 'red' : 'yellow';
  return html`
    <${Frame} title=${t('Visitor')} sub=${post.value?.lane ?? ''} back="#/gate" foot=${html`<${Button} href="#/gate" icon="scan">${t('Back to the gate')}<//>`}>
      <${Verdict} tone=${tone} title=${t(TITLES[reason] ?? word('Let in'))} say=${degrees(visitor.second ?? visitor.temperature)} />
      <section class="gate-who"><b>${visitor.name}</b><span>${visitor.note || (district.value.doors.get(visitor.door)?.label ?? visitor.label)}</span></section>
      <div class="gate-do"><${Steps} lines=${stepsOf(reason)} />
        ${reason === 'fever' && html`<${Alarm} passing=${visitor} /><${CallClinic} clinic=${gate.value?.clinic} /><${Call} />`}
        ${reason === 'second_reading' && html`<${Again} visitor=${visitor} />`}
        ${reason === 'not_fetched' && html`<${Button} kind="primary" onClick=${() => keepVisitor({...visitor, fetched: true})}>${t('The household is here')}<//>`}</div>
    <//>`;
}

/** @type {Record<string, string>} */
const TITLES = {fever: word('Fever: not in'), second_reading: word('Measure again'), not_fetched: word('Wait for the household')};

/** @param {string} reason @returns {string[]} */
function stepsOf(reason) {
  if (reason === 'fever') return [t('Not in. Say why, kindly'), t('The cadre of this community is told by the phone'), t('Tell them the way to the fever clinic')];
  if (reason === 'second_reading') return [t('Let them sit two metres aside, out of sun, wind and stove'), t('Measure again when the time is up')];
  if (reason === 'not_fetched') return [t('Call the household to the gate'), t('Nobody goes in unaccompanied')];
  return [t('The household takes them to the door and back')];
}

/** @param {{visitor: Visitor}} props */
function Again({visitor}) {
  const at = useSignal(now());
  const digits = useSignal('');
  useSeconds((time) => (at.value = time), true);
  const due = visitor.second_at ?? 0;
  const type = (/** @type {string} */ next) => {
    digits.value = next;
    const second = next.length < 3 ? null : celsius(next);
    if (second !== null) void keepVisitor({...visitor, second, second_at: now()});
  };
  if (due > at.value) return html`<p class="gate-count" role="timer"><b>${countdown(due, at.value)}</b><span>${t('until the second reading; serve the next one meanwhile')}</span></p>`;
  return html`<${Temperature} digits=${digits.value} onChange=${type} limit=${limits.value.fever} warning=${t('Above the limit twice.')} />`;
}
