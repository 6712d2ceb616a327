/** A welcome station: who is expected gets a bed with two taps; who stays goes home, or to hospital, with two. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {freeBeds} from '../domain/station.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {toast} from '../parts/toast.js';
import {author, net, undo} from '../session.js';
import {ask, awaited, chosen, guests, here, known, open, opened, taken, tell} from '../station.js';
import {t, tn, word} from '../words.js';

/** @typedef {import('../domain/station.js').Guest} Guest @typedef {import('../domain/station.js').Expected} Expected */

export function StationScreen() {
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('Welcome station')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Welcome station')} back="#/today" />`;
  return here.value ? html`<${Here} />` : html`<${None} />`;
}

function Here() {
  const arriving = useSignal(/** @type {Expected|null} */ (null));
  const leaving = useSignal(/** @type {Guest|null} */ (null));
  const station = /** @type {import('../domain/station.js').Station} */ (here.value);
  const free = freeBeds(station, guests.value).length;
  return html`
    <${Frame} title=${station.name} sub=${tn('{n} bed free', '{n} beds free', free)} back="#/today">
      ${known.value.stations.length > 1 && html`<section class="p-card"><fieldset class="ask"><legend>${t('Which station?')}</legend>
        <${One} name="station" value=${station.id} options=${known.value.stations.map(({id, name}) => ({value: id, label: name}))}
                onChange=${(/** @type {string|undefined} */ next) => next && (chosen.value = next)} /></fieldset></section>`}
      <${Awaited} open=${(/** @type {Expected} */ one) => (arriving.value = one)} />
      <${Staying} open=${(/** @type {Guest} */ one) => (leaving.value = one)} />
      ${arriving.value && html`<${Arrives} who=${arriving.value} close=${() => (arriving.value = null)} />`}
      ${leaving.value && html`<${Leaves} who=${leaving.value} close=${() => (leaving.value = null)} />`}
    <//>`;
}

const SHOWN = 40;

/** @param {{open: (one: Expected) => void}} props */
function Awaited({open: choose}) {
  const text = useSignal('');
  const wanted = text.value.trim();
  const found = awaited.value.filter((one) => !wanted || `${one.name} ${one.where} ${one.label}`.includes(wanted));
  return html`
  <h2 class="heading">${t('Expected here')}</h2>
  ${awaited.value.length > SHOWN && html`<label class="labelled"><span>${t('Name or door')}</span>
    <${Line} label=${t('Name or door')} value=${text.value} maxlength="40" onChange=${(/** @type {string} */ next) => (text.value = next)} /></label>`}
  ${awaited.value.length === 0 ? html`
    <p class="say">${t('Nobody is asked to a station and not here yet.')}</p><${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>` : html`
    <section class="p-card">${found.slice(0, SHOWN).map((one, at) => html`
      <button type="button" class=${at ? 'row row-line' : 'row'} key=${one.person} onClick=${() => choose(one)}>
        <span class="main"><b>${one.name}</b><span>${one.where} ${one.label}</span></span><span class="end">${t('has arrived')}</span><${Icon} name="next" /></button>`)}
      ${found.length > SHOWN && html`<p class="say padded">${t('{n} more: type a name above', {n: found.length - SHOWN})}</p>`}</section>`}`;
}

/** @param {{open: (one: Guest) => void}} props */
const Staying = ({open: choose}) => html`
  <h2 class="heading">${tn('{n} stays here', '{n} stay here', guests.value.length)}</h2>
  ${guests.value.length > 0 && html`
    <section class="p-card">${guests.value.map((one, at) => html`
      <button type="button" class=${at ? 'row row-line' : 'row'} key=${one.person} onClick=${() => choose(one)}>
        <span class="main"><b>${one.name}</b><span>${[bedOf(one), one.label].filter(Boolean).join(' · ')}</span></span>
        <span class="end">${one.home ? html`<${Mark} name="ok" />${t('may go home')}` : one.owes_test ? html`<${Mark} name="late" />${t('test due')}` : ''}</span><${Icon} name="next" /></button>`)}</section>`}`;

/** @param {Guest} guest */
function bedOf({room, bed}) {
  const name = here.value?.rooms.find((one) => one.id === room)?.name;
  return name ? t('room {room}, bed {bed}', {room: name, bed: bed ?? ''}) : t('no bed yet');
}

/** Which bed. @param {{who: Expected, close: () => void}} props */
function Arrives({who, close}) {
  const station = /** @type {import('../domain/station.js').Station} */ (here.value);
  const free = freeBeds(station, guests.value);
  const go = (/** @type {import('../domain/station.js').Bed|undefined} */ bed) => {
    close();
    void done(who.person, 'arrived', t('{name} is here.', {name: who.name}), bed);
  };
  return html`
    <${Sheet} title=${t('{name} has arrived: which bed?', {name: who.name})} onClose=${close}>
      <div class="chips">${free.map((bed) => html`
        <button type="button" class="chip" key=${`${bed.room} ${bed.bed}`} onClick=${() => go(bed)}>${t('room {room}, bed {bed}', {room: bed.name, bed: bed.bed})}</button>`)}</div>
      <${Button} onClick=${() => go(undefined)}>${t('No bed yet')}<//>
    <//>`;
}

/** @type {['home'|'hospital'|'left', string][]} */
const WAYS = [['home', word('Goes home')], ['hospital', word('Goes to hospital')], ['left', word('Leaves for elsewhere')]];

/** @param {{who: Guest, close: () => void}} props */
const Leaves = ({who, close}) => html`
  <${Sheet} title=${who.name} onClose=${close}>
    ${!who.home && html`<p class="say"><${Icon} name="info" /><span>${t('Their days here are not over, or a negative test is missing. A hospital is open to everybody at any time.')}</span></p>`}
    ${WAYS.map(([event, said]) => html`<${Button} key=${event} onClick=${() => (close(), void done(who.person, event, t('Written down.')))}>${t(said)}<//>`)}
  <//>`;

/** @param {string} person @param {'arrived'|'home'|'hospital'|'left'} event @param {string} said @param {import('../domain/station.js').Bed} [bed] */
async function done(person, event, said, bed) {
  const id = await tell(person, event, bed).catch(() => null);
  if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(said, {undo: () => undo([id])});
}

const None = () => html`
  <${Frame} title=${t('Welcome station')} back="#/today">
    <${Empty} icon="home" title=${t('No station has been given to you')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
      ${net.value.online ? t('Ask your leader to put you on duty at one.') : t('There is no signal. Once this phone has heard of its station, it needs none.')}<//>
  <//>`;
