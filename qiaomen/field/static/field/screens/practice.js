/** Practising: what it is, the line above the real screens while one practises, and what comes after. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {enter, leave, lesson, practice} from '../ground.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {now, setPref} from '../session.js';
import {t} from '../words.js';
import {edition} from './sweep.js';

/** The screens on which one practises; any other one ends it. */
const ROOMS = /^#\/(building|door|person|practice)\b/;

export function Practice() {
  return html`
    <${Frame} title=${t('Practice building')} back="#/today"
              foot=${html`<${Button} kind="primary" onClick=${start}>${t('Practise')}<//>
                <${Button} kind="bare" href="#/script">${t('Skip, to the words at the door')}<//>`}>
      <p class="lead">${t('Six doors and their people, all invented. Nothing that you do there counts, and nobody sees it.')}</p>
      <ol class="steps">
        <li>${t('A household where everyone is well')}</li>
        <li>${t('A floor where nobody is home')}</li>
        <li>${t('Somebody with something to report')}</li>
      </ol>
      <p class="say"><${Icon} name="clock" />${t('Two minutes.')}</p>
    <//>`;
}

function start() {
  location.hash = enter({
    now: now(),
    name: t('Practice building'),
    stairwell: t('Stairwell 1'),
    sweep: t('Practice'),
    edition: edition.value,
  });
}

/** What to try next; it stands above every screen as long as one practises, and sends one on when one leaves. */
export function PracticeLine() {
  useEffect(() => {
    const left = () => practice.value && !ROOMS.test(location.hash) && finish();
    addEventListener('hashchange', left);
    return () => removeEventListener('hashchange', left);
  }, []);
  if (!practice.value) return null;
  return html`
    <div class="practice-line" role="status">
      <${Mark} name=${lesson.value ? 'part' : 'done'} />
      <p><b>${t('Practice')}</b> ${hint()}</p>
      <button type="button" class="link" onClick=${finish}>${t('End')}</button>
    </div>`;
}

/** @returns {string} */
function hint() {
  if (lesson.value === 'well') return t('Open a door, and say that everyone is well.');
  if (lesson.value === 'floor') return t('Tap the number of a floor: nobody is home there.');
  if (lesson.value === 'one') return t('Open a door, choose “One by one”, and report something about somebody.');
  return t('You can do it. End here.');
}

/** The building is forgotten, whatever was written there. */
function finish() {
  leave();
  setPref('practised', true);
  location.hash = '#/script';
}
