/** The entry: what is open is the address behind the #; every screen is drawn anew from the session's signals. */

import {computed, effect, signal} from '@preact/signals';
import {html} from 'htm/preact';
import {options, render} from 'preact';

import {address, replace} from './address.js';
import {practice} from './ground.js';
import {Button} from './parts/button.js';
import {Confirm} from './parts/confirm.js';
import {Empty} from './parts/empty.js';
import {Frame} from './parts/frame.js';
import {Kept} from './parts/kept.js';
import {quiet, toast} from './parts/toast.js';
import {later, next, routes} from './screens/index.js';
import {author, boot, prefs} from './session.js';
import {whenHeld} from './store/database.js';
import {speak, speakAgain, t} from './words.js';

const NEXT_MS = 250;
const LATER_MS = 1500;
/** So long the first screen waits for its words, then it is English until they come; and for what the phone keeps. */
const WORDS_MS = 5000;
const HELD_MS = 10_000;

/** From the building to a door, to its people and who of them is followed up, and back again: the building is kept meanwhile. */
const AT_A_DOOR = new Set(['door', 'person', 'followup', 'call']);

const loaded = signal(routes);

// One deed changes several signals, one behind the other: what follows from all of them is drawn at once.
options.debounceRendering = setTimeout;

/** @param {string} name */
async function load(name) {
  const screen = await later[name]();
  loaded.value = {...loaded.value, [name]: screen};
}

/** Where no worker keeps the files, a screen may be out of reach without a signal: then one stays at today's work. */
function missed() {
  toast(t('No signal'));
  replace('#/today');
}

/** A part of the address as it was meant; one that was typed wrong stays as it is. @param {string} part @returns {string} */
function plain(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @param {string} hash @returns {{name: string, params: string[], query: URLSearchParams}} */
function read(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const [name, ...params] = path.split('/').map(plain);
  return {name, params, query: new URLSearchParams(query)};
}

/** The building that one is in, or has gone into a door of. @type {import('@preact/signals').ReadonlySignal<ReturnType<typeof read>|null>} */
const inside = computed(() => {
  const now = read(address.value);
  if (now.name === 'building') return now;
  return AT_A_DOOR.has(now.name) ? before : null;
});
/** @type {ReturnType<typeof read>|null} */
let before = null;
effect(() => void (before = inside.value));

/** What the page is scrolled in: a door lies over its building, which stays where it was. */
const under = computed(() => (inside.value ? `#/building/${inside.value.params[0]}` : address.value));
effect(() => {
  void under.value;
  scrollTo(0, 0);
});

function App() {
  const {name, params, query} = read(address.value);
  const isComing = name in later && !loaded.value[name];
  if (isComing) return void load(name).catch(missed);
  const Screen = loaded.value[name] ?? routes.today;
  const isInside = name === 'building';
  return html`
    ${!isInside && html`<div key=${address.value} class=${inside.value ? 'over' : null}><${Screen} params=${params} query=${query} /></div>`}
    ${inside.value && html`<${Kept} key=${inside.value.params[0]} isShown=${isInside}><${Inside} /><//>`}
    <${Confirm} />`;
}

/** Reads where one is by itself, so that it is drawn once for all that changed. */
function Inside() {
  const {params, query} = inside.value ?? read('');
  return html`<${loaded.value.building} params=${params} query=${query} />`;
}

/** Where the browser keeps nothing at all, a visit would be lost: better to say so before the first door. */
const Broken = () => html`
  <${Frame} title=${t('Qiaomen')}>
    <${Empty} icon="alert" title=${t('This browser cannot keep anything')}>
      ${t('Close private windows, make room on the phone, or open the link in another browser.')}<//>
  <//>`;

/** A window that the phone has put to sleep may hold what is kept here: only whoever holds the phone can close it. */
const Held = () => html`
  <${Frame} title=${t('Qiaomen')}>
    <${Empty} icon="clock" title=${t('The app cannot open what this phone keeps')}
      action=${html`<${Button} icon="repeat" onClick=${() => location.reload()}>${t('Open it anew')}<//>`}>
      ${t('Close all other windows of this app, then open it anew. Nothing is lost.')}<//>
  <//>`;

/** @param {number} ms @returns {Promise<void>} */
const after = (ms) => new Promise((go) => setTimeout(go, ms));

async function begin() {
  /** @type {Promise<typeof Held>} */
  const held = new Promise((go) => (whenHeld(() => go(Held)), setTimeout(go, HELD_MS, Held)));
  const kept = boot().then(() => App, () => Broken);
  const [First] = await Promise.all([Promise.race([kept, held]), Promise.race([said, after(WORDS_MS)])]);
  const place = /** @type {HTMLElement} */ (document.getElementById('app'));
  place.replaceChildren();
  render(html`<${First} />`, place);
  if (First === Held) render(html`<${await kept} />`, place);
  // The other screens come too, those at a door first: where no service worker keeps them, they must be here before
  // the signal goes.
  const bring = (/** @type {string} */ name) => loaded.value[name] ?? load(name).catch(() => undefined);
  setTimeout(() => next.forEach(bring), NEXT_MS);
  setTimeout(() => Object.keys(later).forEach(bring), LATER_MS);
}

/** Until the words are there. */
let said = Promise.resolve();
effect(() => void (said = speak(prefs.value.language)));
addEventListener('online', speakAgain);
document.addEventListener('visibilitychange', speakAgain);
const who = computed(() => author.value?.worker);
effect(() => {
  void who.value;
  void practice.value;
  quiet();
});
void begin();
