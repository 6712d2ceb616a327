/** One vehicle: plate, who is in it, what was measured, what was handed out; let through or turned back by one tap. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {done, draft, here, hot, known, mine, post, say, second, takeBack} from '../checkpoint.js';
import {everybody, missing, seated} from '../domain/checkpoint.js';
import {celsius} from '../domain/followups.js';
import {spaced} from '../domain/plates.js';
import {One} from '../parts/answers.js';
import {useAwake} from '../parts/awake.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {Temperature} from '../parts/temperature.js';
import {clock} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {t, tn} from '../words.js';
import {Alarms} from './checkpoint-alarm.js';
import {Leaflets} from './checkpoint-leaflets.js';
import {Plate} from './checkpoint-plate.js';
import {ORIGINS, REASONS, VEHICLES} from './checkpoint-words.js';

/** @typedef {import('../domain/types.js').Envelope} Envelope */

/** What is on its way to the disk: a second tap is a slip of the thumb. */
let isBusy = false;

export function Stop() {
  useAwake();
  const isOpen = useSignal(true);
  const isMeasured = useSignal(true);
  const sheet = useSignal(/** @type {''|'new'|Envelope} */ (''));
  const one = draft.value;
  const save = async (/** @type {string} */ reason) => {
    if (isBusy) return;
    if (missing(one)) return toast(missing(one) === 'plate' ? t('Type the plate first, or say that there is none.') : t('Nobody is in it: count the driver, too.'));
    isBusy = true;
    const saved = {...one, turnedBack: reason};
    say(saved);
    const ids = await done(isMeasured.value);
    isBusy = false;
    if (!ids) return toast(t('The phone could not keep this. Make room on it, and save again.'));
    isOpen.value = isMeasured.value = true;
    scrollTo(0, 0);
    const what = spaced(saved.form === 'none' ? t('no plate') : saved.plate);
    toast(reason ? t('{plate}: turned back', {plate: what}) : t('{plate}: let through', {plate: what}), {undo: () => takeBack(ids, {...saved, turnedBack: ''})});
  };
  return html`
    <${Frame} title=${here.value?.name ?? ''} sub=${post.value?.lane ? t('lane {lane}', {lane: post.value.lane}) : ''} back="#/today"
              end=${html`<a class="p-round" href="#/checkpoint/shift" aria-label=${t('Shift')}><${Icon} name="user" /></a>`} under=${html`<${Sums} />`}
              foot=${html`<${Button} kind="primary" icon="check" onClick=${() => save('')} small=${tn('{n} person', '{n} people', everybody(one))}>${t('Let through')}<//>`}>
      <${Alarms} />
      ${hot.value.map((envelope) => html`<button type="button" class="p-card row" key=${envelope.id} onClick=${() => (sheet.value = envelope)}>
        <${Mark} name="fever" /><span class="main"><b>${t('Second reading: {plate}', {plate: spaced(envelope.body.plate ?? t('no plate'))})}</b>
          <span>${t('stopped at {time}; measure again 5 minutes later', {time: clock(Date.parse(envelope.device_at))})}</span></span><${Icon} name="next" /></button>`)}
      <${Plate} draft=${one} isOpen=${isOpen.value} onOpen=${(/** @type {boolean} */ next) => (isOpen.value = next)} onChange=${say} />
      <${People} />
      <${Measured} isMeasured=${isMeasured.value} onChange=${(/** @type {boolean} */ next) => (isMeasured.value = next)} add=${() => (sheet.value = 'new')} />
      <${Back} save=${save} />
      <${Leaflets} />
      <section class="p-card"><fieldset class="ask"><legend>${t('Vehicle')}</legend>
        <${One} name="vehicle" value=${one.vehicle} options=${VEHICLES.map(([value, said]) => ({value, label: t(said)}))}
                onChange=${(/** @type {string|undefined} */ next) => next && say({...one, vehicle: next})} /></fieldset></section>
      ${sheet.value && html`<${Thermometer} envelope=${sheet.value === 'new' ? null : sheet.value} close=${() => (sheet.value = '')} />`}
    <//>`;
}

/** What this phone wrote down in the shift. */
function Sums() {
  const {vehicles, people, turnedBack, leaflets} = mine.value;
  const all = [tn('{n} vehicle', '{n} vehicles', vehicles), tn('{n} person', '{n} people', people), tn('{n} turned back', '{n} turned back', turnedBack), tn('{n} leaflet', '{n} leaflets', leaflets)];
  return html`<p class="checkpoint-sums">${all.join(' · ')}</p>`;
}

/** Who is in it, by where they come from. */
const People = () => html`
  <section class="p-card" aria-label=${t('Who is in it')}>
    ${ORIGINS.map(([origin, said]) => html`
      <div class="count-line" key=${origin}><span>${t(said)}</span>
        <button type="button" aria-label=${t('{label}: one less', {label: t(said)})} onClick=${() => say(seated(draft.value, origin, -1))}><${Mark} name="vacant" /></button>
        <output aria-label=${t(said)}>${draft.value.people[origin]}</output>
        <button type="button" aria-label=${t('{label}: one more', {label: t(said)})} onClick=${() => say(seated(draft.value, origin, 1))}><${Icon} name="add" /></button></div>`)}
  </section>`;

/** Everybody was measured, unless one says otherwise; a temperature is written down where it matters. @param {{isMeasured: boolean, onChange: (next: boolean) => void, add: () => void}} props */
const Measured = ({isMeasured, onChange, add}) => html`
  <section class="p-card">
    <label class="tick"><input type="checkbox" checked=${isMeasured} onChange=${() => onChange(!isMeasured)} /><span>${t('Everybody was measured')}</span></label>
    ${draft.value.readings.map(({celsius: degrees}, index) => html`
      <p class="say reading" key=${index}><${Mark} name="fever" /><b>${degrees.toFixed(1)} °C</b>
        <button type="button" class="link" onClick=${() => say({...draft.value, readings: draft.value.readings.filter((_, at) => at !== index)})}>${t('Take out')}</button></p>`)}
    <button type="button" class="row row-line" onClick=${add}><${Mark} name="fever" /><span class="main"><b>${t('Write a temperature down')}</b>
      <span>${t('above {limit} °C: a second reading after 5 minutes', {limit: known.value.fever_above})}</span></span><${Icon} name="next" /></button>
  </section>`;

/** @param {{save: (reason: string) => void}} props */
const Back = ({save}) => html`
  <section class="p-card"><div class="ask"><span class="legend">${t('Turn back, because of')}</span>
    <div class="chips">${REASONS.map(([reason, said]) => html`<button type="button" class="chip wide" key=${reason} onClick=${() => save(reason)}>${t(said)}</button>`)}</div></div></section>`;

/** A first reading into the form, or the second one into a record that waits for it. @param {{envelope: Envelope|null, close: () => void}} props */
function Thermometer({envelope, close}) {
  const digits = useSignal('');
  const limit = known.value.fever_above;
  const keep = () => {
    const found = celsius(digits.value);
    if (found === null) return;
    if (envelope) void second(envelope, found).then(() => toast(t('Second reading saved.')));
    else say({...draft.value, readings: [...draft.value.readings, {celsius: found, at: Date.now()}]});
    close();
  };
  return html`
    <${Sheet} title=${envelope ? t('Second reading') : t('Temperature')} onClose=${close}>
      <${Temperature} digits=${digits.value} onChange=${(/** @type {string} */ next) => (digits.value = next)} limit=${limit}
        warning=${envelope ? t('A fever: keep them apart, and phone the doctor on duty.') : t('Above the limit: a second reading after 5 minutes.')} />
      <${Button} kind="primary" disabled=${celsius(digits.value) === null} onClick=${keep}>${t('Write down')}<//>
    <//>`;
}
