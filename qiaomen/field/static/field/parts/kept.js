/**
 * A screen that one comes back to: another one lies over it meanwhile. It cannot be reached, but stays as it was drawn, so
 * that coming back draws only what changed.
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
    if (!screen) return;
    if (isShown) screen.querySelector('[data-next]')?.scrollIntoView({block: 'center'});
    // Who looks sees it before who listens is told; to make all of it reachable or not is work for a frame of its own.
    return onceDrawn(() => {
      screen.inert = !isShown;
      if (isShown) announce(screen);
    });
  }, [isShown]);
  return html`<div ref=${place} class="kept">
    <${Away.Provider} value=${!isShown}>${children}<//></div>`;
}
