/** The call button: numbers that were told on this phone, and afterwards what came of it. */

import {html} from 'htm/preact';

import {Button} from '../parts/button.js';
import {Icon} from '../parts/icon.js';
import {t} from '../words.js';
import {nameOf} from './followups-words.js';
import {numbers} from './notes.js';

/** The dialler opens first; the way back from it leads to what came of the call. */
const DIAL_MS = 400;

/** @param {{one: import('../domain/followups.js').Shown}} props */
export function Calls({one: {person, door}}) {
  const after = `#/call/${person}`;
  const found = numbers(door);
  const then = () => void setTimeout(() => (location.hash = after), DIAL_MS);
  return html`
    <section class="p-card padded calls"><h2>${t('Phone call')}</h2>
      ${found.map(({name, phone}) => html`
        <a class="pbtn" key=${phone} href=${`tel:${phone}`} onClick=${then}><${Icon} name="phone" />${t('Call {name}', {name: name || nameOf(person)})}</a>`)}
      ${!found.length && html`<p class="small quiet">${t('No number of this household was told on this phone. Your leader can give you one.')}</p>`}
      <${Button} icon="edit" href=${after}>${t('Say what came of a call')}<//>
    </section>`;
}
