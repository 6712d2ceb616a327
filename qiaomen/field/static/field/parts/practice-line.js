/** What to try next in the practice building: above every screen as long as one practises there. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {leave, lesson, practice} from '../ground.js';
import {setPref} from '../session.js';
import {t} from '../words.js';
import {Mark} from './icon.js';

/** The screens on which one practises; any other one ends it. */
const ROOMS = /^#\/(building|door|person|practice|script|add|change)\b/;

export function PracticeLine() {
  useEffect(() => {
    if (practice.value && !ROOMS.test(location.hash)) finish();
  });
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
