/** Samples of a group: scan a tube, then tap each person whose sample is in it. A full tube asks for the next one. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {fits, normal, owed, ROOM, sampledIn} from '../domain/sampling.js';
import {Line} from '../parts/answers.js';
import {useAwake} from '../parts/awake.js';
import {Button} from '../parts/button.js';
import {Camera} from '../parts/camera.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {toast} from '../parts/toast.js';
import {ask, askGroup, filled, hold, known, people, samples, take, tube} from '../sampling.js';
import {undo} from '../session.js';
import {t, tn, word} from '../words.js';
import {codesIn, warmUp} from './scan-reader.js';

/** @typedef {import('../domain/sampling.js').Due} Due @typedef {import('../domain/sampling.js').Holds} Holds */

/** @type {Record<Holds, string>} */
const HOLDS = {single: word('single tube'), household: word('one tube per household'), pool_5: word('pool of five'), pool_10: word('pool of ten')};

/** Whose sample is on its way to the disk: a second tap is no second sample. @type {Set<string>} */
const going = new Set();

/** @param {{round: string, door: string}} props `round` is "retests" for who is tested again */
export function Group({round, door}) {
  useAwake();
  const isAgain = round === 'retests';
  const asking = useSignal(/** @type {Due|'next'|null} */ (null));
  useEffect(() => void (isAgain ? ask() : askGroup(round, door)), [round, door]);
  // How far each group is, is asked for when one goes back to them.
  useEffect(() => () => void ask(), []);
  useEffect(() => void warmUp().catch(() => undefined), []);
  const group = known.value.rounds.find((one) => one.id === round)?.groups.find((one) => one.door === door);
  const listed = isAgain ? again(known.value.retests) : people.value.get(`${round} ${door}`) ?? [];
  const about = isAgain ? {} : {round, ...(group ? {place: group.place} : {})};
  const put = async (/** @type {Due} */ one) => {
    if (going.has(one.person)) return;
    going.add(one.person);
    const id = await take(one, about).catch(() => null);
    going.delete(one.person);
    if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
    navigator.vibrate?.(30);
    toast(t('{name}: in the tube', {name: one.name}), {undo: () => undo([id])});
    if (!tube.value && one.holds !== 'single') asking.value = 'next';
  };
  const tap = (/** @type {Due} */ one) => (fits(tube.value, filled.value, one) ? void put(one) : (asking.value = one));
  const scanned = async (/** @type {string} */ code) => {
    const who = asking.value;
    if (!who) return;
    asking.value = null;
    await hold({code, holds: who === 'next' ? usual(listed) : who.holds});
    if (who !== 'next') await put(who);
  };
  const done = sampledIn(samples.value, round);
  const left = isAgain ? again(owed(known.value.retests, samples.value)) : listed.filter((one) => !one.tested && !done.has(one.person));
  const waits = new Set(left.map((one) => one.person));
  return html`
    <${Frame} title=${isAgain ? t('To be tested alone') : group?.label ?? ''} sub=${tubeLine()} back="#/sampling"
              foot=${html`<${Button} kind="primary" icon="scan" onClick=${() => (asking.value = 'next')}>${t('Next tube')}<//>`}>
      <p class="say" role="status">${listed.length ? tn('{n} person still to come', '{n} people still to come', left.length) : t('The list comes with the next connection.')}</p>
      <section class="p-card">${left.map((one) => html`
        <button type="button" class="row row-line" key=${one.person} onClick=${() => tap(one)}>
          <span class="main"><b>${one.name}</b><span>${t(HOLDS[one.holds])}</span></span><${Icon} name="add" /></button>`)}</section>
      ${listed.length > left.length && html`<h2 class="heading">${t('Sampled')}</h2>
        <section class="p-card">${listed.filter((one) => !waits.has(one.person)).map((one) => html`
          <div class="row row-line" key=${one.person}><span class="main"><b>${one.name}</b></span><span class="end"><${Mark} name="done" /></span></div>`)}</section>`}
      ${asking.value && html`<${Ask} who=${asking.value === 'next' ? '' : asking.value.name} close=${() => (asking.value = null)} take=${scanned} />`}
    <//>`;
}

/** Which tube is at hand, and how full it is. */
function tubeLine() {
  const at = tube.value;
  if (!at) return t('No tube at hand: scan one');
  const room = ROOM[at.holds];
  return room ? t('Tube {code}: {n} of {room}', {code: at.code, n: filled.value, room}) : t('Tube {code}: {n} in it', {code: at.code, n: filled.value});
}

/** The code of a tube, by the camera or typed. @param {{who: string, close: () => void, take: (code: string) => void}} props */
function Ask({who, close, take: use}) {
  const text = useSignal('');
  const trouble = useSignal('');
  const see = async (/** @type {ImageData} */ picture) => {
    const [found] = await codesIn(picture, {bars: true}).catch(() => /** @type {string[]} */ ([]));
    if (found && normal(found)) use(normal(found));
  };
  return html`
    <${Sheet} title=${who ? t('Which tube for {name}?', {name: who}) : t('Which tube?')} onClose=${close}>
      ${trouble.value ? html`<p class="say">${t('The camera cannot be used. Type the code.')}</p>` : html`<${Camera} see=${see} onTrouble=${(/** @type {string} */ why) => (trouble.value = why)} />`}
      <label class="labelled"><span>${t('Code on the tube')}</span>
        <${Line} label=${t('Code on the tube')} value=${text.value} maxlength="40" onChange=${(/** @type {string} */ next) => (text.value = next)} /></label>
      <${Button} kind="primary" icon="check" disabled=${!normal(text.value)} onClick=${() => use(normal(text.value))}>${t('This tube')}<//>
    <//>`;
}

/** Into which tubes most of a list go. @param {Due[]} listed @returns {Holds} */
const usual = (listed) => listed.find((one) => one.holds !== 'single')?.holds ?? 'single';

/** Each once, whoever was in two positive tubes, too. @param {import('../sampling.js').Retest[]} retests @returns {Due[]} */
const again = (retests) => [...new Map(retests.map(({person, name, label, door}) =>
  [person, {person, name: `${name} ${label}`, holds: /** @type {Holds} */ ('single'), tested: false, ...(door ? {door} : {})}])).values()];
