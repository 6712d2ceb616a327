/** The first time: what is on its way to the phone, in counts and bytes. */

import {html} from 'htm/preact';

import {Bar} from '../parts/bar.js';
import {t} from '../words.js';

const KB = 1024;

/** @param {{first: {doors: number, doorsTotal: number, people: number, peopleTotal: number, bytes: number}}} props */
export function First({first: {doors, doorsTotal, people, peopleTotal, bytes}}) {
  const share = doorsTotal + peopleTotal > 0 ? (doors + people) / (doorsTotal + peopleTotal) : 0;
  return html`
    <section class="p-card padded getting" aria-live="polite">
      <h2>${t('Fetching your doors')}</h2>
      <${Bar} share=${share} />
      <p>${t('{doors} of {all} doors', {doors, all: doorsTotal})} · ${t('{people} of {all} people', {people, all: peopleTotal})}</p>
      <p class="small quiet">${t('{size} kB so far. When the signal goes, it goes on where it stopped.', {size: Math.round(bytes / KB)})}</p>
    </section>`;
}
