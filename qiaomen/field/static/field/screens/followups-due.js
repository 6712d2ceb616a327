/** Today's line of follow-ups: how many checks are due by when, what is late first. It comes where somebody is followed up. */

import {html} from 'htm/preact';

import {dueOf} from '../domain/followups.js';
import {Icon} from '../parts/icon.js';
import {clock} from '../parts/times.js';
import {t, tn} from '../words.js';
import {everybody, serverNow} from './followups-words.js';

export function FollowUpsDue() {
  const everyone = everybody();
  const {ill, late, due} = dueOf(everyone, serverNow());
  const first = [ill && tn('{n} waits for medical care', '{n} wait for medical care', ill), late && tn('{n} late', '{n} late', late)].filter(Boolean).join(' · ');
  const said = due.map(({by, count}) => tn('{n} check by {time}', '{n} checks by {time}', count, {time: clock(by)}));
  const all = tn('{n} person', '{n} people', everyone.length);
  return html`
    <a class="p-card row" href="#/followups">
      <${Icon} name="follow" />
      <span class="main"><b>${first || due.length ? t('Follow-ups due') : t('Follow-ups')}</b>
        <span>${first && html`<b class="late">${first}</b>${said.length ? ' · ' : ''}`}${
          said.join(' · ') || (first ? '' : `${all} · ${t('all checked for now')}`)}</span></span>
      <${Icon} name="next" /></a>`;
}
