/** Base45 (RFC 9285), as QR codes like it: two bytes in three letters, a last one in two. */

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

/**
 * @param {string} text @returns {Uint8Array<ArrayBuffer>|null} null where it is no base45
 */
export function decode45(text) {
  const values = [...text].map((letter) => VALUES.get(letter) ?? NaN);
  if (values.length % 3 === 1 || values.some(Number.isNaN)) return null;
  const bytes = [];
  for (let at = 0; at < values.length; at += 3) {
    const [low, middle, high = 0] = values.slice(at, at + 3);
    const number = low + 45 * middle + 2025 * high;
    const isLast = at + 2 === values.length;
    if (number > (isLast ? 0xff : 0xffff)) return null;
    if (!isLast) bytes.push(number >> 8);
    bytes.push(number & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** @param {Uint8Array} bytes @returns {string} */
export function encode45(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isLast = at + 1 === bytes.length;
    let number = isLast ? bytes[at] : bytes[at] * 256 + bytes[at + 1];
    for (let left = isLast ? 2 : 3; left > 0; left--) {
      text += LETTERS[number % 45];
      number = Math.floor(number / 45);
    }
  }
  return text;
}
