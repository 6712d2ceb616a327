/** A question that must be answered before something is lost. */

import {signal} from '@preact/signals';
import {html} from 'htm/preact';

import {t} from '../words.js';
import {Button} from './button.js';
import {Sheet} from './sheet.js';

/** @typedef {{title: string, body: string, yes: string, no?: string}} Asked */

/** @type {import('@preact/signals').Signal<(Asked & {answer: (yes: boolean) => void})|null>} */
const asked = signal(null);

/**
 * Ask, and wait for the answer; Escape means no.
 * @param {Asked} question @returns {Promise<boolean>}
 */
export function confirm(question) {
  return new Promise((resolve) => {
    const answer = (/** @type {boolean} */ yes) => {
      asked.value = null;
      resolve(yes);
    };
    asked.value = {...question, answer};
  });
}

export function Confirm() {
  const now = asked.value;
  return now && html`
    <${Sheet} title=${now.title} onClose=${() => now.answer(false)}>
      <p>${now.body}</p>
      <${Button} kind="urgent" onClick=${() => now.answer(true)}>${now.yes}<//>
      <${Button} onClick=${() => now.answer(false)}>${now.no ?? t('Keep it')}<//>
    <//>`;
}
