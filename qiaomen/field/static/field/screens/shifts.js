/** My shifts: one tap to have come, by the post's code or without; what was handed over; swaps that wait for an answer. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {breaks, coming, standingOf} from '../domain/shifts.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, net, now, undo} from '../session.js';
import {ask, known, mine, open, opened, taken, tell} from '../shifts.js';
import {t, tn} from '../words.js';
import {HandOver, OneShift} from './shifts-one.js';
import {RULES, STANDS, times} from './shifts-words.js';

/** @typedef {import('../domain/shifts.js').Shift} Shift @typedef {import('../domain/shifts.js').Swap} Swap @typedef {import('../domain/shifts.js').Note} Note */

export function ShiftsScreen() {
  const chosen = useSignal(/** @type {string|null} */ (null));
  const handing = useSignal(/** @type {Shift|null} */ (null));
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('My shifts')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('My shifts')} back="#/today" />`;
  const shifts = coming(mine.value, now());
  const one = shifts.find(({id}) => id === chosen.value);
  return html`
    <${Frame} title=${t('My shifts')} sub=${known.value.at ? moment(known.value.at, now()) : ''} back="#/today">
      <${Notes} notes=${mine.value.notes} />
      <${Swaps} swaps=${mine.value.swaps} />
      ${shifts.length === 0 ? html`
        <${Empty} icon="calendar" title=${t('No shift waits for you')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
          ${t('Once a roster is published, your shifts stand here, without a signal too.')}<//>` : html`
        <h2 class="heading">${tn('{n} shift to come', '{n} shifts to come', shifts.length)}</h2>
        <section class="p-card">${shifts.map((shift, at) => html`<${Line} key=${shift.id} shift=${shift} at=${at} open=${() => (chosen.value = shift.id)} />`)}</section>`}
      ${one && html`<${OneShift} shift=${one} handOver=${() => (handing.value = one)} close=${() => (chosen.value = null)} />`}
      ${handing.value && html`<${HandOver} shift=${handing.value} close=${() => (handing.value = null)} />`}
    <//>`;
}

/** @param {{shift: Shift, at: number, open: () => void}} props */
function Line({shift, at, open: choose}) {
  const stands = standingOf(shift, now());
  return html`
    <button type="button" class=${at ? 'row row-line' : 'row'} onClick=${choose}>
      <span class="main"><b>${times(shift)}</b><span>${shift.name} · ${shift.slot_name}</span></span>
      <span class="end">${stands === 'late' ? html`<${Mark} name="late" />` : stands === 'there' ? html`<${Mark} name="ok" />` : ''}${STANDS[stands] && t(STANDS[stands])}</span><${Icon} name="next" /></button>`;
}

/** @param {{notes: Note[]}} props */
const Notes = ({notes}) => notes.length > 0 && html`
  <h2 class="heading">${t('Handed over to you')}</h2>
  ${notes.map((note) => html`
    <section class="notice" key=${note.id}><h2>${note.name} · ${moment(note.at, now())}</h2><p>${note.words || t('The words are not kept any more.')}</p>
      <${Button} icon="check" onClick=${() => void read(note)}>${t('I have read it')}<//></section>`)}`;

/** @param {Note} note */
async function read(note) {
  const id = await tell('shift_handover_step', note.place, {handover: note.id}).catch(() => null);
  if (!id) toast(t('The phone could not keep this. Make room on it, and save again.'));
}

/** @param {{swaps: Swap[]}} props */
const Swaps = ({swaps}) => swaps.length > 0 && html`
  <h2 class="heading">${t('Swaps')}</h2>
  <section class="p-card">${swaps.map((swap) => html`<${OneSwap} key=${swap.id} swap=${swap} />`)}</section>`;

/** @param {{swap: Swap}} props */
function OneSwap({swap}) {
  const rules = swap.mine ? [] : breaks(swap, mine.value);
  const gives = mine.value.shifts.find(({id}) => id === swap.gives);
  const say = swap.mine ? t('You asked {name}. It holds once they accept.', {name: swap.name}) : t('{name} asks you', {name: swap.name});
  return html`
    <div class="row row-line"><span class="main"><b>${say}</b>
      ${swap.takes && html`<span>${t('you stand {what}', {what: `${times(swap.takes)} ${swap.takes.name}`})}</span>`}
      ${gives && html`<span>${t('you give {what}', {what: `${times(gives)} ${gives.name}`})}</span>`}
      ${rules.length > 0 && html`<span><${Mark} name="late" />${t('A rule speaks against it: {rule}', {rule: t(RULES[rules[0]] ?? rules[0])})}</span>`}</span></div>
    <div class="chips four">
      ${swap.mine ? html`<button type="button" class="chip" onClick=${() => void settle(swap, 'withdrawn')}>${t('Withdraw it')}</button>` : html`
        <button type="button" class="chip" disabled=${rules.length > 0} onClick=${() => void settle(swap, 'accepted')}>${t('Accept')}</button>
        <button type="button" class="chip" onClick=${() => void settle(swap, 'declined')}>${t('Decline')}</button>`}</div>`;
}

/** @param {Swap} swap @param {'accepted'|'declined'|'withdrawn'} step */
async function settle(swap, step) {
  const body = {swap: swap.id, shift: swap.shift, step, ...(swap.other ? {other: swap.other} : {})};
  const id = await tell('shift_swap_step', swap.place, body).catch(() => null);
  if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(net.value.online ? t('Written down.') : t('Written down. It holds once the server has checked every rule.'), {
    undo: async () => (await undo([id])) || t('Your answer has gone out already. Tell the other one.'),
  });
}
