/**
 * Every word that people see. The English text is the key: `t('nobody home')`. One catalogue a language comes from the
 * server and is kept by the service worker; English needs none.
 */

import {signal} from '@preact/signals';

/** @typedef {'zh-hans'|'zh-hant'|'en'} Language */

/** @type {import('@preact/signals').Signal<{language: Language, words: Record<string, string>}>} */
const spoken = signal({language: 'en', words: {}});

/** The `lang` of a document in this language. */
const TAGS = Object.freeze({'zh-hans': 'zh-Hans', 'zh-hant': 'zh-Hant', en: 'en'});

/** The language of what is on the screen. @returns {Language} */
export const language = () => spoken.value.language;

/** What was asked for last, and whether its words are on the screen. @type {{wanted: Language, isThere: boolean}} */
let asked = {wanted: 'en', isThere: true};

/**
 * Change the language; everything on the screen follows. Where the catalogue cannot be had, what was shown stays: English
 * at first. What comes after another language was asked for is dropped.
 * @param {Language} wanted @returns {Promise<void>}
 */
export async function speak(wanted) {
  asked = {wanted, isThere: false};
  const words = wanted === 'en' ? {} : await catalogue(wanted);
  if (asked.wanted !== wanted || asked.isThere || !words) return;
  asked.isThere = true;
  spoken.value = {language: wanted, words};
  document.documentElement.lang = TAGS[wanted];
}

/** Asks once more for words that have not come. */
export const speakAgain = () => void (asked.isThere || speak(asked.wanted));

/** @param {Language} wanted @returns {Promise<Record<string, string>|null>} null: it cannot be had now */
async function catalogue(wanted) {
  try {
    const answer = await fetch(`/field/words/${wanted}.json`);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * The text in the language of the screen.
 * @param {string} message English, literal, so that it is found for translation
 * @param {Record<string, string|number>} [values] for the {names} in it
 * @returns {string}
 */
export const t = (message, values) => filled(spoken.value.words[message] ?? message, values);

/**
 * The same where a number decides: Chinese has one form, English two.
 * @param {string} one @param {string} many with {n} @param {number} n @param {Record<string, string|number>} [values]
 * @returns {string}
 */
export function tn(one, many, n, values) {
  return filled(spoken.value.words[one] ?? (n === 1 ? one : many), {n, ...values});
}

/** Marks a text that a later `t(variable)` translates. @param {string} message @returns {string} */
export const word = (message) => message;

/** @param {string} text @param {Record<string, string|number>} [values] @returns {string} */
function filled(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole)) : text;
}
