/**
 * A screen that one comes back to: while another one is open it is not seen and cannot be reached, but stays as it was
 * drawn, so that coming back draws only what changed.
 */

import {html} from 'htm/preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

import {onceDrawn} from '../drawn.js';
import {announce} from './frame.js';
import {Away} from './toast.js';

/** @param {{isShown: boolean, children: any}} props */
export function Kept({isShown, children}) {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  useLayoutEffect(() => {
    const screen = place.current;
    if (!isShown || !screen) return;
    // Asked for the place of something within, a browser may take all of it for hidden still, and leave it so.
    void screen.offsetHeight;
    screen.querySelector('[data-next]')?.scrollIntoView({block: 'center'});
    // Who looks sees it before who listens is told.
    return onceDrawn(() => announce(screen));
  }, [isShown]);
  return html`<div ref=${place} class="kept" inert=${!isShown}>
    <${Away.Provider} value=${!isShown}>${children}<//></div>`;
}
