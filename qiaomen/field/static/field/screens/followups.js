/** Whom to follow up: what is late first, then what is due by when, then everybody else. */

import {html} from 'htm/preact';

import {isLate, isWaiting} from '../domain/followups.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {t, tn} from '../words.js';
import {dayOf} from './followups-standing.js';
import {everybody, homeOf, nameOf, serverNow, standing} from './followups-words.js';
import {inWords} from './questions.js';

/** @typedef {import('../domain/followups.js').Shown} Shown */

export function FollowUps() {
  const all = everybody();
  const first = all.filter((one) => isWaiting(one) || isLate(one, serverNow()));
  const due = all.filter((one) => !first.includes(one) && one.due.length > 0);
  const rest = all.filter((one) => !first.includes(one) && !due.includes(one));
  return html`
    <${Frame} title=${t('Follow-ups')} sub=${tn('{n} person', '{n} people', all.length)} back="#/today">
      <${Group} title=${t('To do first')} people=${first} />
      <${Group} title=${t('Due today')} people=${due} />
      <${Group} title=${t('Nothing due just now')} people=${rest} />
      ${!all.length && html`<${Empty} icon="follow" title=${t('Nobody to follow up')}>
        ${t('People under a measure behind your team’s doors appear here by themselves.')}<//>`}
    <//>`;
}

/** @param {{title: string, people: Shown[]}} props */
const Group = ({title, people}) => people.length > 0 && html`
  <h2 class="heading">${title}</h2>
  ${people.map((one) => html`<${Person} key=${one.person} one=${one} />`)}`;

/** @param {{one: Shown}} props */
function Person({one}) {
  const {mark, said} = standing(one);
  return html`
    <a class="p-card row followed" href=${`#/followup/${one.person}`}>
      <span class="main"><b>${nameOf(one.person)}</b>
        <span>${homeOf(one)}</span>
        <span>${[inWords({zh: one.measure_zh, en: one.measure_en}), dayOf(one)].filter(Boolean).join(' · ')}</span>
        <span class="standing"><${Mark} name=${mark} />${said}</span></span>
      <${Icon} name="next" /></a>`;
}
