/** Something to press: a link where it leads somewhere, a button where it does something. */

import {html} from 'htm/preact';

import {Icon, Mark} from './icon.js';

/**
 * @param {{kind?: string, icon?: string, mark?: string, small?: string, href?: string, children?: any,
 *   [rest: string]: any}} props `small` is the second line; `kind`: primary, huge, urgent or bare
 */
export function Button({kind = '', icon, mark, small, href, children, ...rest}) {
  const look = kind === 'huge' ? 'pbtn primary huge' : `pbtn ${kind}`;
  const inside = html`
    ${icon && html`<${Icon} name=${icon} />`}${mark && html`<${Mark} name=${mark} />`}
    <span class="lines"><span>${children}</span>${small && html`<small>${small}</small>`}</span>`;
  return href
    ? html`<a class=${look} href=${href} ...${rest}>${inside}</a>`
    : html`<button type="button" class=${look} ...${rest}>${inside}</button>`;
}
