/** Today: what is left, where to go now, and one way on. */

import {computed, signal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {begunAt} from '../domain/begun.js';
import {stack} from '../domain/building.js';
import {today} from '../domain/today.js';
import {Bar, percent} from '../parts/bar.js';
import {Bulletins} from '../parts/bulletins.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {planned} from '../parts/plan.js';
import {clock, fullDay, greeting, moment, remaining, ZONE} from '../parts/times.js';
import {author, drafts, isOver, lost, net, now, outbox, pending, prefs} from '../session.js';
import {t, tn} from '../words.js';
import {buildingId, campaign, here, known, serverNow, shortLabel, whereIs} from './sweep.js';
import {First} from './first.js';

/** @typedef {import('../domain/today.js').Today} Day */

const MINUTE_MS = 60_000;

/** What is due changes by itself, with a signal or without. */
const minute = signal(Math.floor(now() / MINUTE_MS));

/** The screen follows the clock while somebody looks at it. */
function useClock() {
  useEffect(() => {
    const tick = () => document.hidden || (minute.value = Math.floor(now() / MINUTE_MS));
    tick();
    const timer = setInterval(tick, MINUTE_MS);
    document.addEventListener('visibilitychange', tick);
    return () => (clearInterval(timer), document.removeEventListener('visibilitychange', tick));
  }, []);
}

const day = computed(() => minute.value && campaign.value && today(known.value, campaign.value, pending.value, serverNow(), here()));

export function Today() {
  useClock();
  if (!author.value) return html`<${NobodyHere} />`;
  const name = author.value.name;
  const head = {title: greeting(name, serverNow()), above: `${fullDay(serverNow())} ${clock(serverNow())}`, tab: 'today'};
  const isOut = net.value.problem?.startsWith('access.');
  if (net.value.first && !isOut) return html`<${Frame} ...${head}><${First} first=${net.value.first} /><//>`;
  if (!day.value) return html`<${Frame} ...${head}><${Bulletins} /><${Lost} /><${Gate} /><${Clues} /><${Inspected} /><${Nothing} isOut=${isOut} /><//>`;
  return html`
    <${Frame} ...${head} foot=${html`<${Onward} day=${day.value} />`}>
      <${Bulletins} />
      <${Lost} />
      <${Gate} />
      <${Hero} day=${day.value} />
      <${Begun} />
      <${Clues} />
      <${Inspected} />
      ${known.value.followups.size > 0 && html`<${FollowUps} />`}
      <${Now} day=${day.value} />
      <${Mine} day=${day.value} />
    <//>`;
}

const NobodyHere = () => html`
  <${Frame} title=${t('Qiaomen')}>
    ${isOver.value && html`<section class="notice"><b>${t('The outbreak is over')}</b>
      <p>${t('Everything of it was wiped from this phone: doors, names, photos, what you wrote. Thank you.')}</p></section>`}
    <${Empty} icon="key" title=${t('Nobody has joined on this phone')}
              action=${html`<${Button} kind="primary" href="#/join">${t('Join')}<//>`}>
      ${t('Open your organisation’s link, or type the code that your leader gave you.')}<//>
  <//>`;

/** What the phone itself cannot read any more must be said again. */
const Lost = () => lost.value > 0 && html`
  <section class="notice"><b>${tn('{n} record on this phone cannot be read any more', '{n} records on this phone cannot be read any more', lost.value)}</b>
    <p>${t('Nobody got what it said. Look in your buildings for doors that stand open again, and say it once more. This message goes when you sign out.')}</p></section>`;

/** For who stands at a gate: back there by one tap. */
function Gate() {
  const {gate} = prefs.value;
  return gate && gate.worker === author.value?.worker && html`
    <a class="p-card row" href="#/gate"><${Icon} name="gate" /><span class="main"><b>${gate.name}</b><span>${t('Back to the gate')}</span></span><${Icon} name="next" /></a>`;
}

/** Why there are no doors: nobody is told that there is no sweep by a phone that does not know. @param {{isOut?: boolean}} props */
function Nothing({isOut}) {
  if (isOut) {
    return html`<${Empty} icon="key" title=${t('This phone has been signed out')} action=${html`<${Button} kind="primary" href="#/join">${t('Type the new code')}<//>`}>
      ${t('Nothing is lost. Ask your leader for a new code; what waits here goes up after that.')}<//>`;
  }
  if (author.value?.isEmpty) {
    return html`<${Empty} icon="offline" title=${t('Your doors are not on this phone')} action=${html`<${Button} icon="upload" href="#/outbox">${t('To the outbox')}<//>`}>
      ${t('They come with the next contact. After 48 hours without one, doors and names leave the phone; what you wrote stays and goes up.')}<//>`;
  }
  return html`
    <${Empty} icon="calendar" title=${t('No sweep is under way')}>
      ${t('When headquarters starts one, your doors appear here by themselves.')}<//>`;
}

/** @param {{day: Day}} props */
function Hero({day: {left, done, total, deadline}}) {
  const sweep = /** @type {import('../domain/types.js').Campaign} */ (campaign.value);
  const share = total ? done / total : 0;
  const plan = planned(sweep, serverNow(), ZONE);
  return html`
    <section class="p-card hero" aria-label=${sweep.name}>
      <div class="hero-top">
        <div class="hero-left"><span>${t('Left for my team')}</span><div><b>${left}</b><small>${tn('door left', 'doors left', left)}</small></div></div>
        <div class="hero-end"><span>${t('Until the deadline')}</span><b>${remaining(deadline, serverNow())}</b>
          <span>${t('until {time}', {time: moment(deadline, serverNow())})}</span></div>
      </div>
      <${Bar} share=${share} plan=${plan} />
      <div class="hero-key"><span>${t('done {done} of {total}', {done, total})} · ${percent(share)}</span>
        <span class="tick-key">${t('planned by now {share}', {share: percent(plan)})}</span></div>
    </section>`;
}

/** Households that one was called away from: what was said of them is not saved yet. */
function Begun() {
  const begun = begunAt(known.value, drafts.value);
  return begun.length > 0 && html`
    <details class="p-card folded begun" open=${begun.length < 3}>
      <summary><${Icon} name="edit" /><b>${tn('{n} household begun: go on', '{n} households begun: go on', begun.length)}</b><${Icon} name="down" /></summary>
      ${begun.map(({door, said, all}) => html`<a class="row row-line" key=${door.id} href=${`#/door/${door.id}`}>
        <b>${shortLabel(door)}</b><span class="end">${[whereIs(door), all && t('{people} of {all} people', {people: said, all})].filter(Boolean).join(' · ')}</span><${Icon} name="next" /></a>`)}</details>`;
}

/** What comes only where somebody is followed up. @type {import('@preact/signals').Signal<any>} */
const followUps = signal(null);

function FollowUps() {
  useEffect(() => {
    if (!followUps.value) import('./followups-due.js').then((found) => (followUps.value = found.FollowUpsDue), () => {});
  }, []);
  return followUps.value && html`<${followUps.value} />`;
}

/** What comes behind the first screen. @type {import('@preact/signals').Signal<any>} */
const clues = signal(null);

/** Clues that one is to look at. */
function Clues() {
  useEffect(() => {
    if (!clues.value) import('./clues-due.js').then((found) => (clues.value = found.CluesDue), () => {});
  }, []);
  return clues.value && html`<${clues.value} />`;
}

/** What one is to put right, disinfect or knock at; it comes behind the first paint. @type {import('@preact/signals').Signal<any>} */
const inspected = signal(null);

function Inspected() {
  useEffect(() => {
    if (!inspected.value) import('./inspection-due.js').then((found) => (inspected.value = found.InspectionDue), () => {});
  }, []);
  return inspected.value && html`<${inspected.value} />`;
}

/** What is due: tries of this part of the day, doors to phone, doors to knock on again. @param {{day: Day}} props */
function Now({day: {due, byPhone, reknocks}}) {
  if (!due.length && !byPhone.length && !reknocks.length) return null;
  return html`
    <h2 class="heading">${t('Where to go now')}</h2>
    ${due.slice(0, 3).map((group) => html`
      <a class="p-card row" key=${group.until} href=${`#/building/${group.buildings[0].place}`}>
        <span class="when">${group.isNow ? t('now') : moment(group.from, serverNow())}</span>
        <span class="main"><b>${tn('Try again: {n} door', 'Try again: {n} doors', group.count)}</b>
          <span>${group.buildings.map(({name, count}) => t('{name}: {n}', {name, n: count})).join(', ')} · ${t('until {time}', {time: clock(group.until)})}</span></span>
        <${Icon} name="next" /></a>`)}
    <${DoorList} icon="phone" doors=${byPhone} title=${tn('Telephone: {n} door', 'Telephone: {n} doors', byPhone.length)} />
    <${DoorList} icon="repeat" doors=${reknocks} title=${tn('Knock once more: {n} door', 'Knock once more: {n} doors', reknocks.length)} />`;
}

/** @param {{icon: string, title: string, doors: import('../domain/types.js').Door[]}} props */
const DoorList = ({icon, title, doors}) => doors.length > 0 && html`
  <details class="p-card folded"><summary><${Icon} name=${icon} /><b>${title}</b><${Icon} name="down" /></summary>
    ${doors.map((door) => html`<a class="row row-line" key=${door.id} href=${`#/door/${door.id}`}>
      <b>${shortLabel(door)}</b><span class="end">${whereIs(door)}</span><${Icon} name="next" /></a>`)}</details>`;

/** @param {{day: Day}} props */
const Mine = ({day: {buildings, left}}) => html`
  <h2 class="heading">${t('My buildings')}</h2>
  ${buildings.length
    ? html`<div class="p-card mine">${buildings.map(({place, name, area, left: rest, total}) => html`
        <a class="row" key=${place} href=${`#/building/${place}`}>
          <span class="main"><b>${name}</b><span>${area}</span></span>
          <${Bar} share=${total ? (total - rest) / total : 0} />
          <span class="end">${rest ? tn('{n} left', '{n} left', rest) : t('all done')}</span><${Icon} name="next" /></a>`)}</div>`
    : html`<p class="say">${t('No doors have been given to your team yet. Ask your leader.')}</p>`}
  ${buildings.length > 0 && left === 0 && html`<p class="say"><${Icon} name="check" />${t('All your doors are done. Thank you.')}</p>`}`;

/** The building where one wrote last. @returns {string} */
function lastAt() {
  const door = known.value.doors.get(outbox.value.at(-1)?.envelope.door ?? '');
  return door ? buildingId(door) : '';
}

/** The one way on: the next door where one was last, else of the first building where one can knock. @param {{day: Day}} props */
function Onward({day: {buildings}}) {
  const sweep = /** @type {import('../domain/types.js').Campaign} */ (campaign.value);
  const last = lastAt();
  const order = [...buildings].sort((a, b) => Number(b.place === last) - Number(a.place === last));
  for (const {place, name, left} of order) {
    const next = left > 0 && stack(known.value, sweep, place, pending.value, here()).next;
    const door = next && known.value.doors.get(next);
    if (!door) continue;
    const where = whereIs(door) || name;
    return html`<${Button} kind="primary" href=${`#/building/${place}`} small=${t('{where} · next door {door}', {where, door: shortLabel(door)})}>
      ${t('Continue knocking')}<//>`;
  }
  return null;
}
