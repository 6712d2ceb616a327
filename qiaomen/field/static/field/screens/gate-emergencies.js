/** Illness, birth, fire: one tap passes every colour, with a signal or without; what happened is written down later. */

import {html} from 'htm/preact';

import {log} from '../gate.js';
import {letThrough, takeBack, tell} from '../gate-passing.js';
import {unexplained} from '../domain/gate-log.js';
import {Icon} from '../parts/icon.js';
import {ring} from '../parts/signals.js';
import {toast} from '../parts/toast.js';
import {t, tn, word} from '../words.js';

/** @type {['illness'|'birth'|'fire', string][]} */
const KINDS = [['illness', word('Illness')], ['birth', word('Birth')], ['fire', word('Fire')]];

export function Emergencies() {
  const open = unexplained(log.value.values()).length;
  const pass = async (/** @type {'illness'|'birth'|'fire'} */ kind) => {
    ring('urgent');
    const known = new Set(log.value.keys());
    const id = await letThrough(kind);
    toast(t('Let through; it is written down.'), {undo: () => (known.has(id) ? tell(id, {emergency: undefined}) : takeBack(id))});
  };
  return html`
    <section class="gate-emergency" aria-label=${t('Illness, birth and fire pass every gate')}>
      <p>${t('Any colour passes, one tap:')}
        ${open > 0 && html`<a class="link" href="#/gate/explain">${tn('{n} to explain', '{n} to explain', open)}</a>`}</p>
      <div>${KINDS.map(([kind, said]) => html`
        <button type="button" key=${kind} onClick=${() => pass(kind)}><${Icon} name="exit" />${t(said)}</button>`)}</div>
    </section>`;
}
