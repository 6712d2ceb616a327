/** The outbox tells the truth: what came back and what to do, what waits, what the server has. */

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {html} from 'htm/preact';

import {acknowledged, waiting} from '../domain/outbox.js';
import {refusals} from '../domain/taking-back.js';
import {Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {confirm} from '../parts/confirm.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, discard, net, now, outbox, resend, syncNow, waitingOfOthers} from '../session.js';
import {leftBehind} from '../signing.js';
import {NO_ROOM} from '../store/state.js';
import {t, tn} from '../words.js';
import {known, whereIs} from './sweep.js';
import {saying, standingWord} from './visits.js';

/** @typedef {import('../domain/types.js').OutboxItem} OutboxItem */

/** A night at a gate is thousands: of so many each is named, of the others how many. */
const MOST = 100;

/** Where a record belongs, in words. @param {OutboxItem} item @returns {string} */
export function placeOf({envelope}) {
  const door = known.value.doors.get(envelope.door ?? '');
  if (door) return door.label;
  if (envelope.person) return known.value.people.get(envelope.person)?.name ?? t('a person who is gone');
  return known.value.places.get(envelope.place ?? '')?.name ?? envelope.body.label ?? envelope.body.name
    ?? envelope.body.plate ?? (envelope.place && !envelope.door ? t('a gate or checkpoint') : t('a door that is gone'));
}

export function OutboxScreen() {
  const search = useSignal('');
  const found = outbox.value.filter((item) => !search.value || placeOf(item).includes(search.value.trim()));
  const waits = waiting(found);
  const settled = acknowledged(found).reverse();
  return html`
    <${Frame} title=${t('Outbox')} tab="outbox" foot=${html`<${Again} />`}>
      <${Trouble} />
      ${refusals(found).map((item) => html`<${Refused} key=${item.envelope.id} item=${item} />`)}
      ${waits.length > 0 && html`<${Waiting} items=${waits} />`}
      <${Others} />
      <${Photos} />
      ${settled.length > 0 && html`<${Settled} items=${settled} open=${Boolean(search.value)} />`}
      ${outbox.value.length === 0 && html`<${Empty} icon="upload" title=${t('Nothing written yet')}
        action=${html`<${Button} href="#/today">${t('To my buildings')}<//>`}>${t('What you save at a door is listed here until the server has it, and 7 days more.')}<//>`}
      ${outbox.value.length > 3 && html`<${Line} type="search" label=${t('Search by door')} placeholder=${t('Search by door')} value=${search.value}
        onChange=${(/** @type {string} */ text) => (search.value = text)} />`}
      ${search.value && !found.length && html`<p class="say">${t('Nothing was written for such a door.')}</p>`}
    <//>`;
}

/** What keeps the whole outbox from moving, and what to do. */
function Trouble() {
  const {problem, clock, online} = net.value;
  if (problem?.startsWith('access.')) {
    return html`<section class="notice"><b>${t('This phone has been signed out')}</b>
      <p>${t('Nothing is lost. Ask your leader for a new code; what waits here goes up after that.')}</p>
      <${Button} kind="urgent" icon="key" href="#/join">${t('Type the new code')}<//></section>`;
  }
  if (clock) {
    return html`<section class="notice"><b>${t('The clock of this phone is wrong')}</b>
      <p>${clock === 'ahead' ? t('It is ahead of the server’s.') : t('It is behind the server’s.')} ${t('Set it to automatic in the phone’s settings. What you write still counts.')}</p></section>`;
  }
  if (problem === NO_ROOM) {
    return html`<section class="notice"><b>${t('This phone has no room')}</b>
      <p>${t('What you wrote is kept, but it cannot be sent before there is room again. Delete pictures or apps that you do not need, then try now.')}</p></section>`;
  }
  if (problem === 'server.full') {
    return html`<section class="notice"><b>${t('The server has no room just now')}</b>
      <p>${t('Nothing is lost: this phone keeps what you write and sends it by itself when there is room again.')}</p></section>`;
  }
  if (problem) return html`<section class="notice"><b>${t('The server does not take it just now')}</b><p>${t('It is tried again by itself. Code: {code}', {code: problem})}</p></section>`;
  return !online && html`<p class="say"><${Icon} name="offline" />${t('No signal. Everything is kept on this phone and goes up by itself.')}</p>`;
}

/** @param {{item: OutboxItem}} props */
function Refused({item}) {
  const {envelope, message, code} = item;
  const door = known.value.doors.get(envelope.door ?? '');
  const give = async () => {
    const question = {title: t('Give this record up?'), body: t('What you wrote here is deleted from the phone. The server keeps what it refused.'), yes: t('Give it up')};
    if (await confirm(question)) await discard(envelope.id);
  };
  return html`
    <section class="p-card box bad">
      <h2><${Mark} name="wrong" />${t('Came back: mend it')}</h2>
      <p class="where"><b>${placeOf(item)}</b><span>${door ? `${whereIs(door)} · ` : ''}${saying(envelope)} · ${moment(envelope.device_at, now())}</span></p>
      <p>${message || t('The server did not take it. Code: {code}', {code})}</p>
      ${door && envelope.kind === 'visit'
        ? html`<${Button} kind="urgent" icon="edit" href=${`#/door/${door.id}?mends=${envelope.id}`}>${t('Say it again')}<//>`
        : html`<${Button} kind="urgent" icon="repeat" onClick=${() => resend(envelope.id)}>${t('Send again')}<//>`}
      <div class="pair">
        ${door && envelope.kind === 'visit' && html`<${Button} icon="repeat" onClick=${() => resend(envelope.id)}>${t('Send again')}<//>`}
        <${Button} icon="remove" onClick=${give}>${t('Give up')}<//></div>
    </section>`;
}

/** @param {{items: OutboxItem[]}} props */
const Waiting = ({items}) => html`
  <section class="p-card box">
    <h2><${Icon} name="clock" />${tn('{n} waits to be sent', '{n} wait to be sent', items.length)}</h2>
    <p class="say">${t('They are kept on this phone and are not lost. With a signal they go by themselves; you need not wait here.')}</p>
    <${Records} items=${items} />
  </section>`;

/** @param {{items: OutboxItem[], open: boolean}} props */
const Settled = ({items, open}) => html`
  <details class="p-card box folded" open=${open}>
    <summary><${Mark} name="ok" /><b>${tn('{n} received', '{n} received', items.length)}</b>
      <small class="quiet">${t('last {moment}', {moment: moment(items[0].settledAt ?? items[0].savedAt, now())})}</small><${Icon} name="down" /></summary>
    <${Records} items=${items} />
  </details>`;

/** @param {{items: OutboxItem[]}} props */
const Records = ({items}) => html`
  <ul class="records">${items.slice(0, MOST).map((item) => html`
    <li key=${item.envelope.id}><time datetime=${item.envelope.device_at}>${moment(item.envelope.device_at, now())}</time>
      ${known.value.doors.has(item.envelope.door ?? '') ? html`<a href=${`#/door/${item.envelope.door}`}><b>${placeOf(item)}</b></a>` : html`<b>${placeOf(item)}</b>`}
      <small>${saying(item.envelope)}${['held', 'sending', 'mended'].includes(item.standing) ? ` · ${standingWord(item)}` : ''}</small></li>`)}
    ${items.length > MOST && html`<li class="quiet">${tn('and {n} more', 'and {n} more', items.length - MOST)}</li>`}</ul>`;

/** What other authors of this phone have waiting goes up under their own name. */
const Others = () => waitingOfOthers.value.filter(({count}) => count > 0).map(({worker, name, count}) => html`
  <p class="say" key=${worker}><${Icon} name="team" /><span>${tn('{n} record by {name} waits on this phone and goes up in their name.', '{n} records by {name} wait on this phone and go up in their name.', count, {name})}</span></p>`);

/** Photos go behind their records; one that the server did not take says so. */
function Photos() {
  const left = useSignal({photos: 0, unwanted: 0});
  useEffect(() => {
    if (author.value) leftBehind().then((counted) => (left.value = counted), () => {});
  }, [outbox.value, net.value.lastContact, net.value.photosAt]);
  const {photos, unwanted} = left.value;
  return html`
    ${photos > unwanted && html`<p class="say"><${Icon} name="clock" /><span>${tn('{n} photo waits on this phone and goes up behind its record.', '{n} photos wait on this phone and go up behind their records.', photos - unwanted)}</span></p>`}
    ${unwanted > 0 && html`<p class="say"><${Icon} name="alert" /><span>${tn('{n} photo was not taken by the server. Its record is not touched by that; take it again if it matters.', '{n} photos were not taken by the server. Their records are not touched by that; take them again if they matter.', unwanted)}</span></p>`}`;
}

function Again() {
  const busy = net.value.sending;
  const go = async () => {
    await syncNow();
    const {photos} = await leftBehind();
    if (!waiting(outbox.value).length && !photos) toast(t('The server has everything.'));
    else if (!net.value.online) toast(t('No signal'));
  };
  return author.value && html`<${Button} icon="repeat" disabled=${busy} onClick=${go}
    small=${net.value.lastContact ? t('last contact {moment}', {moment: moment(net.value.lastContact, now())}) : t('no contact yet')}>
    ${busy ? t('Sending') : t('Try now')}<//>`;
}
