/** Today at this gate: how many, who, what the list says of those who had gone by; each can be taken back. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {advise} from '../domain/gate.js';
import {counts, missed, unexplained} from '../domain/gate-log.js';
import {age, ask, atHand, known, limits, log} from '../gate.js';
import {isSent, takeBack} from '../gate-passing.js';
import {Button} from '../parts/button.js';
import {confirm} from '../parts/confirm.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {clock, moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, now} from '../session.js';
import {t, tn} from '../words.js';
import {EMERGENCIES, VERDICTS, ageWord, degrees, isListOld, nameOf, whyOf} from './gate-words.js';

/** @typedef {import('../domain/gate.js').Passing} Passing */

const PAGE = 40;

export function Log() {
  const shown = useSignal(PAGE);
  const all = [...log.value.values()].sort((a, b) => b.at - a.at);
  const late = missed(all, known.value.listed, author.value?.offsetMs ?? 0);
  const open = unexplained(all).length;
  return html`
    <${Frame} title=${t('Today at this gate')} back="#/gate">
      <${Sums} all=${all} />
      <${Age} />
      ${open > 0 && html`<${Button} icon="edit" href="#/gate/explain">${tn('{n} emergency to explain', '{n} emergencies to explain', open)}<//>`}
      ${late.size > 0 && html`<section class="notice"><h2><${Icon} name="alert" />${tn('{n} went through before the list came', '{n} went through before the list came', late.size)}</h2>
        <p>${t('They are marked below, and the server has marked them too. Tell your leader.')}</p></section>`}
      ${all.length > 0 && html`<ul class="p-card gate-log">${all.slice(0, shown.value).map((one) => html`<${Line} key=${one.id} passing=${one} late=${late.get(one.id)} />`)}</ul>`}
      ${all.length > shown.value && html`<${Button} onClick=${() => (shown.value += PAGE)}>${t('{n} earlier ones', {n: all.length - shown.value})}<//>`}
      ${!all.length && html`<${Empty} icon="gate" title=${t('Nobody yet today')} action=${html`<${Button} href="#/gate">${t('Back to the gate')}<//>`} />`}
    <//>`;
}

/** @param {{all: Passing[]}} props */
function Sums({all}) {
  const sum = counts(all, limits.value);
  /** @type {[string, number][]} */
  const shown = [[t('in'), sum.in], [t('out'), sum.out], [t('not through'), sum.refused], [t('inside, by this phone'), sum.inside]];
  return html`<dl class="p-card gate-sums">${shown.map(([said, n]) => html`<div key=${said}><dd>${n}</dd><dt>${said}</dt></div>`)}</dl>`;
}

function Age() {
  const seconds = age();
  const asOf = known.value.as_of;
  return html`
    <section class=${isListOld(seconds) ? 'notice' : 'notice calm'}>
      <b>${t('Suspension list')}: ${ageWord(seconds)}</b>
      <p>${asOf === null ? t('Without a list every green code counts as yellow.')
        : t('It says who was suspended up to {moment}, {n} in all. Older than {hours} hours, green counts as yellow.', {moment: moment(asOf * 1000, now()), n: known.value.listed.size, hours: Math.round(limits.value.list_old_s / 3600)})}</p>
      <${Button} icon="repeat" onClick=${ask}>${t('Fetch the list')}<//></section>`;
}

/** @type {Record<string, string>} */
const MARKS = {passed: 'ok', provisional: 'part', refused: 'wrong', kept_apart: 'fever', emergency: 'help'};

/** @param {{passing: Passing, late: {since: number, colour: string, state: string}|undefined}} props */
function Line({passing, late}) {
  const {verdict, why} = advise(passing, limits.value);
  const said = passing.emergency ? t(EMERGENCIES[passing.emergency]) : t(VERDICTS[verdict]);
  const end = [degrees(passing.second ?? passing.temperature), passing.plate].filter(Boolean).join(' · ');
  const back = async () => {
    const question = {title: t('Take this passage back?'), body: t('It did not happen, or was somebody else. Corrections of it go too.'), yes: t('Take it back')};
    if (await confirm(question)) toast((await takeBack(passing.id)) ? t('Taken back.') : t('It can only be corrected at a desk.'));
  };
  return html`
    <li class="gate-line"><time>${clock(passing.at)}</time><${Mark} name=${MARKS[verdict]} />
      <span class="main"><b>${nameOf(passing)}</b> ${said}<small>${[passing.direction === 'in' ? t('in') : t('out'), end].filter(Boolean).join(' · ')}</small>
        ${verdict !== 'passed' && !passing.emergency && why[0] && html`<small>${whyOf(why[0])}</small>`}
        ${late && html`<small class="gate-late"><${Icon} name="alert" />${late.state === 'active' ? t('the colour had changed at {time}', {time: clock(late.since)}) : t('the pass had been withdrawn at {time}', {time: clock(late.since)})}</small>`}
        ${!isSent(passing.id) && html`<small>${t('not sent yet')}</small>`}</span>
      <a class="link" href="#/gate" onClick=${() => (atHand.value = passing.id)} aria-label=${t('Open {name}', {name: nameOf(passing)})}><${Icon} name="edit" /></a>
      <button type="button" class="link" onClick=${back} aria-label=${t('Take back {name}', {name: nameOf(passing)})}><${Icon} name="undo" /></button>
    </li>`;
}
