/** With what a code is read and verified: CBOR, and Ed25519 by the browser or, where it does not know it, by ours. */

/** How strict the reader of CBOR is. */
export const STRICT = Object.freeze({strict: true, useMaps: true, allowIndefinite: false, allowUndefined: false, rejectDuplicateMapKeys: true});

/** @typedef {import('./domain/pass.js').Means} Means */

/** @type {Promise<Means>|null} */
let made = null;

/** Both, brought once. @returns {Promise<Means>} */
export function means() {
  made ??= bring().catch((error) => {
    made = null;
    throw error;
  });
  return made;
}

/** @returns {Promise<Means>} */
async function bring() {
  const {decode} = await import('cborg');
  return {decode: (bytes) => decode(bytes, STRICT), genuine: (await isKnown()) ? byBrowser : byNoble};
}

const EDWARDS = {name: 'Ed25519'};
/** @type {Map<string, Promise<CryptoKey>>} */
const keys = new Map();

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<CryptoKey>} */
function keyOf(bytes) {
  const name = bytes.join();
  const key = keys.get(name) ?? crypto.subtle.importKey('raw', bytes, EDWARDS, false, ['verify']);
  keys.set(name, key);
  return key;
}

/** A point that every implementation takes: the base point of RFC 8032. */
const BASE = Uint8Array.from({length: 32}, (_, at) => (at ? 0x66 : 0x58));

/** Whether this browser knows Ed25519. */
const isKnown = () => crypto.subtle.importKey('raw', BASE, EDWARDS, false, ['verify']).then(() => true, () => false);

/** @type {Means['genuine']} */
const byBrowser = async (key, signature, signed) =>
  keyOf(key).then((made) => crypto.subtle.verify(EDWARDS, made, signature, signed)).catch(() => false);

/** @type {Means['genuine']} */
async function byNoble(key, signature, signed) {
  const {verifyAsync} = await import('@noble/ed25519');
  return verifyAsync(signature, signed, key, {zip215: false}).catch(() => false);
}
