/** Fevers at this checkpoint that somebody was told of: who, whether anybody has answered, and the clinic to ring up. */

import {html} from 'htm/preact';

import {alarms, here} from '../checkpoint.js';
import {Button} from '../parts/button.js';
import {Icon, Mark} from '../parts/icon.js';
import {clock} from '../parts/times.js';
import {t, word} from '../words.js';
import {CallClinic} from './gate-alarm.js';

/** @typedef {import('../domain/gate-known.js').Alarm} Alarm */

/** @type {Record<string, string>} */
const WHAT = {fever_vehicle: word('Fever in a vehicle'), second_reading: word('Second reading missing')};

export const Alarms = () => alarms.value.length > 0 && html`
  <section class="p-card padded stacked" aria-label=${t('Alarms')}>
    ${alarms.value.map((one) => html`<${Line} key=${one.id} alarm=${one} />`)}
    <div class="pair"><${CallClinic} clinic=${here.value?.clinic} />
      <${Button} icon="phone" href="tel:120">${t('Ambulance: call 120')}<//></div></section>`;

/** @param {{alarm: Alarm}} props */
function Line({alarm}) {
  const isDone = alarm.state === 'acknowledged';
  return html`<p class=${isDone ? 'gate-alarm done' : 'gate-alarm'} role="status">${isDone ? html`<${Mark} name="ok" />` : html`<${Icon} name="bell" />`}
    <span>${t(WHAT[alarm.what] ?? word('Alarm'))} · ${clock(alarm.at)}<br />${standing(alarm)}</span></p>`;
}

/** @param {Alarm} alarm */
function standing({acknowledged_by: by, acknowledged_at: at, at: since, to}) {
  if (by) return t('{name} has it, {time}', {name: by, time: clock(at ?? since)});
  if (to.length) return t('Told {names}; nobody has answered yet. Call.', {names: to.map((one) => one.name).join(t(', '))});
  return t('Nobody answers for this place. Call the clinic, and your leader.');
}
