/** A sheet from below over the screen; the browser's own dialog keeps focus and Escape right. */

import {html} from 'htm/preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';

/** @param {{title: string, onClose: () => void, children?: any}} props */
export function Sheet({title, onClose, children}) {
  const dialog = useRef(/** @type {HTMLDialogElement|null} */ (null));
  const onClosed = useRef(onClose);
  onClosed.current = onClose;
  // With the frame that it comes in: a key that is pressed meanwhile is its own.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (!shown) return;
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    const closed = () => onClosed.current();
    shown.addEventListener('close', closed);
    shown.showModal();
    // However it goes, one is back where one was: a page without a focus reads itself out from its top.
    return () => {
      shown.removeEventListener('close', closed);
      shown.close();
      if (before?.isConnected) before.focus({preventScroll: true});
    };
  }, []);
  return html`
    <dialog class="sheet" ref=${dialog} aria-labelledby="sheet-title"
            onClick=${(/** @type {Event} */ event) => event.target === dialog.current && onClose()}>
      <div class="sheet-head">
        <h2 id="sheet-title">${title}</h2>
        <button type="button" class="sheet-close" aria-label=${t('Close')} onClick=${onClose}><${Icon} name="close" /></button>
      </div>
      <div class="sheet-body">${children}</div>
    </dialog>`;
}
