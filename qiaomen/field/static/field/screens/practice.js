/** Before one practises: what it is, and that nothing counts. */

import {html} from 'htm/preact';

import {enter} from '../ground.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {now} from '../session.js';
import {t} from '../words.js';
import {edition} from './sweep.js';

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
