/**
 * A screen that one comes back to: while another one is open it is not seen and cannot be reached, but stays as it was
 * drawn, so that coming back draws only what changed.
 */

import {html} from 'htm/preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

import {announce} from './frame.js';
import {Away} from './toast.js';

/** @param {{isShown: boolean, children: any}} props */
export function Kept({isShown, children}) {
  const place = useRef(/** @type {HTMLElement|null} */ (null));
  useLayoutEffect(() => {
    if (!isShown || !place.current) return;
    // Focus does not look whether what was hidden is so still.
    void place.current.offsetHeight;
    announce(place.current);
    place.current.querySelector('[data-next]')?.scrollIntoView({block: 'center'});
  }, [isShown]);
  return html`<div ref=${place} class="kept" inert=${!isShown}>
    <${Away.Provider} value=${!isShown}>${children}<//></div>`;
}
