/** The word after a deed, with the way back. It outlives the screen on which the deed was done. */

import {signal} from '@preact/signals';
import {html} from 'htm/preact';
import {createContext} from 'preact';
import {useContext} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';

/** Long enough to read it with cold hands and to find the button; without a button, long enough to read it. */
const UNDO_MS = 12_000;
const SAID_MS = 4_000;

/** @type {import('@preact/signals').Signal<{text: string, undo: (() => any)|null}|null>} */
const shown = signal(null);

/** @param {string} text @param {{undo?: () => any}} [way] */
export function toast(text, {undo} = {}) {
  const said = {text, undo: undo ?? null};
  shown.value = said;
  setTimeout(() => shown.value === said && (shown.value = null), undo ? UNDO_MS : SAID_MS);
}

/** What was said is over: a way back of one author is none for the next. */
export const quiet = () => void (shown.value = null);

/** Whether the screen is behind another one: what is said there nobody would hear. */
export const Away = createContext(false);

export function Toast() {
  const isAway = useContext(Away);
  const now = isAway ? null : shown.value;
  return html`<div role="status">${now && html`
    <div class="toast"><span>${now.text}</span>
      ${now.undo && html`<button type="button" onClick=${() => takeBack(now)}><${Icon} name="undo" />${t('Undo')}</button>`}
    </div>`}</div>`;
}

/** @param {{undo: (() => any)|null}} now whose `undo` answers what to say where it could not */
async function takeBack(now) {
  shown.value = null;
  try {
    const said = await now.undo?.();
    toast(typeof said === 'string' ? said : t('Taken back.'));
  } catch {
    toast(t('This could not be taken back. Make room on the phone, and try again.'), {undo: now.undo ?? undefined});
  }
}
