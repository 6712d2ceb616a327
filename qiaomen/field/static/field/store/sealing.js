/**
 * Sealing with WebCrypto. A key cannot be taken out of the browser; when its author signs out it is deleted, and what a
 * disk may still hold of the rows is noise.
 *
 * @typedef {{iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer}} Box
 */

const ALGORITHM = 'AES-GCM';
const text = new TextEncoder();

/** @returns {Promise<CryptoKey>} */
export const newKey = () => crypto.subtle.generateKey({name: ALGORITHM, length: 256}, false, ['encrypt', 'decrypt']);

/**
 * @param {CryptoKey} key @param {any} value what JSON can say @param {string} where the row that it belongs to: a box in
 *   another row does not open
 * @returns {Promise<Box>}
 */
export const seal = (key, value, where) => sealBytes(key, text.encode(JSON.stringify(value)), where);

/** @param {CryptoKey} key @param {Box} box @param {string} where @returns {Promise<any>} */
export const unseal = async (key, box, where) =>
  JSON.parse(new TextDecoder().decode(await unsealBytes(key, box, where)));

/** @param {CryptoKey} key @param {BufferSource} bytes @param {string} where @returns {Promise<Box>} */
export async function sealBytes(key, bytes, where) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = text.encode(where);
  return {iv, data: await crypto.subtle.encrypt({name: ALGORITHM, iv, additionalData}, key, bytes)};
}

/** @param {CryptoKey} key @param {Box} box @param {string} where @returns {Promise<ArrayBuffer>} */
export const unsealBytes = (key, {iv, data}, where) =>
  crypto.subtle.decrypt({name: ALGORITHM, iv, additionalData: text.encode(where)}, key, data);
