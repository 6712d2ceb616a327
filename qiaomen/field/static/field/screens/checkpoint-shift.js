/** The shift: what it has counted, and its end with what is handed over. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {replace} from '../address.js';
import {ask, end, here, mine, post} from '../checkpoint.js';
import {Button} from '../parts/button.js';
import {confirm} from '../parts/confirm.js';
import {Frame} from '../parts/frame.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {now} from '../session.js';
import {t} from '../words.js';

const LONGEST = 2000;

export function Shift() {
  const note = useSignal('');
  useEffect(() => void ask(), []);
  const since = moment(post.value?.since ?? now(), now());
  const leave = async (/** @type {boolean} */ forAll) => {
    if (forAll && !(await confirm({title: t('End the shift for everybody?'), body: t('What is written above is handed over to the next shift.'), yes: t('End the shift'), no: t('Stay')}))) return;
    await end(note.value.trim(), forAll).then(() => replace('#/today'), () => toast(t('The phone could not keep this. Make room on it, and save again.')));
  };
  return html`
    <${Frame} title=${t('Shift')} sub=${`${here.value?.name ?? ''} · ${t('since {time}', {time: since})}`} back="#/checkpoint">
      <${Sums} title=${t('This phone')} sums=${mineRows()} />
      ${here.value?.shift && html`<${Sums} title=${t('Everybody in this shift, as the server knows it')} sums=${allRows(here.value.shift.counts)} />`}
      <section class="p-card"><div class="ask"><label for="note">${t('What the next shift must know')}</label>
        <textarea id="note" class="entry" maxlength=${LONGEST} value=${note.value} onInput=${(/** @type {any} */ event) => (note.value = event.target.value)}></textarea></div></section>
      <${Button} kind="primary" icon="exit" onClick=${() => leave(true)}>${t('End the shift')}<//>
      <${Button} onClick=${() => leave(false)}>${t('Only I go; the shift goes on')}<//>
    <//>`;
}

/** @returns {[string, number][]} */
function mineRows() {
  const {vehicles, people, elsewhere, turnedBack, peopleTurnedBack, leaflets} = mine.value;
  return [[t('Vehicles'), vehicles], [t('People in them'), people], [t('From other provinces'), elsewhere], [t('Vehicles turned back'), turnedBack],
    [t('People turned back'), peopleTurnedBack], [t('Leaflets'), leaflets]];
}

/** @param {Record<string, number>} counts @returns {[string, number][]} */
const allRows = (counts) => [[t('Vehicles'), counts.vehicles], [t('People in them'), counts.people], [t('From other provinces'), counts.elsewhere],
  [t('Vehicles turned back'), counts.turned_back], [t('People turned back'), counts.people_turned_back], [t('Measured'), counts.measured]];

/** @param {{title: string, sums: [string, number][]}} props */
const Sums = ({title, sums}) => html`
  <section class="p-card"><h2 class="heading padded">${title}</h2>
    <dl class="facts">${sums.map(([name, number]) => html`<dt>${name}</dt><dd>${number}</dd>`)}</dl></section>`;
