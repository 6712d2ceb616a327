/** A photo, made small enough for a weak signal; drawing it anew also leaves out where and by what it was taken. */

import {MOST} from '../domain/attachments.js';

const LONGEST_SIDE = 1600;
/** Tried in turn until the photo is small enough to be taken. */
const QUALITIES = [0.8, 0.6, 0.4, 0.2];

/** @param {Blob} file @returns {Promise<Blob>} JPEG; rejects what is no picture */
export async function smaller(file) {
  const picture = await createImageBitmap(file);
  const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  for (const quality of QUALITIES) {
    const blob = await drawn(canvas, quality);
    if (blob.size <= MOST) return blob;
  }
  throw new Error('too large');
}

/** @param {HTMLCanvasElement} canvas @param {number} quality @returns {Promise<Blob>} */
const drawn = (canvas, quality) =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality));
