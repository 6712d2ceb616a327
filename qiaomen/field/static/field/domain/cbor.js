/** What a pass is written with (RFC 8949): each value in the one, shortest way, so that what was read can be compared. */

const text = new TextEncoder();

/** @typedef {number|string|Uint8Array|Value[]|Map<number, Value>} Value whole numbers only */

/** @param {Value} value @returns {number[]} its bytes */
export function written(value) {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return led(3, [...text.encode(value)]);
  if (value instanceof Uint8Array) return led(2, [...value]);
  if (Array.isArray(value)) return [...head(4, value.length), ...value.flatMap(written)];
  return [...head(5, value.size), ...[...value].flatMap(([key, one]) => [...written(key), ...written(one)])];
}

/** @param {number} type @param {number[]} bytes */
const led = (type, bytes) => [...head(type, bytes.length), ...bytes];

/** @param {number} type @param {number} count at most 2^53 @returns {number[]} */
function head(type, count) {
  const first = type << 5;
  if (count < 24) return [first | count];
  const size = count < 0x100 ? 1 : count < 0x10000 ? 2 : count < 0x100000000 ? 4 : 8;
  const bytes = Array.from({length: size}, (_, at) => Number((BigInt(count) >> BigInt(8 * (size - 1 - at))) & 0xffn));
  return [first | (24 + Math.log2(size)), ...bytes];
}
