/** How the phone stands with the server, in a few words; it opens the outbox. Nothing is shown when all is sent. */

import {html} from 'htm/preact';

import {net, outbox} from '../session.js';
import {NO_ROOM} from '../store/state.js';
import {t, tn} from '../words.js';
import {Icon} from './icon.js';

/** How many records the server does not have yet. @returns {number} */
export const unsent = () => outbox.value.filter((item) => item.standing === 'waiting' || item.standing === 'sending').length;

/** How many came back and wait for their author. @returns {number} */
export const refused = () => outbox.value.filter((item) => item.standing === 'rejected').length;

export function Net() {
  const said = standing();
  return said && html`<a class=${`net ${said.calm ? 'calm' : ''}`} href="#/outbox"><${Icon} name=${said.icon} />${said.text}</a>`;
}

/** @returns {{text: string, icon: string, calm?: boolean}|null} */
function standing() {
  const waiting = unsent();
  const {online, sending, problem, clock} = net.value;
  if (refused()) return {text: tn('{n} to mend', '{n} to mend', refused()), icon: 'alert'};
  if (problem?.startsWith('access.')) return {text: t('Sign in again'), icon: 'key'};
  if (problem === NO_ROOM) return {text: t('No room on the phone'), icon: 'alert'};
  if (clock) return {text: t('Clock is wrong'), icon: 'clock'};
  if (sending) return {text: t('Sending'), icon: 'upload', calm: true};
  if (waiting) return {text: tn('{n} waiting', '{n} waiting', waiting), icon: online ? 'upload' : 'offline'};
  return online ? null : {text: t('No signal'), icon: 'offline'};
}
