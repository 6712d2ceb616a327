/** Where one is in the app: what stands behind the # of the address. */

import {signal} from '@preact/signals';

import {onceDrawn} from './drawn.js';

export const address = signal(location.hash);

/** What the browser still has, while the screen in its place is being drawn. @type {string|null} */
let untold = null;

addEventListener('hashchange', () => void (location.hash === untold || arrive(location.hash)));

/**
 * Goes to another screen in the place of this one: the way back leads to where one came from. The browser is told, and
 * does not have to find out; it makes so much of it that it hears only when the screen is drawn. @param {string} hash
 */
export function replace(hash) {
  untold = location.hash;
  arrive(hash);
  onceDrawn(() => {
    untold = null;
    if (address.value === hash) history.replaceState(history.state, '', hash);
  });
}

/** @param {string} hash */
function arrive(hash) {
  if (address.value === hash) return;
  address.value = hash;
}
