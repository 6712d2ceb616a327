/** Writing a finding down, with or without a signal: where, what, whose duty, a photo. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {read} from '../domain/codes.js';
import {doorOf, placeOf, whereOf} from '../domain/inspected.js';
import {dueAt, findingOf, namedSo} from '../domain/inspection.js';
import {earlierAt, known, more, write} from '../inspection.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {now} from '../session.js';
import {t, tn, word} from '../words.js';
import {kept, More, WHAT} from './inspection-parts.js';
import {Scanner} from './scanner.js';
import {known as district} from './sweep.js';
import {venues} from './venue-state.js';

/** @typedef {import('../domain/inspected.js').Where} Where */

/** What the phone knows beside its inspected places: what it knocks at, and venues where it looked at them. @returns {import('../domain/inspected.js').Ground} */
const ground = () => ({
  places: district.value.places,
  doors: new Map([...[...venues.value.values()].map((one) => /** @type {[string, any]} */ ([one.id, one])), ...district.value.doors]),
});

/** @param {{place: string, door: string}} props `place`: '-' of a door whose place the phone does not know */
export function FindingWriting({place, door}) {
  if (!place) return html`<${Choose} />`;
  if (!door) return html`<${Writing} spot=${placeOf(place, known.value, ground())} />`;
  const seal = known.value.seals.find((one) => one.door === door);
  const spot = seal ? {place: seal.place, door, name: seal.label, where: seal.where} : doorOf(door, known.value, ground());
  return html`<${Writing} spot=${spot.place || place === '-' ? spot : {...spot, place}} />`;
}

/** The code of a place, a door, a venue or a seal. */
export function FindingScanning() {
  const met = (/** @type {string} */ text) => {
    const code = read(text);
    const spot = code && whereOf(code, known.value, ground());
    if (!spot) return {title: t('Nothing can be written by this code'), say: t('Scan the code of a place, a door, a venue or a seal, or choose the place by its name.')};
    return {go: `#/findings/new/${spot.place ?? '-'}${spot.door ? `/${spot.door}` : ''}`};
  };
  return html`<${Scanner} title=${t('Scan what is not right')} back="#/findings" meet=${met} hint=${t('Codes of gates, compounds, buildings, doors, venues and seals.')} />`;
}

/** What was found here before, and how often: no signal is needed. @param {{spot: Where}} props */
function Before({spot}) {
  const found = earlierAt(spot);
  const from = known.value.repeatsFrom ?? 0;
  return html`
    <h2 class="heading">${t('Found here in the last 30 days')}</h2>
    ${found.length === 0 && html`<p class="say">${t('Nothing, as far as this phone knows.')}</p>`}
    ${found.length > 0 && html`<section class="p-card">${found.map(({what, times, last, open}, at) => html`
      <div class=${at ? 'row row-line' : 'row'} key=${what}>
        <span class="main"><b>${t(WHAT[what])}</b><span>${t('last {time}', {time: moment(last, now())})} · ${open ? t('not looked at again and closed yet') : t('looked at again and closed')}</span></span>
        <span class="end">${from > 0 && times >= from && html`<${Mark} name="late" />`}${tn('{n} time', '{n} times', times)}</span></div>`)}</section>`}
    <${More} count=${more.value.earlier ?? 0} />`;
}

/** Where: by name. */
function Choose() {
  const typed = useSignal('');
  const found = namedSo(known.value.places, typed.value);
  const unsent = more.value.places ?? 0;
  return html`
    <${Frame} title=${t('Write a finding')} back="#/findings">
      <label class="labelled"><span>${t('Where is it?')}</span>
        <${Line} label=${t('Where is it?')} value=${typed.value} maxlength="40" onChange=${(/** @type {string} */ next) => (typed.value = next)} /></label>
      ${typed.value.trim() && !found.length && html`<p class="say">${t('No place on this phone is called so.')} ${unsent > 0
        && tn('{n} more place of your area is not on it: scan the code that hangs there.', '{n} more places of your area are not on it: scan the code that hangs there.', unsent)}</p>`}
      ${found.length > 0 && html`<section class="p-card">${found.map((one, at) => html`
        <a class=${at ? 'row row-line' : 'row'} key=${one.id} href=${`#/findings/new/${one.id}`}>
          <span class="main"><b>${one.name}</b><span>${one.where}</span></span><${Icon} name="next" /></a>`)}</section>`}
    <//>`;
}

/** @param {{spot: Where}} props */
function Writing({spot}) {
  const what = useSignal('');
  const duty = useSignal('');
  const note = useSignal('');
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const duties = known.value.duties.filter((one) => one.place === spot.place && !spot.door);
  const report = async () => {
    const said = {what: what.value, duty: duty.value, note: note.value.trim()};
    const saved = await kept(write((all) => findingOf(spot, all), said, shots.value), t('Written down. Who answers for it is told.'));
    if (saved) location.hash = '#/findings';
  };
  return html`
    <${Frame} title=${spot.name || t('By its code')} sub=${spot.where} back="#/findings"
              foot=${html`<${Button} kind="primary" disabled=${!what.value} onClick=${report}
                small=${what.value ? t('to be put right by {time}', {time: moment(dueAt(what.value, now()), now())}) : ''}>${t('Report it')}<//>`}>
      ${!spot.name && html`<p class="say"><${Icon} name="info" /><span>${t('This phone has no name for it; the register knows it by its code. Outside your area what you write comes back.')}</span></p>`}
      <${Before} spot=${spot} />
      <section class="p-card"><fieldset class="ask"><legend>${t('What is not right?')}</legend>
        <${One} name="what" value=${what.value || undefined} options=${Object.entries(WHAT).map(([value, label]) => ({value, label: t(label)}))}
                onChange=${(/** @type {string|undefined} */ next) => (what.value = next ?? '')} /></fieldset></section>
      ${duties.length > 0 && html`<section class="p-card"><fieldset class="ask"><legend>${t('Is it about somebody’s duty?')}</legend>
        <${One} name="duty" value=${duty.value || undefined} options=${duties.map((one) => ({value: one.id, label: `${t(ROLES[one.role] ?? one.role)} ${one.name}`}))}
                onChange=${(/** @type {string|undefined} */ next) => (duty.value = next ?? '')} /></fieldset></section>`}
      <label class="labelled"><span>${t('Note')}</span><${Line} label=${t('Note')} value=${note.value} maxlength="300" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      <${Shots} shots=${shots} label=${t('Take a photo')} />
    <//>`;
}

/** @type {Record<string, string>} */
const ROLES = {
  leader: word('district leader'), chief: word('chief'), cadre: word('cadre'), grid_worker: word('grid worker'), property: word('property manager'),
};
