/** A door: its household as one card, what was asked, and what came of the knock. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {isBegun} from '../domain/begun.js';
import {markOf, wordOf} from '../domain/states.js';
import {Button} from '../parts/button.js';
import {confirm} from '../parts/confirm.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {now} from '../session.js';
import {t, tn} from '../words.js';
import {draftOf, drop, write} from './draft.js';
import {FollowedHere} from './followups-here.js';
import {Household} from './household.js';
import {Notes} from './notes.js';
import {Outcomes} from './outcomes.js';
import {DoorQuestions} from './questions.js';
import {askWho, buildingId, campaign, known, peopleAt, shortLabel, targetOf, whereIs} from './sweep.js';
import {Visits} from './visits.js';

/** @param {{params: string[], query: URLSearchParams}} props */
export function DoorScreen({params: [id], query}) {
  const door = known.value.doors.get(id);
  useEffect(() => void askWho(id), [id]);
  useEffect(() => {
    const {since, mends} = draftOf(id);
    const wanted = query.get('mends') ?? mends;
    if (door && (!since || wanted !== mends)) write(id, {since: since || now(), mends: wanted});
  }, [id]);
  if (!door || !campaign.value) return html`<${NotHere} />`;
  const people = peopleAt(id);
  return html`
    <${Frame} title=${shortLabel(door)} sub=${whereIs(door)} big back=${`#/building/${buildingId(door)}?at=${id}`}
              foot=${html`<${Outcomes} door=${door} people=${people} />`}>
      <${Standing} door=${id} />
      ${draftOf(id).mends && html`<p class="notice calm">${t('You are saying again what came back. What you save here takes its place.')}</p>`}
      <${Household} door=${door} people=${people} />
      <${FollowedHere} door=${id} />
      <${DoorQuestions} door=${door} />
      <${Notes} door=${door} />
      <${Visits} door=${door} />
      ${isBegun(draftOf(id)) && html`<${Button} kind="bare" icon="remove" onClick=${() => giveUp(door)}>${t('Drop what is not saved here')}<//>`}
      <${Button} kind="bare" href=${`#/script?door=${id}`} icon="info">${t('What to say at the door')}<//>
      <${Button} kind="bare" href=${`#/add/change/${id}`} icon="edit">${t('Label or kind is wrong')}<//>
    <//>`;
}

/** What was begun at the wrong door, or a photo of the wrong thing, need not be sent. @param {import('../domain/types.js').Door} door */
async function giveUp(door) {
  const body = t('What was said here and is not saved goes: people, answers, note and photos.');
  if (await confirm({title: t('Drop what is not saved at {door}?', {door: shortLabel(door)}), body, yes: t('Drop what is not saved')})) drop(door.id);
}

const NotHere = () => html`
  <${Frame} title=${t('Door')} back="#/today">
    <${Empty} icon="knock" title=${t('This door is not on the phone')}
              action=${html`<${Button} href="#/today">${t('To my buildings')}<//>`}>
      ${t('It may have gone to another team.')}<//>
  <//>`;

/** How the door stands, in one line. @param {{door: string}} props */
function Standing({door}) {
  const {state, attempts, last_at, by_phone} = targetOf(door);
  const tries = attempts > 0 ? tn('{n} try so far', '{n} tries so far', attempts) : '';
  const last = last_at ? t('last {moment}', {moment: moment(last_at, now())}) : '';
  const what = by_phone ? t('time to telephone') : '';
  return html`<p class="say"><${Mark} name=${markOf(state)} />
    <span><b>${t(wordOf(state))}</b>${[tries, last, what].filter(Boolean).map((said) => ` · ${said}`)}</span></p>`;
}
