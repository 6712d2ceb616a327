/** The first screen of somebody who is in: lock the phone, practise, begin. */

import {html} from 'htm/preact';

import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {author} from '../session.js';
import {t} from '../words.js';

export const Welcome = () => html`
  <${Frame} title=${t('You are in, {name}', {name: author.value?.name ?? ''})}
            foot=${html`<${Button} kind="primary" href="#/practice" small=${t('two minutes, in an invented building')}>${t('Practise first')}<//>
              <${Button} kind="bare" href="#/today">${t('I know it already: to today’s work')}<//>`}>
    <section class="notice">
      <h2><${Icon} name="lock" /> ${t('Lock your screen')}</h2>
      <p>${t('The phone now holds names and illnesses of people. Set a screen lock (digits, pattern or finger) before you knock.')}</p>
    </section>
    <ul class="stacked">
      <li class="say"><${Icon} name="offline" /><span>${t('It works without a signal. What you save is kept on the phone and goes up by itself.')}</span></li>
      <li class="say"><${Icon} name="key" /><span>${t('Phone lost? Tell your leader at once: the phone is signed out from there.')}</span></li>
      <li class="say"><${Icon} name="exit" /><span>${t('Not your phone? Sign out on “Me” when you are done.')}</span></li>
    </ul>
  <//>`;
