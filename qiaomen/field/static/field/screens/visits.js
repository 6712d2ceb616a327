/** What this phone has written about a door, newest first, with the way back. */

import {html} from 'htm/preact';

import {isRefused} from '../domain/outbox.js';
import {replaced} from '../domain/taking-back.js';
import {Icon} from '../parts/icon.js';
import {toast} from '../parts/toast.js';
import {clock, moment} from '../parts/times.js';
import {now, outbox, undo} from '../session.js';
import {t, tn, word} from '../words.js';

/** @typedef {import('../domain/types.js').Envelope} Envelope */
/** @typedef {import('../domain/types.js').OutboxItem} OutboxItem */

/** @type {Record<string, string>} */
const OUTCOMES = {
  answered: word('answered'),
  absent: word('nobody home'),
  vacant: word('vacant'),
  refused: word('refused'),
  inaccessible: word('cannot get in'),
  wrong_address: word('no such door'),
  phone: word('reached by phone'),
};

/** @type {Record<string, string>} */
const KINDS = {
  void: word('taken back'),
  door_added: word('door added'),
  place_added: word('building added'),
  door_changed: word('door corrected'),
  check: word('follow-up check'),
  call: word('call'),
  passage: word('passage at a gate'),
  visitor: word('visitor at a gate'),
  alarm_step: word('answer to an alarm'),
  vehicle_stop: word('vehicle at a checkpoint'),
  checkpoint_shift: word('shift at a checkpoint'),
  handout: word('something handed out'),
  sample: word('sample in a tube'),
  station_event: word('at a station'),
  daily_visit_step: word('daily visit'),
  need_step: word('help given'),
  order_step: word('step of an order'),
  clue: word('clue'),
  clue_step: word('step of a clue'),
  venue_scan: word('scan at a venue'),
  suspension_step: word('step of a suspension'),
  finding: word('finding'),
  finding_step: word('step of a finding'),
  disinfection: word('disinfected'),
  seal: word('seal put on'),
  seal_event: word('seal looked at'),
  outreach_round_done: word('place of a round'),
  shift_step: word('step of a shift'),
  shift_swap: word('asked to swap a shift'),
  shift_swap_step: word('answer to a swap'),
  shift_handover: word('shift handed over'),
  shift_handover_step: word('handover was read'),
};

/** What a record says, in a few words. @param {Envelope} envelope @returns {string} */
export function saying({kind, body}) {
  if (kind !== 'visit') return t(KINDS[kind] ?? kind);
  const people = body.people?.length ?? 0;
  const outcome = t(OUTCOMES[body.outcome] ?? body.outcome);
  return people ? `${outcome}, ${tn('{n} person', '{n} people', people)}` : outcome;
}

/** @type {Record<string, string>} */
const STANDINGS = {
  waiting: word('waiting'),
  sending: word('sending'),
  accepted: word('received'),
  held: word('received, waits for something'),
  rejected: word('came back'),
  mended: word('accepted after correction'),
};

/** @param {OutboxItem} item @returns {string} */
export const standingWord = (item) => t(STANDINGS[item.standing]);

/** @param {{door: import('../domain/types.js').Door}} props */
export function Visits({door}) {
  const items = outbox.value.filter((item) => item.envelope.door === door.id).reverse();
  const undone = replaced(items);
  if (!items.length) return null;
  return html`
    <details class="p-card folded visits">
      <summary><b>${tn('This phone wrote {n} record here', 'This phone wrote {n} records here', items.length)}</b><${Icon} name="down" /></summary>
      <ul>${items.map((item) => html`
        <li key=${item.envelope.id}><time datetime=${item.envelope.device_at}>${moment(item.envelope.device_at, now())}</time>
          <span>${saying(item.envelope)}<br /><small class="quiet">${standingWord(item)}</small></span>
          ${item.envelope.kind === 'visit' && !isRefused(item) && !undone.has(item.envelope.id) && html`
            <button type="button" class="link" aria-label=${t('Take back what was written at {time}', {time: clock(item.envelope.device_at)})}
                    onClick=${() => back(item)}><${Icon} name="undo" />${t('Take back')}</button>`}</li>`)}
      </ul>
    </details>`;
}

/** @param {OutboxItem} item */
async function back(item) {
  const isBack = await undo([item.envelope.id]).then(() => true, () => false);
  toast(isBack ? t('Taken back.') : t('This could not be taken back. Make room on the phone, and try again.'));
}
