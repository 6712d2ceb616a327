/** The console's icons: line icons of 24, solid marks of 16. What they mean is always said in words beside them. */

import {html} from 'htm/preact';

const SPRITE = new URL('../../console/icons.svg', import.meta.url).pathname;

/** @param {{name: string}} props */
export const Icon = ({name}) => html`
  <svg class="icon" aria-hidden="true"><use href=${`${SPRITE}#i-${name}`} /></svg>`;

/** @param {{name: string}} props */
export const Mark = ({name}) => html`
  <svg class="mark" aria-hidden="true"><use href=${`${SPRITE}#m-${name}`} /></svg>`;
