/** The word after a deed, with the way back. It outlives the screen on which the deed was done. */

import {signal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';

/** Long enough to read it with cold hands and to find the button. */
const SHOWN_MS = 12_000;

/** @type {import('@preact/signals').Signal<{text: string, undo: (() => any)|null}|null>} */
const shown = signal(null);

/** @param {string} text @param {{undo?: () => any}} [way] */
export function toast(text, {undo} = {}) {
  shown.value = {text, undo: undo ?? null};
}

export function Toast() {
  const now = shown.value;
  useEffect(() => {
    if (!now) return undefined;
    const timer = setTimeout(() => shown.value === now && (shown.value = null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return html`<div role="status">${now && html`
    <div class="toast"><span>${now.text}</span>
      ${now.undo && html`<button type="button" onClick=${() => takeBack(now)}><${Icon} name="undo" />${t('Undo')}</button>`}
    </div>`}</div>`;
}

/** @param {{undo: (() => any)|null}} now */
async function takeBack(now) {
  shown.value = null;
  await now.undo?.();
  toast(t('Taken back.'));
}
