/** What a checkpoint's records are called on the screen. */

import {word} from '../words.js';

/** @type {[string, string][]} */
export const VEHICLES = [['car', word('Car')], ['van', word('Van')], ['bus', word('Bus')], ['truck', word('Truck')],
  ['motorcycle', word('Motorcycle')], ['emergency', word('Ambulance, fire, police')], ['other', word('Another vehicle')]];

/** The reasons to turn a vehicle back, the most usual first. @type {[string, string][]} */
export const REASONS = [['no_permit', word('no permit')], ['risk_area', word('from a risk area')], ['stranger', word('nothing to do here')],
  ['fever', word('a fever')], ['road_closed', word('road closed')], ['refused', word('refuses to be checked')], ['other', word('another reason')]];

/** @type {[import('../domain/checkpoint.js').Origin, string][]} */
export const ORIGINS = [['province', word('From this province')], ['other_province', word('From other provinces')],
  ['abroad', word('From abroad')], ['unknown', word('Nobody could say')]];
