/** A door: its household as one card, what was asked, and what came of the knock. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {markOf, wordOf} from '../domain/states.js';
import {now, peopleOf} from '../session.js';
import {t, tn} from '../words.js';
import {draftOf, write} from './draft.js';
import {FollowedHere} from './followups-here.js';
import {Household} from './household.js';
import {Notes} from './notes.js';
import {Outcomes} from './outcomes.js';
import {DoorQuestions} from './questions.js';
import {buildingId, campaign, isOwn, known, peopleAt, shortLabel, targetOf, whereIs} from './sweep.js';
import {Visits} from './visits.js';

/** @param {{params: string[], query: URLSearchParams}} props */
export function DoorScreen({params: [id], query}) {
  const door = known.value.doors.get(id);
  const strangers = useStrangers(id, Boolean(door));
  useEffect(() => {
    const {since, mends} = draftOf(id);
    const wanted = query.get('mends') ?? mends;
    if (door && (!since || wanted !== mends)) write(id, {since: since || now(), mends: wanted});
  }, [id]);
  if (!door || !campaign.value) return html`<${NotHere} />`;
  const people = isOwn(id) ? peopleAt(id) : (strangers.value ?? peopleAt(id));
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
      <${Button} kind="bare" href=${`#/script?door=${id}`} icon="info">${t('What to say at the door')}<//>
      <${Button} kind="bare" href=${`#/add/change/${id}`} icon="edit">${t('Label or kind is wrong')}<//>
    <//>`;
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

/**
 * The people of a door that is not one's own are fetched when it is opened; the server logs that.
 * @param {string} id @param {boolean} here
 */
function useStrangers(id, here) {
  const strangers = useSignal(/** @type {import('../domain/types.js').Person[]|null} */ (null));
  useEffect(() => {
    if (!here || isOwn(id)) return;
    peopleOf(id).then((found) => (strangers.value = found)).catch(() => {});
  }, [id]);
  return strangers;
}
