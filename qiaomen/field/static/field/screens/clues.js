/** Clues: what one is to look at, and how that ended; and telling of something that somebody should look at. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {ask, known, left, open, opened, stepped, taken} from '../clues.js';
import {lacks} from '../domain/clues.js';
import {Line} from '../parts/answers.js';
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
import {Tell} from './clues-tell.js';
import {whatWord} from './clues-words.js';

/** @typedef {import('../domain/clues.js').Task & {isLate: boolean}} Task @typedef {import('../domain/clues.js').StepName} StepName */

export function CluesScreen() {
  const chosen = useSignal(/** @type {Task|null} */ (null));
  const telling = useSignal(false);
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('Clues')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Clues')} back="#/today" />`;
  return html`
    <${Frame} title=${t('Clues')} sub=${known.value.at ? moment(known.value.at, now()) : ''} back="#/today"
      foot=${html`<${Button} kind=${left.value.length ? undefined : 'primary'} icon="edit" onClick=${() => (telling.value = true)}>${t('Tell a clue')}<//>`}>
      <${Tasks} open=${(/** @type {Task} */ task) => (chosen.value = task)} />
      <p class="say"><${Icon} name="info" /><span>${t('A clue is hearsay. Look first; a plate, or where somebody comes from, says nothing about anybody.')}</span></p>
      ${chosen.value && html`<${Step} task=${chosen.value} close=${() => (chosen.value = null)} />`}
      ${telling.value && html`<${Tell} close=${() => (telling.value = false)} />`}
    <//>`;
}

/** How a report ended that is joined to one that is open. @type {Record<string, string>} */
const ENDED = {verified: word('a joined report: it is so'), unfounded: word('a joined report: unfounded'), elsewhere: word('a joined report: handed on')};

/** @param {{open: (task: Task) => void}} props */
const Tasks = ({open: choose}) => left.value.length === 0
  ? html`<${Empty} icon="check" title=${t('No clue to look at')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`} />`
  : html`
    <h2 class="heading">${tn('{n} clue to look at', '{n} clues to look at', left.value.length)}</h2>
    <section class="p-card">${left.value.map((task) => html`
      <button type="button" class="row row-line" key=${task.id} onClick=${() => choose(task)}>
        <span class="main"><b>${whatWord(task.what)}</b><span>${[task.where, task.at, ...(task.ended ?? []).map((state) => t(ENDED[state]))].filter(Boolean).join(' · ')}</span></span>
        <span class="end">${task.isLate ? html`<${Mark} name="late" />${t('past its hour')}` : task.due ? t('by {time}', {time: moment(task.due, now())}) : ''}</span><${Icon} name="next" /></button>`)}</section>
    ${known.value.moreTasks ? html`<p class="say"><${Icon} name="info" /><span>${tn('{n} more is not shown here yet. End some of these first.', '{n} more are not shown here yet. End some of these first.', known.value.moreTasks)}</span></p>` : ''}`;

/** What came of one. @param {{task: Task, close: () => void}} props */
function Step({task, close}) {
  const note = useSignal('');
  const to = useSignal('');
  const elsewhere = useSignal(false);
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const go = (/** @type {StepName} */ step) => {
    if (lacks(step, to.value)) return toast(t('Say to whom it was handed on.'));
    close();
    void done(task, step, {note: note.value, to: to.value, shots: shots.value});
  };
  return html`
    <${Sheet} title=${whatWord(task.what)} onClose=${close}>
      <p class="say"><span>${[task.where, task.at].filter(Boolean).join(' · ')}</span></p>
      ${task.plate && html`<p class="say"><span>${t('Plate: {plate}', {plate: task.plate})}</span></p>`}
      ${task.words && html`<p class="say"><span>${task.words}</span></p>`}
      ${(task.reports ?? 0) > 0 && html`<p class="say"><${Icon} name="info" /><span>${tn('{n} more report of the same thing', '{n} more reports of the same thing', task.reports ?? 0)}${
        (task.ended ?? []).map((state) => html` · ${t(ENDED[state])}`)}</span></p>`}
      ${task.late && html`<p class="say"><${Mark} name="late" /><span>${t('Nobody has ended it by its hour. See that somebody looks there.')}</span></p>`}
      <${Line} label=${t('What you found there')} placeholder=${t('What you found there')} maxlength=${2000} value=${note.value} onChange=${(/** @type {string} */ said) => (note.value = said)} />
      <${Shots} shots=${shots} label=${t('Photo of what you see')} />
      ${elsewhere.value ? html`
        <${Line} label=${t('Handed on to whom')} placeholder=${t('Handed on to whom')} maxlength=${120} value=${to.value} onChange=${(/** @type {string} */ said) => (to.value = said)} />
        <${Button} kind="primary" onClick=${() => go('elsewhere')}>${t('Handed on')}<//>` : html`
        ${ENDS.map(([step, said]) => html`<${Button} key=${step} onClick=${() => go(step)}>${t(said)}<//>`)}
        <${Button} onClick=${() => (elsewhere.value = true)}>${t('It is for somebody else')}<//>
        ${!task.seen && html`<${Button} onClick=${() => go('seen')}>${t('I was there and do not know yet')}<//>`}`}
    <//>`;
}

/** @type {[StepName, string][]} */
const ENDS = [['unfounded', word('It is not so')], ['verified', word('It is so')]];

/** @param {Task} task @param {StepName} step @param {{note: string, to: string, shots: Blob[]}} said */
async function done(task, step, said) {
  const id = await stepped(task, step, said).catch(() => null);
  if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(t('Written down.'), {undo: () => undo([id])});
}
