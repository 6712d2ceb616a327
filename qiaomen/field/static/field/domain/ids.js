/** Ids: uuid7, so that what is made later sorts later; and their 16 bytes. */

/**
 * A fresh id (RFC 9562, version 7).
 * @param {number} nowMs milliseconds since 1970 @param {Uint8Array} random16 16 random bytes, of which 10 are used
 * @returns {string}
 */
export function uuid7(nowMs, random16) {
  const bytes = Uint8Array.from(random16);
  const time = BigInt(Math.max(0, Math.floor(nowMs)));
  for (let index = 0; index < 6; index++) bytes[index] = Number((time >> BigInt(8 * (5 - index))) & 0xffn);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return textOf(bytes);
}

/**
 * 16 bytes as people write a uuid: lower case, with hyphens.
 * @param {Uint8Array} bytes @returns {string}
 */
export function textOf(bytes) {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * A uuid's 16 bytes; null for anything else.
 * @param {string} id @returns {Uint8Array|null}
 */
export function bytesOf(id) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) return null;
  const hex = id.replaceAll('-', '');
  return Uint8Array.from({length: 16}, (_, index) => parseInt(hex.slice(2 * index, 2 * index + 2), 16));
}
