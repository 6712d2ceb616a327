/** What clues are about, in words. */

import {t, word} from '../words.js';

/** @type {Record<string, string>} */
const WHAT = {
  person: word('somebody came back from elsewhere'), vehicle: word('a vehicle from elsewhere'), gathering: word('many people together'),
  venue: word('a place open that should be closed'), other: word('something else'),
};

/** @param {string} what @returns {string} */
export const whatWord = (what) => t(WHAT[what] ?? WHAT.other);
