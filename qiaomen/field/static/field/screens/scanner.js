/** The scanner that every screen uses: the camera, or a picture; what a code means is its screen's to say. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {Button} from '../parts/button.js';
import {Camera} from '../parts/camera.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {t} from '../words.js';
import {codesIn, warmUp} from './scan-reader.js';

/** @typedef {{title: string, say: string, also?: {go: string, label: string}}} Said */

/** @param {string} trouble @returns {Said} */
const ofTrouble = (trouble) => ({
  denied: {title: t('The camera is not allowed'), say: t('Allow it for this page in the browser’s settings, or choose a picture of the code.')},
  busy: {title: t('Another app holds the camera'), say: t('Close it and come back, or choose a picture of the code.')},
  reader: {title: t('The code reader is not on the phone yet'), say: t('It comes with the next connection. Until then open the door in its building.')},
}[trouble] ?? {title: t('There is no camera here'), say: t('Choose a picture of the code.')});

/**
 * @param {{title: string, hint: string, meet: (text: string) => import('./scan-met.js').Met, tab?: string, back?: string}} props
 *   `meet`: where a code leads, or what is said of it
 */
export function Scanner({title, hint, meet, tab, back}) {
  const said = useSignal(/** @type {Said|null} */ (null));
  const trouble = useSignal('');
  const busy = useSignal(false);
  useEffect(() => void warmUp().catch(() => (trouble.value = 'reader')), []);
  const found = (/** @type {string[]} */ texts) => {
    const met = texts.map(meet);
    const way = met.find((one) => 'go' in one);
    if (way && 'go' in way) return leave(way.go);
    said.value = /** @type {Said} */ (met[0]);
  };
  const see = async (/** @type {ImageData} */ picture) => {
    const texts = await codesIn(picture).catch(() => []);
    if (texts.length) found(texts);
  };
  const chosen = async (/** @type {any} */ event) => {
    const [picture] = event.target.files;
    event.target.value = '';
    if (!picture) return;
    busy.value = true;
    said.value = null;
    await codesIn(picture, {careful: true}).then((texts) => (texts.length ? found(texts) : (said.value = unread())), () => (said.value = unread()));
    busy.value = false;
  };
  return html`
    <${Frame} title=${title} tab=${tab} back=${back} foot=${html`<${Choose} chosen=${chosen} busy=${busy.value} />`}>
      ${trouble.value
        ? html`<${Notice} ...${ofTrouble(trouble.value)} />`
        : html`<${Camera} see=${see} onTrouble=${(/** @type {string} */ one) => (trouble.value = one)} />`}
      <div role="status">${said.value
        ? html`<${Notice} ...${said.value} />`
        : html`<p class="say">${hint}</p>`}</div>
    <//>`;
}

const unread = () => ({title: t('No code was found in this picture'), say: t('Take it closer and straight, with the whole code on it.')});

/** @param {string} address */
function leave(address) {
  navigator.vibrate?.(60);
  location.hash = address;
}

/** @param {Said} props */
const Notice = ({title, say, also}) => html`
  <section class="notice"><h2>${title}</h2><p>${say}</p>${also && html`<${Button} href=${also.go}>${also.label}<//>`}</section>`;

/** @param {{chosen: (event: Event) => void, busy: boolean}} props */
const Choose = ({chosen, busy}) => html`
  <label class="pbtn choose" aria-busy=${busy}>
    <${Icon} name="file" /><span>${busy ? t('Looking …') : t('Choose a picture')}</span>
    <input type="file" accept="image/*" onChange=${chosen} /></label>`;
