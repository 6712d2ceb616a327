/** Whether somebody was told, and who has answered: first what this phone knows, then what the server says. */

import {html} from 'htm/preact';

import {gate, known} from '../gate.js';
import {isSent} from '../gate-passing.js';
import {Button} from '../parts/button.js';
import {Icon, Mark} from '../parts/icon.js';
import {clock} from '../parts/times.js';
import {net, outbox} from '../session.js';
import {t} from '../words.js';

/** @typedef {import('../domain/gate.js').Passing} Passing */

/** @param {{passing: {id: string}}} props */
export function Alarm({passing: {id}}) {
  const {icon, said, isDone} = standing(id);
  return html`<p class=${isDone ? 'gate-alarm done' : 'gate-alarm'} role="status">${isDone ? html`<${Mark} name="ok" />` : html`<${Icon} name=${icon} />`}<span>${said}</span></p>`;
}

/** The record and its corrections: an alarm may be of any of them. @param {string} id */
const recordsOf = (id) => new Set(outbox.value.filter(({envelope}) => envelope.id === id || envelope.amends === id).map(({envelope}) => envelope.id).concat(id));

/** @param {string} id @returns {{icon: string, said: string, isDone?: boolean}} */
function standing(id) {
  const mine = recordsOf(id);
  // That a second reading is missing is another alarm than what it says.
  const alarm = known.value.alarms.find((one) => mine.has(one.id) && one.what !== 'second_reading');
  if (alarm?.acknowledged_by) return {icon: 'check', isDone: true, said: t('{name} has it, {time}', {name: alarm.acknowledged_by, time: clock(alarm.acknowledged_at ?? alarm.at)})};
  if (alarm?.to.length) return {icon: 'bell', said: t('Told {names}; nobody has answered yet. Call.', {names: alarm.to.map((one) => one.name).join(t(', '))})};
  if (alarm || isSent(id)) return {icon: 'upload', said: t('The server has it and tells who answers for this place.')};
  return net.value.online ? {icon: 'upload', said: t('On its way to the server.')} : {icon: 'offline', said: t('Kept on this phone; no signal: nobody is told yet. Call now.')};
}

/** The fever clinic of this place. @param {{clinic: import('../domain/gate-known.js').Clinic|null|undefined}} props */
export const CallClinic = ({clinic}) => clinic && html`
  <${Button} icon="phone" href=${`tel:${clinic.phone.replaceAll(' ', '')}`} small=${clinic.phone}>${t('Fever clinic: {name}', {name: clinic.name})}<//>`;

/** Who answers for this place, nearest first; by telephone, which needs no server. */
export function Call() {
  const {numbers} = known.value;
  const duty = gate.value?.duty ?? [];
  const first = duty.filter((one) => numbers[one.worker]).slice(0, 2);
  if (!first.length) {
    return html`<p class="say"><${Icon} name="phone" /><span>${duty.length ? t('Who answers here: {names}', {names: duty.map((one) => one.name).join(t(', '))}) : t('Call your leader, or 120 where somebody is badly ill.')}</span></p>`;
  }
  return html`${first.map((one, at) => html`
    <${Button} key=${one.worker} kind=${at ? '' : 'primary'} icon="phone" href=${`tel:${numbers[one.worker]}`} small=${numbers[one.worker]}>${t('Call {name}', {name: one.name})}<//>`)}`;
}
