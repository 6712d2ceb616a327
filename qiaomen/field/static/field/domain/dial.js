/** A phone number as somebody typed it, and as a phone dials it. */

const EXTENSION = /^(.*?\d)\s*(?:转|轉|分机|ext\.?|x)\s*(\d+)\s*$/i;

/**
 * The `tel:` address of a number. Full-width digits are read; an extension is dialled after a pause; of two numbers in
 * one line the first counts.
 * @param {string} typed @returns {string}
 */
export function dialled(typed) {
  const plain = typed.normalize('NFKC').trim();
  const [, number, extension] = EXTENSION.exec(plain) ?? ['', plain, ''];
  const first = number.split(/[/;,、]/)[0].replace(/[^\d+*#]/g, '');
  return `tel:${first.replaceAll('#', '%23')}${extension ? `,${extension}` : ''}`;
}
