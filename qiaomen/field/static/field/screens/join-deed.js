/** A form that asks the server: busy meanwhile, and what went wrong said where one looks. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {Icon} from '../parts/icon.js';
import {Refusal} from '../session.js';
import {t} from '../words.js';

/** @typedef {{busy: boolean, wrong: string, submit: (event: SubmitEvent) => Promise<void>}} Deed */

/** @param {(form: FormData) => Promise<unknown>} act @returns {Deed} */
export function useDeed(act) {
  const busy = useSignal(false);
  const wrong = useSignal('');
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    wrong.value = '';
    try {
      await act(new FormData(/** @type {HTMLFormElement} */ (event.target)));
    } catch (problem) {
      wrong.value = told(/** @type {any} */ (problem));
    }
    busy.value = false;
  };
  return {busy: busy.value, wrong: wrong.value, submit};
}

/** The server's own sentence; that it could not be reached; or that the phone itself failed. @param {any} problem @returns {string} */
export function told(problem) {
  if (!(problem instanceof Refusal)) return t('The phone could not keep this. Make room on it, and try again.');
  const {code, message} = problem;
  return code !== message ? message : t('The server cannot be reached. Look at the signal and try again.');
}

/** @param {{deed: Deed}} props */
export const Said = ({deed}) => html`
  <div role="alert">${deed.wrong && html`<p class="notice wrong"><span><${Icon} name="alert" /> ${deed.wrong}</span></p>`}</div>`;
