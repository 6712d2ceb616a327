/** Photos that were taken and not saved yet, small; one of the wrong thing is taken out again. */

import {html} from 'htm/preact';
import {useEffect, useState} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';

/** @param {{photos: Blob[], change: (photos: Blob[]) => void}} props */
export const Pictures = ({photos, change}) => html`
  <div class="photos">${photos.map((photo, at) => html`
    <${Picture} key=${numberOf(photo)} photo=${photo} number=${at + 1} remove=${() => change(photos.filter((one) => one !== photo))} />`)}</div>`;

/** @param {{photo: Blob, number: number, remove: () => void}} props */
function Picture({photo, number, remove}) {
  const [address, show] = useState('');
  // Once for each photo, not with each letter of the note beside it; and no longer than it is shown.
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    show(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return html`
    <div class="photo">${address && html`<img alt=${t('Photo {n}', {n: number})} src=${address} />`}
      <button type="button" aria-label=${t('Take photo {n} out', {n: number})} onClick=${remove}><${Icon} name="close" /></button></div>`;
}

/** @type {WeakMap<Blob, number>} */
const numbers = new WeakMap();
let last = 0;

/** By which a photo is told from the others, whatever is taken out before it. @param {Blob} photo @returns {number} */
function numberOf(photo) {
  const number = numbers.get(photo) ?? (last += 1);
  numbers.set(photo, number);
  return number;
}
