/** At the gate: the camera is open all the time, and the next code replaces the verdict; the guard need not touch anything. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {age, ask, atHand, gate, measured, person, post, standAt, vehicle, waiting} from '../gate.js';
import {foreign, isFull, scanned} from '../gate-passing.js';
import {expected} from '../gate-visitors.js';
import {useAwake, useSeconds} from '../parts/awake.js';
import {Camera} from '../parts/camera.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {mayRing, ring} from '../parts/signals.js';
import {now} from '../session.js';
import {t, tn} from '../words.js';
import {warmUp} from '../verifying.js';
import {Emergencies} from './gate-emergencies.js';
import {Person} from './gate-person.js';
import {SHEETS} from './gate-sheets.js';
import {ageWord, countdown, degrees, isListOld, nameOf} from './gate-words.js';
import {codesIn, warmUp as warmUpReader} from './scan-reader.js';

/** How long the list's age stays on the screen before it is reckoned anew. */
const TICK_MS = 10_000;

export function Post() {
  useAwake();
  const sheet = useSignal('');
  const trouble = useSignal('');
  const tick = useSignal(0);
  useEffect(() => {
    warmUp();
    void warmUpReader().catch(() => (trouble.value = 'reader'));
    const timer = setInterval(() => tick.value++, TICK_MS);
    document.addEventListener('pointerdown', mayRing, {once: true});
    return () => clearInterval(timer);
  }, []);
  const Sheet = SHEETS[sheet.value];
  const one = person.value;
  return html`
    <${Frame} title=${gate.value?.name ?? ''} sub=${post.value?.lane ? t('lane {lane}', {lane: post.value.lane}) : ''} back="#/today"
              under=${html`<${Ways} tick=${tick.value} />`} foot=${html`<${Emergencies} /><${Tools} open=${(/** @type {string} */ name) => (sheet.value = name)} />`}>
      <div class=${one ? 'gate-see small' : 'gate-see'}>
        ${trouble.value ? html`<p class="say gate-blind"><${Icon} name="alert" /><span>${blind(trouble.value)}</span></p>`
          : html`<${Camera} see=${see} onTrouble=${(/** @type {string} */ why) => (trouble.value = why)} />`}
        ${one && html`<${Person} key=${one.id} passing=${one} open=${(/** @type {string} */ name) => (sheet.value = name)} />`}
      </div>
      ${!one && html`<p class="say gate-hint" role="status">${foreign.value ? t('That is no pass. Hold out the code of the pass.') : t('Hold the code before the camera. There is nothing to press.')}</p>`}
      ${!one && expected.value.length > 0 && html`<a class="p-card row" href="#/gate/visitor"><${Icon} name="people" /><b class="main">${tn('{n} visitor expected today', '{n} visitors expected today', expected.value.length)}</b><${Icon} name="next" /></a>`}
      ${isFull.value && html`<p class="gate-alarm" role="alert"><${Icon} name="alert" /><span>${t('This phone has no room: nothing is written down any more. Make room, or write on paper.')}</span></p>`}
      ${vehicle.value && html`<${Vehicle} />`}
      <${Waiting} open=${(/** @type {string} */ name) => (sheet.value = name)} />
      ${Sheet && html`<${Sheet} close=${() => (sheet.value = '')} open=${(/** @type {string} */ name) => (sheet.value = name)} />`}
    <//>`;
}

/** @param {string} trouble @returns {string} */
const blind = (trouble) => ({
  denied: t('The camera is not allowed. Allow it in the browser’s settings; until then use “No code”.'),
  busy: t('Another app holds the camera. Close it and come back.'),
  reader: t('The code reader is not on the phone yet. It comes with the next connection; until then use “No code”.'),
}[trouble] ?? t('There is no camera here. Use “No code”.'));

/** One frame of the camera. @param {ImageData} picture */
async function see(picture) {
  const began = performance.now();
  const texts = await codesIn(picture).catch(() => []);
  const text = texts.find((one) => one.startsWith('QM1:')) ?? texts[0];
  if (!text) return;
  const before = atHand.value;
  await scanned(text, (tone) => {
    ring(tone);
    // What a verdict took from the frame to the screen; the bench and the tests read it.
    requestAnimationFrame(() => performance.measure('gate verdict', {start: began, end: performance.now()}));
  }).catch(() => undefined); // what the disk could not keep is said on the screen
  if (before !== atHand.value) scrollTo(0, 0);
}

/** Which way, and how old the list is. @param {{tick: number}} props drawn anew with it */
function Ways({tick: _}) {
  const here = /** @type {import('../gate.js').Post} */ (post.value);
  const seconds = age();
  const old = isListOld(seconds);
  const turn = (/** @type {'in'|'out'} */ direction) => standAt({...here, direction});
  return html`
    <div class="gate-ways">
      ${/** @type {const} */ (['in', 'out']).map((way) => html`
        <button type="button" aria-pressed=${here.direction === way} onClick=${() => turn(way)}>
          <${Icon} name=${way === 'in' ? 'next' : 'back'} />${way === 'in' ? t('In') : t('Out')}</button>`)}
      <a class=${old ? 'gate-age old' : 'gate-age'} href="#/gate/log"><${Icon} name=${old ? 'alert' : 'clock'} />
        <span><small>${t('Suspension list')}</small>${ageWord(seconds)}</span></a>
    </div>
    ${old && html`<p class="gate-old"><b>${t('Green counts as yellow here now.')}</b>
      <button type="button" class="link" onClick=${ask}><${Icon} name="repeat" />${t('Fetch the list')}</button></p>`}`;
}

/** Whose second reading is due when. @param {{open: (name: string) => void}} props */
function Waiting({open}) {
  const at = useSignal(now());
  const rung = useSignal(/** @type {string[]} */ ([]));
  const all = waiting.value;
  useSeconds((time) => (at.value = time), all.length > 0);
  const due = all.filter((one) => (one.second_at ?? 0) <= at.value).map((one) => one.id);
  useEffect(() => {
    if (due.some((id) => !rung.value.includes(id))) ring('due');
    rung.value = due;
  }, [due.join()]);
  const others = all.filter((one) => one.id !== atHand.value);
  const take = (/** @type {string} */ id) => {
    atHand.value = id;
    if (due.includes(id)) open('temperature');
  };
  return others.length > 0 && html`
    <section class="p-card gate-waiting" aria-label=${t('Second readings')}>
      ${others.map((one) => html`
        <button type="button" class="row" key=${one.id} onClick=${() => take(one.id)}>
          <${Mark} name="fever" /><span class="main"><b>${nameOf(one)}</b><span>${degrees(one.temperature)}</span></span>
          <span class="end">${due.includes(one.id) ? html`<b>${t('measure now')}</b>` : countdown(one.second_at ?? 0, at.value)}</span><${Icon} name="next" /></button>`)}
    </section>`;
}

/** The vehicle whose people are being checked. */
function Vehicle() {
  const {plate, occupants, seen} = /** @type {import('../gate.js').Vehicle} */ (vehicle.value);
  return html`<p class="say gate-vehicle"><b>${plate}</b>
    <span>${occupants ? t('{n} of {all} checked', {n: seen, all: occupants}) : tn('{n} checked', '{n} checked', seen)}</span>
    <button type="button" class="link" onClick=${() => (vehicle.value = null)}><${Icon} name="check" />${t('Done')}</button></p>`;
}

/** @param {{open: (name: string) => void}} props */
const Tools = ({open}) => html`
  <div class="gate-tools">
    <button type="button" onClick=${() => open('temperature')}><${Mark} name="fever" /><span>${measured.value === undefined ? t('Temperature') : degrees(measured.value)}</span></button>
    <button type="button" onClick=${() => open('noCode')}><${Icon} name="user" /><span>${t('No code')}</span></button>
    <a href="#/gate/visitor"><${Icon} name="add" /><span>${t('Visitor')}</span></a>
    <button type="button" onClick=${() => open('more')}><${Icon} name="more" /><span>${t('More')}</span></button>
  </div>`;
