/** Photos taken for a record: shown small, a few at most, made smaller before they are kept. */

import {html} from 'htm/preact';

import {t} from '../words.js';
import {Icon} from './icon.js';
import {smaller} from './photo.js';
import {toast} from './toast.js';

const MOST = 4;

/** @param {{shots: import('@preact/signals').Signal<Blob[]>, label: string}} props */
export function Shots({shots, label}) {
  const take = async (/** @type {any} */ event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    try {
      shots.value = [...shots.value, await smaller(file)];
    } catch {
      toast(t('This is no picture that can be read.'));
    }
  };
  return html`
    <div class="photos">${shots.value.map((photo, at) => html`<img key=${at} alt=${t('Photo {n}', {n: at + 1})} src=${URL.createObjectURL(photo)} />`)}</div>
    ${shots.value.length < MOST && html`<label class="pbtn"><${Icon} name="file" />${label}
      <input type="file" accept="image/*" capture="environment" class="vh" onChange=${take} /></label>`}`;
}
