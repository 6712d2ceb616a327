/** The entry: what is open is the address behind the #; every screen is drawn anew from the session's signals. */

import {effect, signal} from '@preact/signals';
import {html} from 'htm/preact';
import {render} from 'preact';

import {Empty} from './parts/empty.js';
import {Frame} from './parts/frame.js';
import {toast} from './parts/toast.js';
import {later, next, routes} from './screens/index.js';
import {boot, prefs} from './session.js';
import {speak, t} from './words.js';

const NEXT_MS = 250;
const LATER_MS = 1500;

const address = signal(location.hash);
const loaded = signal(routes);

addEventListener('hashchange', () => {
  address.value = location.hash;
  scrollTo(0, 0);
});

/** @param {string} name */
async function load(name) {
  const screen = await later[name]();
  loaded.value = {...loaded.value, [name]: screen};
}

/** Where no worker keeps the files, a screen may be out of reach without a signal: then one stays at today's work. */
function missed() {
  toast(t('No signal'));
  location.replace('#/today');
}

/** A part of the address as it was meant; one that was typed wrong stays as it is. @param {string} part @returns {string} */
function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function App() {
  const [path, query] = address.value.replace(/^#\/?/, '').split('?');
  const [name, ...params] = path.split('/').map(plain);
  const isComing = name in later && !loaded.value[name];
  if (isComing) return void load(name).catch(missed);
  const Screen = loaded.value[name] ?? routes.today;
  return html`<${Screen} key=${address.value} params=${params} query=${new URLSearchParams(query)} />`;
}

/** Where the browser keeps nothing at all, a visit would be lost: better to say so before the first door. */
const Broken = () => html`
  <${Frame} title=${t('Qiaomen')}>
    <${Empty} icon="alert" title=${t('This browser cannot keep anything')}>
      ${t('Close private windows, make room on the phone, or open the link in another browser.')}<//>
  <//>`;

effect(() => {
  void speak(prefs.value.language);
});
const [isKept] = await Promise.all([boot().then(() => true, () => false), speak(prefs.value.language)]);
const place = /** @type {HTMLElement} */ (document.getElementById('app'));
place.replaceChildren();
render(html`<${isKept ? App : Broken} />`, place);
// The other screens come too, those at a door first: where no service worker keeps them, they must be here before the
// signal goes.
const bring = (/** @type {string} */ name) => loaded.value[name] ?? load(name).catch(() => undefined);
setTimeout(() => next.forEach(bring), NEXT_MS);
setTimeout(() => Object.keys(later).forEach(bring), LATER_MS);
