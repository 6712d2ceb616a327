/** Helping: whom one goes to today, what one has in hand, the bags at the gate. Each is one tap, and one to say how. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {ask, known, left, open, opened, taken, tell, tellAll} from '../care.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, now, undo} from '../session.js';
import {t, tn, word} from '../words.js';

/** @typedef {import('../domain/care.js').Visit} Visit @typedef {import('../domain/care.js').Need} Need @typedef {import('../domain/care.js').Order} Order */
/** @typedef {'daily_visit_step'|'need_step'|'order_step'} Kind */

export function CareScreen() {
  const chosen = useSignal(/** @type {{kind: Kind, one: any}|null} */ (null));
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('Helping')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Helping')} back="#/today" />`;
  const {visits, needs, bags, coming} = left.value;
  const choose = (/** @type {Kind} */ kind) => (/** @type {any} */ one) => (chosen.value = {kind, one});
  const nothing = visits.length + needs.length + bags.length + coming.length === 0;
  return html`
    <${Frame} title=${t('Helping')} sub=${known.value.at ? moment(known.value.at, now()) : ''} back="#/today">
      ${nothing && html`<${Empty} icon="check" title=${t('Nothing waits for you here')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
        ${t('Daily visits, needs that you are given and bags at your gate stand here.')}<//>`}
      <${Visits} visits=${visits} open=${choose('daily_visit_step')} />
      <${Needs} needs=${needs} open=${choose('need_step')} />
      <${Bags} bags=${bags} coming=${coming} open=${choose('order_step')} />
      ${(known.value.more ?? 0) > 0 && html`<p class="say">${tn('{n} more order stands on the picking list only: hand it over at the desk.', '{n} more orders stand on the picking list only: hand them over at the desk.', known.value.more ?? 0)}</p>`}
      ${chosen.value && html`<${Step} kind=${chosen.value.kind} one=${chosen.value.one} close=${() => (chosen.value = null)} />`}
    <//>`;
}

/** @param {{visits: Visit[], open: (one: Visit) => void}} props */
const Visits = ({visits, open: choose}) => visits.length > 0 && html`
  <h2 class="heading">${tn('{n} to look after today', '{n} to look after today', visits.length)}</h2>
  <section class="p-card">${visits.map((one) => html`
    <button type="button" class="row row-line" key=${one.id} onClick=${() => choose(one)}>
      <span class="main"><b>${one.name || one.label}</b><span>${one.where} ${one.label}</span></span>
      <span class="end">${one.today === 'missed' || one.today === 'due' ? html`<${Mark} name="late" />` : ''}${t('by {time}', {time: one.by})}</span><${Icon} name="next" /></button>`)}</section>`;

/** @param {{needs: Need[], open: (one: Need) => void}} props */
const Needs = ({needs, open: choose}) => needs.length > 0 && html`
  <h2 class="heading">${tn('{n} need in your hand', '{n} needs in your hand', needs.length)}</h2>
  <section class="p-card">${needs.map((one) => html`
    <button type="button" class="row row-line" key=${one.id} onClick=${() => choose(one)}>
      <span class="main"><b>${t(WHAT[one.what] ?? WHAT.other)}</b><span>${one.where} ${one.label}</span></span>
      <span class="end">${one.urgency === 'now' ? html`<${Mark} name="late" />${t('at once')}` : ''}</span><${Icon} name="next" /></button>`)}</section>`;

/** @param {{bags: Order[], coming: Order[], open: (one: Order) => void}} props */
const Bags = ({bags, coming, open: choose}) => html`
  ${coming.length > 0 && html`
    <h2 class="heading">${tn('{n} order is to come', '{n} orders are to come', coming.length)}</h2>
    <${Button} kind="primary" icon="check" onClick=${() => void allHere(coming)}>${t('All are at the gate')}<//>`}
  ${bags.length > 0 && html`
    <h2 class="heading">${tn('{n} bag to hand over', '{n} bags to hand over', bags.length)}</h2>
    <section class="p-card">${bags.map((one) => html`
      <button type="button" class="row row-line" key=${one.id} onClick=${() => choose(one)}>
        <span class="main"><b>${one.number ? `${one.number} · ` : ''}${one.label}</b><span>${one.goods}</span></span>
        <span class="end">${one.at_door ? t('to the door') : ''}</span><${Icon} name="next" /></button>`)}</section>`}`;

/** What came of one. @param {{kind: Kind, one: any, close: () => void}} props */
function Step({kind, one, close}) {
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const go = (/** @type {string} */ step) => (close(), void done(kind, one, step, shots.value));
  const ways = kind === 'order_step' ? (one.at_door ? LEFT : COLLECTED) : WAYS[kind];
  return html`
    <${Sheet} title=${kind === 'need_step' ? t(WHAT[one.what] ?? WHAT.other) : one.name || one.label} onClose=${close}>
      <p class="say"><span>${[one.where, one.name && one.label, one.building, one.goods].filter(Boolean).join(' · ')}</span></p>
      ${kind === 'order_step' && one.at_door && html`<p class="say"><${Icon} name="info" /><span>${t('Set it down, knock, step back two metres, and wait until it is taken in.')}</span></p>`}
      ${one.words && html`<p class="say"><span>${one.words}</span></p>`}
      ${one.phone && html`<a class="pbtn" href=${`tel:${one.phone}`}><${Icon} name="phone" />${one.name ? t('Call {name}', {name: one.name}) : t('Call')}</a>`}
      ${kind === 'need_step' && html`<${Shots} shots=${shots} label=${t('Photo of the prescription')} />`}
      ${ways.map(([step, said], at) => html`<${Button} key=${step} kind=${at === 0 ? 'primary' : undefined} onClick=${() => go(step)}>${t(said)}<//>`)}
    <//>`;
}

/** @param {Kind} kind @param {any} one @param {string} step @param {Blob[]} shots */
async function done(kind, one, step, shots) {
  const ids = await tell(kind, one, step, shots).catch(() => null);
  if (!ids) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(step === 'nobody' ? t('Written down. Who leads here is told at once.') : t('Written down.'), {undo: () => undo(ids)});
}

/** @param {Order[]} several */
async function allHere(several) {
  const ids = await tellAll(several, 'arrived').catch(() => null);
  if (!ids) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(t('Written down. The households are told.'), {undo: () => undo(ids)});
}

/** @type {Record<string, [string, string][]>} */
const WAYS = {
  daily_visit_step: [['seen', word('Seen, all is well')], ['phoned', word('Spoken to by phone')], ['nobody', word('Nobody opened')]],
  need_step: [['answered', word('It is done')], ['given_back', word('I cannot do this: give it back')]],
};
/** @type {[string, string][]} */
const LEFT = [['left', word('Left at the door')], ['missing', word('It did not come')]];
/** @type {[string, string][]} */
const COLLECTED = [['collected', word('Collected')], ['missing', word('It did not come')]];
/** @type {Record<string, string>} */
const WHAT = {
  groceries: word('food and groceries'), medicine: word('medicine'), doctor: word('a doctor'), care: word('somebody to look after a person'),
  rubbish: word('rubbish taken away'), pets: word('a pet looked after'), repair: word('water, power or gas'), other: word('something else'),
};
