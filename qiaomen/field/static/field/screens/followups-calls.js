/** The call button: numbers that were told on this phone or that the server has, and afterwards what came of it. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {dialled} from '../domain/dial.js';
import {Button} from '../parts/button.js';
import {Icon} from '../parts/icon.js';
import {numbersOf} from '../session.js';
import {t} from '../words.js';
import {nameOf} from './followups-words.js';
import {numbers} from './notes.js';

/** The dialler opens first; the way back from it leads to what came of the call. */
const DIAL_MS = 400;

/** @typedef {{name: string, phone: string}} Reached */

/** @param {{one: import('../domain/followups.js').Shown}} props */
export function Calls({one: {person, door}}) {
  const after = `#/call/${person}`;
  const asked = useSignal(/** @type {{numbers: Reached[], said: string}|null} */ (null));
  const told = numbers(door);
  const also = (asked.value?.numbers ?? []).filter(({phone}) => !told.some((one) => one.phone === phone));
  const then = () => void setTimeout(() => (location.hash = after), DIAL_MS);
  return html`
    <section class="p-card padded calls"><h2>${t('Phone call')}</h2>
      ${[...told, ...also].map(({name, phone}) => html`
        <a class="pbtn" key=${phone} href=${dialled(phone)} onClick=${then}><${Icon} name="phone" />${t('Call {name}', {name: name || nameOf(person)})}</a>`)}
      ${asked.value?.said && html`<p class="small quiet" role="status">${asked.value.said}</p>`}
      ${!asked.value && html`
        <${Button} icon="phone" onClick=${async () => (asked.value = await look(door))}>${t("Show the household's numbers")}<//>
        <p class="small quiet">${t('That you looked is written down.')}</p>`}
      <${Button} icon="edit" href=${after}>${t('Say what came of a call')}<//>
    </section>`;
}

/** What the server has; nothing of it stays on this phone. @param {string} door */
async function look(door) {
  try {
    const found = (await numbersOf(door)).flatMap(({person, phones}) => phones.map((phone) => ({name: nameOf(person), phone})));
    return {numbers: found, said: found.length ? '' : t('No number of this household is known. Your leader can help.')};
  } catch {
    return {numbers: [], said: t('The numbers cannot be shown now: there is no signal, or it is not your team\'s door.')};
  }
}
