/** Today's line of clues: how many one is to look at, what is late first. It comes where there are any. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {glance, left, opened, taken} from '../clues.js';
import {Icon} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {author, now} from '../session.js';
import {t, tn} from '../words.js';
import {whatWord} from './clues-words.js';

export function CluesDue() {
  useEffect(() => void glance(), [author.value?.worker, taken.value]);
  if (!left.value.length || opened.value !== author.value?.worker) return null;
  const [first] = left.value;
  const late = left.value.filter(({isLate}) => isLate).length;
  const due = first.due && !first.isLate ? t('by {time}', {time: moment(first.due, now())}) : '';
  return html`
    <a class="p-card row" href="#/clues"><${Icon} name="search" />
      <span class="main"><b>${tn('{n} clue to look at', '{n} clues to look at', left.value.length)}</b>
        <span>${late > 0 && html`<b class="late">${tn('{n} past its hour', '{n} past their hour', late)}</b> · `}${[whatWord(first.what), first.where, due].filter(Boolean).join(' · ')}</span></span>
      <${Icon} name="next" /></a>`;
}
