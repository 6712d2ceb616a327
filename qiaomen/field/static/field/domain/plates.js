/** Number plates, by the cases that the server is checked with, too (contracts/plates.json). Source: GA 36-2018. */

/** The characters of the provinces, in the order of their division codes. */
export const PROVINCES = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新';

/** Letters of a plate: no I and no O. */
export const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

const STANDARD = new RegExp(`^[${PROVINCES}][A-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警港澳挂试超使领]$`);
const NEW_ENERGY = new RegExp(`^[${PROVINCES}][A-Z]([A-HJK][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[A-HJK])$`);

/** A plate as it is compared: capitals, half-width, without spaces, dots and dashes. @param {string} text @returns {string} */
export const normal = (text) =>
  [...text].map((one) => (one >= '！' && one <= '～' ? String.fromCharCode(one.charCodeAt(0) - 0xfee0) : one)).join('')
    .replace(/[\s·•．.\-—]/gu, '').toUpperCase();

/** Of which make a plate in its normal form is. @param {string} plate @returns {'standard'|'new_energy'|null} null: none that a province issues */
export function formOf(plate) {
  if (STANDARD.test(plate)) return 'standard';
  return NEW_ENERGY.test(plate) ? 'new_energy' : null;
}

/** As it stands on the vehicle: 云A·12345. @param {string} plate @returns {string} */
export const spaced = (plate) => (plate.length > 2 ? `${plate.slice(0, 2)}·${plate.slice(2)}` : plate);

/** What the pad offers next: the province first, then the city's letter, then letters and digits. @param {string} plate */
export function nextKeys(plate) {
  if (plate.length === 0) return {provinces: true, digits: false, letters: ''};
  if (plate.length === 1) return {provinces: false, digits: false, letters: 'ABCDEFGHJKLMNOPQRSTUVWXYZ'};
  return {provinces: false, digits: true, letters: LETTERS};
}

/** The plate with one more key; a full one takes no more. @param {string} plate @param {string} key @returns {string} */
export const typed = (plate, key) => (plate.length < 8 ? plate + key : plate);

/**
 * Whether the pad may close by itself: eight characters, or seven that do not look like a new-energy car's first seven.
 * @param {string} plate @returns {boolean}
 */
export const isWhole = (plate) => plate.length === 8 || (formOf(plate) === 'standard' && !/^[DF]/.test(plate.slice(2)));
