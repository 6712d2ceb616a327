/** The frame of every screen: head with the way back, body, foot, tabs; and what floats above all. */

import {html} from 'htm/preact';
import {useEffect, useRef} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';
import {Net, refused, unsent} from './net.js';
import {PracticeLine} from './practice-line.js';
import {Toast} from './toast.js';

/**
 * @param {{title: string, sub?: string, above?: string, big?: boolean, back?: string, tab?: string, end?: any, foot?: any,
 *   under?: any, children?: any}} props `back` and `tab` are where one comes from; `under` is the head's second line
 */
export function Frame({title, sub, above, big, back, tab, end, foot, under, children}) {
  const heading = useFocus(title);
  return html`
    <div class="phone">
      <${PracticeLine} />
      <header class="p-head">
        ${back && html`<a class="p-back" href=${back} aria-label=${t('Back')}><${Icon} name="back" /></a>`}
        <div class=${big ? 'p-title big' : 'p-title'}>
          ${above && html`<span class="above">${above}</span>`}
          <h1 tabindex="-1" ref=${heading}>${title}</h1>${sub && html`<span>${sub}</span>`}
        </div>
        <div class="p-end">${end}<${Net} /></div>
        ${under}
      </header>
      <main class="p-body">${children}</main>
      <footer class="p-bottom">
        <${Toast} />
        ${foot && html`<div class="p-foot">${foot}</div>`}
        ${tab && html`<${Tabs} at=${tab} />`}
      </footer>
    </div>`;
}

/**
 * A new screen is told to whoever listens to it: its heading takes the focus, its name the window's title.
 * @param {string} title
 */
function useFocus(title) {
  const heading = useRef(/** @type {HTMLElement|null} */ (null));
  useEffect(() => heading.current?.focus({preventScroll: true}), []);
  useEffect(() => entitle(title), [title]);
  return heading;
}

/** @param {string} title */
const entitle = (title) => void (document.title = `${title} · ${t('Qiaomen')}`);

/** A screen that was away is told anew. @param {HTMLElement} screen */
export function announce(screen) {
  const heading = screen.querySelector('h1');
  heading?.focus({preventScroll: true});
  entitle(heading?.textContent ?? '');
}

/** @param {{at: string}} props */
function Tabs({at}) {
  const count = unsent() + refused();
  const tabs = [['today', 'home', t('Today')], ['scan', 'scan', t('Scan')], ['outbox', 'upload', t('Outbox')], ['me', 'user', t('Me')]];
  return html`
    <nav class="p-tabs" aria-label=${t('Rooms')}>
      ${tabs.map(([name, icon, said]) => html`
        <a href=${`#/${name}`} aria-current=${name === at ? 'page' : null}><${Icon} name=${icon} />${said}
          ${name === 'outbox' && count > 0 && html`<span class="count">${count}</span>`}</a>`)}
    </nav>`;
}
