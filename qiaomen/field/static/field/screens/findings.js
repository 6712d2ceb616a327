/** Findings: what one has to put right, what waits for a second look, and writing one down. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {findingStepOf} from '../domain/inspection.js';
import {known, left, more, write} from '../inspection.js';
import {Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {now} from '../session.js';
import {t, tn} from '../words.js';
import {FindingScanning, FindingWriting} from './finding-writing.js';
import {kept, More, Nothing, saidAt, useOpened, WHAT} from './inspection-parts.js';

/** @typedef {import('../domain/inspection.js').Finding} Finding */

/** @param {{params: string[]}} props */
export function FindingsScreen({params: [room, place, door]}) {
  const waits = useOpened(t('Supervision'));
  if (waits) return waits;
  if (room === 'scan') return html`<${FindingScanning} />`;
  return room === 'new' ? html`<${FindingWriting} place=${place ?? ''} door=${door ?? ''} />` : html`<${Listed} />`;
}

function Listed() {
  const chosen = useSignal(/** @type {Finding|null} */ (null));
  const {mine, looks} = left.value;
  const open = (/** @type {Finding} */ one) => (chosen.value = one);
  return html`
    <${Frame} title=${t('Supervision')} sub=${saidAt()} back="#/today"
              foot=${known.value.places.length > 0 && html`
                <${Button} kind="primary" icon="scan" href="#/findings/scan">${t('Scan what is not right')}<//>
                <${Button} icon="add" href="#/findings/new">${t('Write a finding')}<//>`}>
      ${mine.length + looks.length === 0 && html`<${Nothing} title=${t('Nothing is to be put right by you')} say=${t('Findings that you answer for, and those that wait for a second look, stand here.')} />`}
      <${List} title=${tn('{n} to put right', '{n} to put right', mine.length + more.value.mine)} several=${mine} open=${open} />
      <${More} count=${more.value.mine} />
      <${List} title=${tn('{n} to look at again', '{n} to look at again', looks.length + more.value.looks)} several=${looks} open=${open} />
      <${More} count=${more.value.looks} />
      ${chosen.value && html`<${One} finding=${chosen.value} close=${() => (chosen.value = null)} />`}
    <//>`;
}

/** @param {{title: string, several: Finding[], open: (one: Finding) => void}} props */
const List = ({title, several, open}) => several.length > 0 && html`
  <h2 class="heading">${title}</h2>
  <section class="p-card">${several.map((one, at) => html`
    <button type="button" class=${at ? 'row row-line' : 'row'} key=${one.id} onClick=${() => open(one)}>
      <span class="main"><b>${t(WHAT[one.what])}</b><span>${one.where} ${one.label}</span></span>
      <span class="end">${one.mine && one.due ? html`${Date.parse(one.due) < now() && html`<${Mark} name="late" />`}${t('until {time}', {time: moment(one.due, now())})}` : ''}</span><${Icon} name="next" /></button>`)}</section>`;

/** Put right with a photo, or looked at again. @param {{finding: Finding, close: () => void}} props */
function One({finding, close}) {
  const note = useSignal('');
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const step = (/** @type {'rectified'|'looked_again'} */ name, isRight = false) => {
    close();
    void kept(write((said) => findingStepOf(finding, said), {step: name, isRight, note: note.value.trim()}, shots.value));
  };
  return html`
    <${Sheet} title=${t(WHAT[finding.what])} onClose=${close}>
      <p class="say"><span>${finding.where} ${finding.label} · ${t('found {time}', {time: moment(finding.found, now())})}${
        finding.reopened > 0 ? ` · ${tn('opened again {n} time', 'opened again {n} times', finding.reopened)}` : ''}</span></p>
      <label class="labelled"><span>${t('Note')}</span><${Line} label=${t('Note')} value=${note.value} maxlength="300" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      <${Shots} shots=${shots} label=${finding.mine ? t('Photo of how it is now') : t('Take a photo')} />
      ${finding.mine
        ? html`<${Button} kind="primary" icon="check" onClick=${() => step('rectified')}>${t('It is put right')}<//>`
        : html`<${Button} kind="primary" icon="check" onClick=${() => step('looked_again', true)}>${t('Looked again: right now')}<//>
               <${Button} onClick=${() => step('looked_again')}>${t('Looked again: not right')}<//>`}
    <//>`;
}
