/** One shift of mine: come, leave, hand over, swap. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {read as readCode} from '../domain/codes.js';
import {standingOf} from '../domain/shifts.js';
import {Button} from '../parts/button.js';
import {Camera} from '../parts/camera.js';
import {Icon} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {toast} from '../parts/toast.js';
import {now, undo} from '../session.js';
import {options, tell} from '../shifts.js';
import {t} from '../words.js';
import {codesIn, warmUp} from './scan-reader.js';
import {times} from './shifts-words.js';

/** @typedef {import('../domain/shifts.js').Shift} Shift */

/** @param {{shift: Shift, handOver: () => void, close: () => void}} props */
export function OneShift({shift, handOver, close}) {
  const doing = useSignal(/** @type {''|'scan'|'swap'} */ (''));
  const stands = standingOf(shift, now());
  const step = (/** @type {'came'|'left'} */ name, /** @type {'scan'|'tap'} */ how) => (close(), void told(shift, name, how));
  return html`
    <${Sheet} title=${times(shift)} onClose=${close}>
      <p class="say"><span>${shift.name} · ${shift.slot_name}</span></p>
      ${doing.value === 'scan' && html`<${ScanPost} shift=${shift} found=${() => step(stands === 'there' ? 'left' : 'came', 'scan')} />`}
      ${doing.value === 'swap' && html`<${Options} shift=${shift} close=${close} />`}
      ${doing.value === '' && html`
        ${stands === 'early' && html`<p class="say"><${Icon} name="info" /><span>${t('You can come from two hours before it begins.')}</span></p>`}
        ${(stands === 'open' || stands === 'late') && html`
          <${Button} kind="primary" icon="scan" onClick=${() => (doing.value = 'scan')}>${t('I am here: scan the code there')}<//>
          <${Button} icon="check" onClick=${() => step('came', 'tap')}>${t('I am here, there is no code')}<//>`}
        ${stands === 'there' && html`
          <${Button} kind="primary" icon="exit" onClick=${() => step('left', 'tap')}>${t('My shift ends')}<//>
          ${shift.at_checkpoint
            ? html`<a class="pbtn" href="#/checkpoint"><${Icon} name="edit" />${t('Hand over at the checkpoint')}</a>`
            : html`<${Button} icon="edit" onClick=${() => (close(), handOver())}>${t('Hand over to the next shift')}<//>`}`}
        ${(stands === 'early' || stands === 'open') && Date.parse(shift.begins) > now() && html`<${Button} icon="repeat" onClick=${() => (doing.value = 'swap')}>${t('Swap this shift')}<//>`}`}
    <//>`;
}

/** The post's code is its place's, as it hangs there. @param {{shift: Shift, found: () => void}} props */
function ScanPost({shift, found}) {
  const said = useSignal('');
  useEffect(() => void warmUp().catch(() => (said.value = t('The code reader is not on the phone yet'))), []);
  const see = async (/** @type {ImageData} */ picture) => {
    const texts = await codesIn(picture).catch(() => []);
    if (!texts.length) return;
    const code = texts.map(readCode).find((one) => one?.kind === 'place');
    if (code?.id === shift.place) found();
    else said.value = t('This is the code of another place.');
  };
  return html`<${Camera} see=${see} onTrouble=${() => (said.value = t('There is no camera here'))} /><p class="say" role="status"><span>${said.value || t('Hold the phone at the code of the place.')}</span></p>`;
}

/** @param {{shift: Shift, close: () => void}} props */
function Options({shift, close}) {
  const found = useSignal(/** @type {Awaited<ReturnType<typeof options>>|undefined} */ (undefined));
  useEffect(() => void options(shift.id).then((several) => (found.value = several)), []);
  if (found.value === undefined) return html`<p class="say"><span>${t('Looking …')}</span></p>`;
  if (found.value === null) return html`<p class="say"><span>${t('Whom to ask is known only with a signal.')}</span></p>`;
  if (found.value.length === 0) return html`<p class="say"><span>${t('No shift near could be swapped for it by the rules. Ask who leads you.')}</span></p>`;
  return html`
    <p class="say"><span>${t('Each of these keeps every rule. Whom do you ask?')}</span></p>
    ${found.value.map((one) => html`
      <button type="button" class="row row-line" key=${one.shift} onClick=${() => (close(), void asked(shift, one))}>
        <span class="main"><b>${one.name}</b><span>${times({begins: one.begins_at, ends: one.ends_at})} · ${one.post}</span></span><${Icon} name="next" /></button>`)}`;
}

/** @param {Shift} shift @param {{shift: string, worker: string, name: string}} one */
async function asked(shift, one) {
  const id = await tell('shift_swap', shift.place, {shift: shift.id, other: one.shift, to: one.worker}).catch(() => null);
  toast(id ? t('{name} is asked.', {name: one.name}) : t('The phone could not keep this. Make room on it, and save again.'));
}

/** @param {Shift} shift @param {'came'|'left'} step @param {'scan'|'tap'} how */
async function told(shift, step, how) {
  const id = await tell('shift_step', shift.place, {shift: shift.id, step, how}).catch(() => null);
  if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(step === 'came' ? t('Written down: you are there.') : t('Written down: your shift is over.'), {undo: () => undo([id])});
}

/** What the next shift must know. @param {{shift: Shift, close: () => void}} props */
export function HandOver({shift, close}) {
  const note = useSignal('');
  const go = async () => {
    const id = await tell('shift_handover', shift.place, {post: shift.post, shift: shift.id, note: note.value.trim()}).catch(() => null);
    if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
    close();
    toast(t('Handed over: the next shift reads it.'), {undo: () => undo([id])});
  };
  return html`
    <${Sheet} title=${t('What must the next shift know?')} onClose=${close}>
      <textarea class="entry" rows="5" maxlength="2000" aria-label=${t('What must the next shift know?')} value=${note.value} onInput=${(/** @type {any} */ event) => (note.value = event.target.value)}></textarea>
      <${Button} kind="primary" disabled=${!note.value.trim()} onClick=${() => void go()}>${t('Hand over')}<//>
    <//>`;
}
