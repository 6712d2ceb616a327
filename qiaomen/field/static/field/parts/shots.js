/** Photos taken for a record: shown small, a few at most, made smaller before they are kept. */

import {html} from 'htm/preact';

import {t} from '../words.js';
import {Icon} from './icon.js';
import {smaller} from './photo.js';
import {Pictures} from './pictures.js';
import {toast} from './toast.js';

const MOST = 4;

/** @param {{shots: import('@preact/signals').Signal<Blob[]>, label: string}} props */
export function Shots({shots, label}) {
  const take = async (/** @type {any} */ event) => {
    const [file] = event.target.files;
    event.target.value = '';
    if (!file) return;
    try {
      const photo = await smaller(file);
      shots.value = [...shots.value, photo];
    } catch {
      toast(t('This is no picture that can be read.'));
    }
  };
  return html`
    <${Pictures} photos=${shots.value} change=${(/** @type {Blob[]} */ photos) => (shots.value = photos)} />
    ${shots.value.length < MOST && html`<label class="pbtn"><${Icon} name="file" />${label}
      <input type="file" accept="image/*" capture="environment" class="vh" onChange=${take} /></label>`}`;
}
