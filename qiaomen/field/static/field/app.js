/** The entry: what is open is the address behind the #; every screen is drawn anew from the session's signals. */

import {effect, signal} from '@preact/signals';
import {html} from 'htm/preact';
import {render} from 'preact';

import {routes} from './screens/index.js';
import {boot, prefs} from './session.js';
import {speak} from './words.js';

const address = signal(location.hash);

addEventListener('hashchange', () => {
  address.value = location.hash;
  scrollTo(0, 0);
});

function App() {
  const [path, query] = address.value.replace(/^#\/?/, '').split('?');
  const [name, ...params] = path.split('/').map(decodeURIComponent);
  const Screen = /** @type {Record<string, any>} */ (routes)[name] ?? routes.today;
  return html`<${Screen} key=${address.value} params=${params} query=${new URLSearchParams(query)} />`;
}

effect(() => {
  void speak(prefs.value.language);
});
await Promise.all([boot(), speak(prefs.value.language)]);
const place = /** @type {HTMLElement} */ (document.getElementById('app'));
place.replaceChildren();
render(html`<${App} />`, place);
