/** A photo, made small enough for a weak signal; drawing it anew also leaves out where and by what it was taken. */

const LONGEST_SIDE = 1600;
const QUALITY = 0.8;

/** @param {Blob} file @returns {Promise<Blob>} JPEG; rejects what is no picture */
export async function smaller(file) {
  const picture = await createImageBitmap(file);
  const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * share);
  canvas.height = Math.round(picture.height * share);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', QUALITY));
}
