/** Reads codes in pictures. The reader is large and comes only when somebody scans; its wasm lies beside it, here. */

const WASM = new URL('../../vendor/zxing/zxing_reader.wasm', import.meta.url).href;

/** @type {Promise<typeof import('zxing-wasm/reader')>|null} */
let reader = null;

async function load() {
  const module = await import('zxing-wasm/reader');
  module.prepareZXingModule({overrides: {locateFile: () => WASM}});
  return module;
}

/** Begin to fetch the reader while the camera warms up. */
export function warmUp() {
  reader ??= load().catch((error) => {
    reader = null;
    throw error;
  });
  return reader;
}

/**
 * The texts of the codes in a picture, none where it has none; of several in a frame, what is held in the middle first.
 * @param {ImageData|Blob} picture
 * @param {{careful?: boolean, bars?: boolean}} [how] `careful` for a picture that does not come again; `bars`: as on tubes, too
 * @returns {Promise<string[]>}
 */
export async function codesIn(picture, {careful = false, bars = false} = {}) {
  const {readBarcodes} = await warmUp();
  const found = await readBarcodes(picture, {
    formats: bars ? ['QRCode', 'DataMatrix', 'Code128', 'Code39', 'Codabar', 'EAN-13'] : ['QRCode'], tryHarder: careful, tryRotate: careful, tryInvert: careful, maxNumberOfSymbols: careful ? 24 : 4,
  });
  const whole = found.filter((one) => one.isValid);
  if ('width' in picture) whole.sort((a, b) => astray(a, picture) - astray(b, picture));
  return whole.map((one) => one.text);
}

/** How far a code is from the middle of its picture, squared. @param {any} code @param {ImageData} picture */
function astray({position}, {width, height}) {
  const x = (position.topLeft.x + position.bottomRight.x - width) / 2;
  const y = (position.topLeft.y + position.bottomRight.y - height) / 2;
  return x * x + y * y;
}
