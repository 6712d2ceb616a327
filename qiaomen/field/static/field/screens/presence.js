/** How a person is accounted for: seen and said to be well are different facts. */

import {t, word} from '../words.js';

/** @type {Record<string, string>} */
const WORDS = {
  seen: word('seen'),
  stated: word('stated'),
  elsewhere: word('elsewhere'),
  moved: word('moved away'),
  died: word('died'),
  unaccounted: word('unaccounted for'),
};

/** @param {string} presence @returns {string} */
export const presenceWord = (presence) => t(WORDS[presence] ?? presence);
