/** Me: who works on this phone, how it stands with the server, how it looks; and the way out. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {isBegun} from '../domain/begun.js';
import {waiting} from '../domain/outbox.js';
import {One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {confirm} from '../parts/confirm.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {author, authors, drafts, net, now, outbox, prefs, setPref, updateApp, waitingOfOthers} from '../session.js';
import {leftBehind, signOut, switchTo} from '../signing.js';
import {t, tn} from '../words.js';
import {known} from './sweep.js';

const MB = 1024 * 1024;

export function Me() {
  const me = author.value;
  return html`
    <${Frame} title=${me?.name ?? t('Me')} sub=${me ? teams() : ''} tab="me">
      ${net.value.update && html`<${Update} />`}
      ${net.value.clock && html`<section class="notice"><b>${t('The clock of this phone is wrong')}</b>
        <p>${t('Set it to automatic in the phone’s settings. What you write still counts.')}</p></section>`}
      ${!me && html`<${Empty} icon="key" title=${t('Nobody has joined on this phone')} action=${html`<${Button} kind="primary" href="#/join">${t('Join')}<//>`} />`}
      <${Looks} />
      ${me && html`<${Phone} />`}
      <${Authors} />
      ${me && html`<${Button} icon="exit" onClick=${leave}>${t('Sign out and wipe')}<//>`}
    <//>`;
}

/** @returns {string} */
const teams = () => [...known.value.teams.values()].map((team) => t('team {n}', {n: team.number})).join(', ');

const Update = () => html`
  <section class="notice calm"><b>${t('A newer version is ready')}</b>
    <p>${t('It is put in place when the app is opened next. What waits in the outbox stays.')}</p>
    <${Button} icon="repeat" onClick=${updateApp}>${t('Open it now')}<//></section>`;

function Looks() {
  const {language, scale, theme, campaign} = prefs.value;
  const sweeps = [...known.value.campaigns.values()];
  return html`
    <section class="p-card" aria-label=${t('How it looks')}>
      <${Choice} label=${t('Language')} name="language" value=${language}
                 options=${[{value: 'zh-hans', label: '简体中文'}, {value: 'zh-hant', label: '繁體中文'}, {value: 'en', label: 'English'}]} />
      <${Choice} label=${t('Text size')} name="scale" value=${Number(scale) || 1}
                 options=${[1, 1.25, 1.5, 2].map((value) => ({value, label: `${value * 100} %`}))} />
      <${Choice} label=${t('Light or dark')} name="theme" value=${theme || 'system'}
                 options=${[{value: 'system', label: t('as the phone')}, {value: 'light', label: t('light')}, {value: 'dark', label: t('dark')}]} />
      ${sweeps.length > 1 && html`<${Choice} label=${t('Sweep')} name="campaign" value=${campaign || sweeps[0].id}
                 options=${sweeps.map((one) => ({value: one.id, label: one.name}))} />`}
    </section>`;
}

/** @param {{label: string, name: string, value: any, options: import('../parts/answers.js').Option[]}} props */
const Choice = ({label, name, value, options}) => html`
  <fieldset class="ask"><legend>${label}</legend>
    <${One} name=${name} value=${value} options=${options}
            onChange=${(/** @type {any} */ next) => next !== undefined && setPref(/** @type {any} */ (name), next)} /></fieldset>`;

function Phone() {
  const room = useSignal('');
  useEffect(() => {
    navigator.storage?.estimate?.().then(({usage = 0}) => (room.value = t('{size} MB', {size: (usage / MB).toFixed(1)}))).catch(() => {});
  }, []);
  const {lastContact, online} = net.value;
  const facts = [
    [t('Last contact'), lastContact ? moment(lastContact, now()) : t('none yet')],
    [t('Signal'), online ? t('there') : t('none')],
    [t('Waiting to be sent'), String(waiting(outbox.value).length)],
    [t('On this phone'), t('{doors} doors, {people} people', {doors: known.value.doors.size, people: known.value.people.size})],
    [t('Room used'), room.value],
    [t('This phone since'), moment(author.value?.since ?? now(), now())],
  ];
  return html`<section class="p-card" aria-label=${t('This phone')}>
    <dl class="facts">${facts.map(([name, said]) => html`<dt>${name}</dt><dd>${said}</dd>`)}</dl>
    <p class="say padded"><${Icon} name="lock" />${t('Names are locked on this phone, and go after 48 hours without contact. Keep the screen lock on.')}</p></section>`;
}

/** Everybody who has joined on this phone. */
const Authors = () => html`
  <section class="p-card" aria-label=${t('On this phone')}>
    ${authors.value.filter((one) => one.worker !== author.value?.worker).map((one) => html`
      <button type="button" class="row row-line" key=${one.worker} onClick=${() => switchTo(one.worker)}>
        <span class="main"><b>${one.name}</b><span>${t('Work on this phone as them')}</span></span>
        <span class="end">${waits(one.worker)}</span><${Icon} name="next" /></button>`)}
    <a class="row row-line" href="#/join"><span class="main"><b>${t('Somebody else joins')}</b><span>${t('Each with their own code and outbox')}</span></span><${Icon} name="add" /></a>
    <a class="row row-line" href="#/gate"><span class="main"><b>${t('Stand at a gate')}</b><span>${t('Scan passes, with or without a signal')}</span></span><${Icon} name="gate" /></a>
    <a class="row row-line" href="#/checkpoint"><span class="main"><b>${t('Stand at a checkpoint')}</b><span>${t('Vehicles, their people, leaflets')}</span></span><${Icon} name="gate" /></a>
    <a class="row row-line" href="#/venue"><span class="main"><b>${t('Shops and venues')}</b><span>${t('Who may come in, which are suspended')}</span></span><${Icon} name="lock" /></a>
    <a class="row row-line" href="#/station"><span class="main"><b>${t('Welcome station')}</b><span>${t('Who arrives, who stays, who goes home')}</span></span><${Icon} name="home" /></a>
    <a class="row row-line" href="#/shifts"><span class="main"><b>${t('My shifts')}</b><span>${t('When and where, swaps, what is handed over')}</span></span><${Icon} name="calendar" /></a>
    <a class="row row-line" href="#/care"><span class="main"><b>${t('Helping')}</b><span>${t('Daily visits, needs in your hand, bags at the gate')}</span></span><${Icon} name="people" /></a>
    <a class="row row-line" href="#/clues"><span class="main"><b>${t('Clues')}</b><span>${t('What you are to look at; tell of something')}</span></span><${Icon} name="search" /></a>
    <a class="row row-line" href="#/outreach"><span class="main"><b>${t('Telling people')}</b><span>${t('Rounds to do, what is handed out')}</span></span><${Icon} name="bell" /></a>
    <a class="row row-line" href="#/findings"><span class="main"><b>${t('Supervision')}</b><span>${t('Findings to put right, to look at again, to write')}</span></span><${Icon} name="eye" /></a>
    <a class="row row-line" href="#/disinfecting"><span class="main"><b>${t('Disinfection')}</b><span>${t('What is due, with which product, a photo as proof')}</span></span><${Icon} name="check" /></a>
    <a class="row row-line" href="#/seal"><span class="main"><b>${t('Seals')}</b><span>${t('Unbroken or opened; where to knock and ask')}</span></span><${Icon} name="lock" /></a>
    <a class="row row-line" href="#/sampling"><span class="main"><b>${t('Testing')}</b><span>${t('Tubes and people, class by class')}</span></span><${Icon} name="test" /></a>
    <a class="row row-line" href="#/practice"><span class="main"><b>${t('Practice building')}</b><span>${t('Nothing of it is sent')}</span></span><${Icon} name="next" /></a>
    <a class="row row-line" href="#/script"><span class="main"><b>${t('What to say at the door')}</b></span><${Icon} name="next" /></a>
  </section>`;

/** @param {string} worker @returns {string} */
function waits(worker) {
  const count = waitingOfOthers.value.find((one) => one.worker === worker)?.count ?? 0;
  return count ? tn('{n} waiting', '{n} waiting', count) : '';
}

/** Signing out wipes; what the server does not have yet is named by its count before it goes. */
async function leave() {
  const {records, photos} = await leftBehind();
  const begun = [...drafts.value.values()].filter(isBegun).length;
  const kept = t('The doors, the names and the 7-day copy of what was sent go from this phone.');
  const body = [
    records && tn('{n} record has not reached the server and would be lost for ever.', '{n} records have not reached the server and would be lost for ever.', records),
    photos && tn('{n} photo has not reached the server and would be lost for ever.', '{n} photos have not reached the server and would be lost for ever.', photos),
    begun && tn('{n} household that is begun and not saved goes, too.', '{n} households that are begun and not saved go, too.', begun),
    kept,
  ].filter(Boolean).join(' ');
  const lost = records + photos;
  const yes = lost ? t('Lose {n} and sign out', {n: lost}) : t('Sign out');
  if (!(await confirm({title: t('Sign out and wipe this phone?'), body, yes, no: t('Stay')}))) return;
  // Something more was written meanwhile: the count that was agreed to is not the count any more.
  if (!(await signOut({confirmLossOf: lost}).then(() => true, () => false))) return leave();
  location.hash = '#/today';
}
