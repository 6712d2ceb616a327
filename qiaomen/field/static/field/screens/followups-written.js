/** What this phone wrote about somebody, newest first, with the way back. */

import {html} from 'htm/preact';

import {isRefused} from '../domain/outbox.js';
import {replaced} from '../domain/taking-back.js';
import {Icon} from '../parts/icon.js';
import {clock, moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {now, outbox, undo} from '../session.js';
import {t, tn} from '../words.js';
import {told} from './followups-standing.js';
import {standingWord} from './visits.js';

/** @param {{person: string}} props */
export function Written({person}) {
  const items = outbox.value.filter((item) => item.envelope.person === person).reverse();
  const undone = replaced(items);
  if (!items.length) return null;
  return html`
    <details class="p-card folded visits">
      <summary><b>${tn('This phone wrote {n} record of them', 'This phone wrote {n} records of them', items.length)}</b><${Icon} name="down" /></summary>
      <ul>${items.map((item) => html`
        <li key=${item.envelope.id}><time datetime=${item.envelope.device_at}>${moment(item.envelope.device_at, now())}</time>
          <span>${told(item.envelope)}<br /><small class="quiet">${standingWord(item)}</small></span>
          ${item.envelope.kind !== 'void' && !isRefused(item) && !undone.has(item.envelope.id) && html`
            <button type="button" class="link" aria-label=${t('Take back what was written at {time}', {time: clock(item.envelope.device_at)})}
                    onClick=${() => back(item.envelope.id)}><${Icon} name="undo" />${t('Take back')}</button>`}</li>`)}
      </ul>
    </details>`;
}

/** @param {string} id */
async function back(id) {
  await undo([id]);
  toast(t('Taken back.'));
}
