/** Scan: hold the phone at a door's, a building's or a join code, and its screen opens. */

import {html} from 'htm/preact';

import {t} from '../words.js';
import {meet} from './scan-met.js';
import {Scanner} from './scanner.js';
import {known} from './sweep.js';

export const Scan = () => html`
  <${Scanner} title=${t('Scan')} tab="scan" meet=${(/** @type {string} */ text) => meet(text, known.value)}
              hint=${t('Codes of doors, buildings and entrances, and the code to join by.')} />`;
