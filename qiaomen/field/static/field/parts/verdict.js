/** What a guard sees from two metres: a colour, a shape and a word, each of which says it alone. */

import {html} from 'htm/preact';

/** Circle and tick, triangle, octagon and bar; a ring for what passes whatever its colour. @type {Record<string, any>} */
const SHAPES = {
  green: html`<circle cx="74" cy="74" r="64" /><path d="M44 76l21 21 40-44" />`,
  yellow: html`<path d="M74 14l66 116H8z" /><path d="M74 58v34M74 108v4" />`,
  red: html`<path d="M48 10h52l38 38v52l-38 38H48L10 100V48z" /><path d="M44 74h60" />`,
  urgent: html`<circle cx="74" cy="74" r="64" /><path d="M40 74h62M80 50l24 24-24 24" />`,
};

/**
 * @param {{tone: 'green'|'yellow'|'red'|'urgent', title: string, say?: string, isTall?: boolean}} props `say`: the second line;
 *   `isTall` where nothing else is to be read
 */
export const Verdict = ({tone, title, say, isTall}) => html`
  <section class=${`verdict ${tone} ${isTall ? 'tall' : ''}`} role="alert">
    <svg class="verdict-shape" viewBox="0 0 148 148" aria-hidden="true">${SHAPES[tone]}</svg>
    <div class="verdict-word"><b>${title}</b>${say && html`<span>${say}</span>`}</div>
  </section>`;

/** What to do, one after the other. @param {{lines: string[]}} props */
export const Steps = ({lines}) => html`
  <ol class="to-do">${lines.map((line, at) => html`<li key=${at}>${line}</li>`)}</ol>`;
