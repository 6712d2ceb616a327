/** The service worker: keeps the app's own files. A new build waits until the worker at the door has a moment for it. */

import {setNet} from '../store/state.js';

/** @type {ServiceWorkerRegistration|null} */
let registration = null;
let isAsked = false;

/** Where service workers are disabled the app works as long as its page is open. */
export async function register() {
  try {
    registration = await navigator.serviceWorker.register('/field/sw.js', {scope: '/field/', updateViaCache: 'none'});
  } catch {
    return;
  }
  watch();
  registration.addEventListener('updatefound', watch);
  navigator.serviceWorker.addEventListener('controllerchange', () => isAsked && location.reload());
}

function watch() {
  const coming = registration?.installing;
  coming?.addEventListener('statechange', watch);
  // The first worker of a phone finds nobody to take over from.
  if (registration?.waiting && navigator.serviceWorker.controller) setNet({update: true});
}

/** Asks whether there is another build. */
export const look = () => registration?.update().catch(() => undefined);

/** Goes over to the build that waits. Records lie in the database, which no build empties. */
export async function takeOver() {
  isAsked = true;
  await look();
  if (registration?.waiting) registration.waiting.postMessage('take over');
  else location.reload();
}
