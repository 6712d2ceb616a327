/** Where one is in the app: what stands behind the # of the address. */

import {signal} from '@preact/signals';

export const address = signal(location.hash);

addEventListener('hashchange', () => arrive());

/**
 * Goes to another screen in the place of this one: the way back leads to where one came from. The browser is told, and
 * does not have to find out. @param {string} hash
 */
export function replace(hash) {
  history.replaceState(history.state, '', hash);
  arrive();
}

function arrive() {
  if (address.value === location.hash) return;
  address.value = location.hash;
  scrollTo(0, 0);
}
