/** How it stands with somebody under a measure: which day it is, until when, what is due; and what is open with them. */

import {html} from 'htm/preact';

import {counting} from '../domain/taking-back.js';
import {Icon, Mark} from '../parts/icon.js';
import {fullDay, moment} from '../parts/times.js';
import {net, outbox} from '../session.js';
import {t} from '../words.js';
import {BODIES, HOW, OUTCOMES, SYMPTOMS, TOPICS, listed, serverNow, standing} from './followups-words.js';
import {inWords} from './questions.js';

/** @typedef {import('../domain/followups.js').Shown} Shown */

/** @param {Shown} one @returns {string} */
export function dayOf({day, days}) {
  if (!day || day < 1) return '';
  return days ? t('day {day} of {days}', {day: Math.min(day, days), days}) : t('day {day}', {day});
}

/** An end is a midnight: people say the day before it. @param {string} until @returns {string} */
const lastDayOf = (until) => fullDay(Date.parse(until) - 1);

/** @param {{one: Shown}} props */
export function Standing({one}) {
  const {mark, said} = standing(one);
  const now = serverNow();
  const found = [one.temperature !== null && `${one.temperature.toFixed(1)} °C`, listed(SYMPTOMS, one.symptoms)].filter(Boolean).join(', ');
  return html`
    <section class="p-card padded measured" aria-label=${t('Measure')}>
      <div class="measure"><b>${inWords({zh: one.measure_zh, en: one.measure_en})}</b><span>${dayOf(one)}</span></div>
      <p>${one.until ? t('until the end of {day}', {day: lastDayOf(one.until)}) : t('the end is not settled yet')}</p>
      <p class="standing"><${Mark} name=${mark} />${said}</p>
      ${one.last_check_at && html`<p class="small quiet">${t('last check {moment}', {moment: moment(one.last_check_at, now)})}${found && ` · ${found}`}</p>`}
      ${one.last_call_at && html`<p class="small quiet">${t('last call {moment}', {moment: moment(one.last_call_at, now)})} · ${t(OUTCOMES[one.last_outcome] ?? one.last_outcome)}</p>`}
      ${one.pick_up_at && html`<p class="standing"><${Icon} name="clock" />${t('is fetched {moment}', {moment: moment(one.pick_up_at, now)})}</p>`}
    </section>`;
}

const OPEN = new Set(['waiting', 'acknowledged', 'on_the_way']);

/** Somebody is ill: what happens by itself, and what to do now (上报送医). @param {{one: Shown}} props */
export function Ill({one: {referral}}) {
  if (!OPEN.has(referral)) return null;
  const isTaken = referral !== 'waiting';
  return html`
    <section class="notice" role="status">
      <b><${Mark} name="fever" /> ${isTaken ? t('Medical care has taken this on') : t('Ill: a referral to medical care is open')}</b>
      ${!isTaken && html`<p>${net.value.online
        ? t('It goes up by itself. If nobody takes it on within 30 minutes, your leader is told.')
        : t('There is no signal: it goes up when there is one. Phone your leader now.')}</p>`}
      <ol class="at-once">
        <li>${t('Keep your distance and your mask on. The person stays in a room alone, with a mask on.')}</li>
        <li>${t('No bus, no taxi and not on foot: wait for the car that is sent.')}</li>
        <li>${t('Phone your leader, and tell the household what happens next.')}</li>
        <li>${t('Short of breath, blue lips or hard to wake: call an ambulance at once.')}</li>
      </ol>
      <a class="pbtn urgent" href="tel:120"><${Icon} name="phone" />${t('Ambulance: call 120')}</a>
    </section>`;
}

/** What is open with somebody: what was promised, what they asked. @param {{one: Shown}} props */
export function OpenThings({one}) {
  const now = serverNow();
  if (!one.promise_due && !one.questions.length) return null;
  const promised = one.promise_due && said(one.person).find(({promise}) => promise)?.promise;
  return html`
    <section class="p-card padded open-things"><h2>${t('Still open')}</h2>
      ${one.promise_due && html`<p><${Icon} name="clock" /><span><b>${promised || t('Something was promised')}</b>
        ${' '}${t('by {moment}', {moment: moment(one.promise_due, now)})}${late(one.promise_due, now)}</span></p>`}
      ${one.questions.map((asked) => html`
        <p key=${asked.id}><${Mark} name="unknown" /><span><b>${questionOf(one.person, asked)}</b>
          ${' '}${t('{who} to answer', {who: listed(BODIES, asked.waits_for)})}${asked.due && ` · ${t('by {moment}', {moment: moment(asked.due, now)})}`}${late(asked.due, now)}</span></p>`)}
    </section>`;
}

/** @param {string|null} due @param {number} now */
const late = (due, now) => due && Date.parse(due) < now && html` · <b class="late">${t('overdue')}</b>`;

/** What this phone's calls say, newest first; the words of others stay with the server. @param {string} person @returns {Record<string, any>[]} */
const said = (person) => counting(outbox.value)
  .filter(({envelope}) => envelope.person === person && envelope.kind === 'call')
  .map(({envelope}) => envelope.body).reverse();

/** A question in its own words where this phone wrote them, else its topic. @param {string} person @param {{id: string, topic: string}} asked */
export function questionOf(person, {id, topic}) {
  const own = said(person).flatMap(({questions = []}) => questions).find((/** @type {any} */ one) => one.id === id);
  return own?.text || t('About {topic}', {topic: t(TOPICS[topic] ?? topic)});
}

/** What a record of following up says, in a few words. @param {import('../domain/types.js').Envelope} envelope @returns {string} */
export function told({kind, body}) {
  if (kind === 'void') return t('taken back');
  if (kind === 'call') return [t('call'), t(OUTCOMES[body.outcome] ?? body.outcome), body.promise, body.note].filter(Boolean).join(' · ');
  const degrees = body.temperature ? `${body.temperature.toFixed(1)} °C` : '';
  return [degrees, listed(SYMPTOMS, body.symptoms ?? []), t(HOW[body.how] ?? body.how), body.note].filter(Boolean).join(' · ');
}

