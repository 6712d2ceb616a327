/** A screen with nothing on it says what to do. */

import {html} from 'htm/preact';

import {Icon} from './icon.js';

/** @param {{icon: string, title: string, children?: any, action?: any}} props */
export const Empty = ({icon, title, children, action}) => html`
  <div class="empty"><${Icon} name=${icon} /><h2>${title}</h2>${children && html`<p>${children}</p>`}${action}</div>`;
