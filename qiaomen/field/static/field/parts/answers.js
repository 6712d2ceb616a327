/** Ways to answer: each is one tap where one tap can do, and each says aloud what it is. */

import {html} from 'htm/preact';
import {useState} from 'preact/hooks';

import {t} from '../words.js';
import {Icon, Mark} from './icon.js';
import {dayBefore} from './times.js';

/** @typedef {{value: any, label: string}} Option */

/** Texts of more than this many Latin letters (a Chinese one takes two) get the room of two. */
const NARROW = 11;

/** @param {Option} option @returns {string} */
const breadth = ({label}) => ([...label].reduce((sum, one) => sum + (one > '\u2e80' ? 2 : 1), 0) > NARROW ? 'chip wide' : 'chip');

/** How the options stand: up to three side by side, four two by two. @param {Option[]} options */
const columns = (options) => `chips ${options.length === 4 ? 'four' : options.length < 4 ? 'few' : ''}`;

/**
 * One of several; tapping the chosen one again takes it back.
 * @param {{name: string, options: Option[], value: any, onChange: (value: any) => void}} props
 */
export const One = ({name, options, value, onChange}) => html`
  <div class=${columns(options)}>${options.map((option) => html`
    <label class=${breadth(option)} key=${String(option.value)}>
      <input type="radio" name=${name} checked=${option.value === value} onChange=${() => onChange(option.value)}
             onClick=${() => option.value === value && onChange(undefined)} />
      <${Mark} name="done" />${option.label}</label>`)}</div>`;

/** @param {{options: Option[], value: any[]|undefined, onChange: (value: any[]|undefined) => void}} props */
export function Many({options, value = [], onChange}) {
  const toggle = (/** @type {any} */ one) => {
    const next = value.includes(one) ? value.filter((other) => other !== one) : [...value, one];
    onChange(next.length ? next : undefined);
  };
  return html`
    <div class=${columns(options)}>${options.map((option) => html`
      <label class=${breadth(option)} key=${option.value}>
        <input type="checkbox" checked=${value.includes(option.value)} onChange=${() => toggle(option.value)} />
        <${Mark} name="done" />${option.label}</label>`)}</div>`;
}

/**
 * A line of text. @param {{id?: string, label: string, value: string|undefined, onChange: (value: string) => void,
 *   [rest: string]: any}} props
 */
export const Line = ({label, value, onChange, ...rest}) => html`
  <input class="entry" aria-label=${label} value=${value ?? ''} autocomplete="off" ...${rest}
         onInput=${(/** @type {any} */ event) => onChange(event.target.value)} />`;

/**
 * A number, by the phone's own number pad. 365 is read as 36.5 where only that fits.
 * @param {{label: string, value: number|undefined, whole?: boolean, minimum?: number|null, maximum?: number|null,
 *   onChange: (value: number|undefined) => void}} props
 */
export function Figure({label, value, whole, minimum, maximum, onChange}) {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  const say = (/** @type {number|undefined} */ next) => (setText(next === undefined ? '' : String(next)), onChange(next));
  const typed = (/** @type {string} */ raw) => {
    const figure = Number(raw.normalize('NFKC').replace(/[,。]/, '.')); // digits typed full-width count too
    setText(raw);
    onChange(raw.trim() === '' || Number.isNaN(figure) ? undefined : figure);
  };
  const settle = () => {
    const tenth = (value ?? 0) / 10;
    if (!whole && value !== undefined && maximum != null && value > maximum && tenth <= maximum && tenth >= (minimum ?? 0)) say(tenth);
  };
  const step = (/** @type {number} */ by) =>
    say(Math.max(minimum ?? -Infinity, Math.min(maximum ?? Infinity, value === undefined ? (minimum ?? 0) : value + by)));
  const entry = html`<input class="entry" aria-label=${label} inputmode=${whole ? 'numeric' : 'decimal'} autocomplete="off"
    value=${text} onInput=${(/** @type {any} */ event) => typed(event.target.value)} onBlur=${settle} />`;
  if (!whole) return html`<div>${entry}</div>`;
  return html`
    <div class="number">
      <button type="button" aria-label=${t('{label}: one less', {label})} onClick=${() => step(-1)}><${Mark} name="vacant" /></button>
      ${entry}
      <button type="button" aria-label=${t('{label}: one more', {label})} onClick=${() => step(1)}><${Icon} name="add" /></button>
    </div>`;
}

/**
 * A day: today, yesterday, a week ago by one tap, or any other.
 * @param {{label: string, value: string|undefined, now: number, onChange: (value: string|undefined) => void}} props
 */
export function Day({label, value, now, onChange}) {
  const taps = [{days: 0, said: t('Today')}, {days: 1, said: t('Yesterday')}, {days: 7, said: t('A week ago')}];
  return html`
    <div class="chips">
      ${taps.map(({days, said}) => html`
        <button type="button" class="chip" key=${days} aria-pressed=${value === dayBefore(now, days)}
                onClick=${() => onChange(value === dayBefore(now, days) ? undefined : dayBefore(now, days))}><${Mark} name="done" />${said}</button>`)}
      <label class="chip date"><span class="unseen">${label}</span>
        <input type="date" aria-label=${t('{label}: another day', {label})} value=${value ?? ''} max=${dayBefore(now, 0)}
               onChange=${(/** @type {any} */ event) => onChange(event.target.value || undefined)} /></label>
    </div>`;
}
