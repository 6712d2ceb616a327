/** Emergencies that passed by one tap and wait for their words; nobody was kept waiting for them. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {unexplained} from '../domain/gate-log.js';
import {log} from '../gate.js';
import {explain} from '../gate-passing.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {now} from '../session.js';
import {t} from '../words.js';
import {Alarm} from './gate-alarm.js';
import {EMERGENCIES, nameOf} from './gate-words.js';

/** @param {{id?: string}} props */
export function Explain({id}) {
  const open = unexplained(log.value.values());
  const first = open.filter((one) => one.id === id);
  const all = [...first, ...open.filter((one) => one.id !== id)];
  return html`
    <${Frame} title=${t('Explained later')} back="#/gate">
      ${all.map((one) => html`<${One} key=${one.id} passing=${one} />`)}
      ${!all.length && html`<${Empty} icon="check" title=${t('Nothing waits to be explained')} action=${html`<${Button} href="#/gate">${t('Back to the gate')}<//>`} />`}
    <//>`;
}

/** @param {{passing: import('../domain/gate.js').Passing}} props */
function One({passing}) {
  const note = useSignal('');
  const said = `${t(EMERGENCIES[passing.emergency ?? ''])}, ${nameOf(passing)}`;
  const keep = async () => {
    await explain(passing.id, note.value.trim());
    toast(t('Written down.'));
  };
  return html`
    <section class="p-card padded stacked" aria-label=${said}>
      <p><b>${said}</b><br /><span class="small quiet">${moment(passing.at, now())} · ${passing.direction === 'in' ? t('in') : t('out')}</span></p>
      <${Alarm} passing=${passing} />
      <label class="labelled"><span>${t('What happened, who went, where to')}</span>
        <textarea class="entry" maxlength="2000" value=${note.value} onInput=${(/** @type {any} */ event) => (note.value = event.target.value)}></textarea></label>
      <${Button} kind="primary" disabled=${!note.value.trim()} onClick=${keep}>${t('Save')}<//>
    </section>`;
}
