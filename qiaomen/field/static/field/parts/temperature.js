/** A pad for a temperature: three taps, digits as large as a thumb in a glove. 3, 6, 5 is 36.5 °C. */

import {html} from 'htm/preact';

import {FEVER_ABOVE, celsius} from '../domain/followups.js';
import {t} from '../words.js';
import {Icon, Mark} from './icon.js';

const DIGITS = [...'123456789'];

/** @param {string} digits @returns {string} */
const written = (digits) => (digits.length > 2 ? `${digits.slice(0, 2)}.${digits.slice(2)}` : digits);

/**
 * @param {{digits: string, onChange: (digits: string) => void, limit?: number, warning?: string}} props `limit` in °C:
 *   above it the warning stands
 */
export function Temperature({digits, onChange, limit = FEVER_ABOVE, warning}) {
  const found = celsius(digits);
  const isWrong = digits.length === 3 && found === null;
  const type = (/** @type {string} */ digit) => onChange(digits.length >= 3 ? digit : digits + digit);
  return html`
    <div class="ask temperature" role="group" aria-labelledby="temperature">
      <span class="legend" id="temperature">${t('Temperature')}</span>
      <output class=${(found ?? 0) > limit ? 'degrees high' : 'degrees'} aria-live="polite">${written(digits) || '–'} °C</output>
      ${isWrong && html`<p class="wrong"><${Mark} name="wrong" />${t('Between 35.0 and 42.0: type it again.')}</p>`}
      ${(found ?? 0) > limit && html`<p class="wrong"><${Mark} name="fever" />${warning ?? t('Fever: saving this opens a referral to medical care.')}</p>`}
      <div class="pad">
        ${DIGITS.map((digit) => html`<button type="button" key=${digit} onClick=${() => type(digit)}>${digit}</button>`)}
        <button type="button" aria-label=${t('Not measured')} onClick=${() => onChange('')}><${Icon} name="close" /></button>
        <button type="button" onClick=${() => type('0')}>0</button>
        <button type="button" aria-label=${t('Delete the last digit')} onClick=${() => onChange(digits.slice(0, -1))}><${Icon} name="back" /></button>
      </div>
    </div>`;
}
