/**
 * Predicts many made-up doors: `node many.mjs FILE` reads a contract like contracts/predict.json and writes what the
 * phone predicts of each case, one JSON list.
 */

import {readFileSync} from 'node:fs';

import {predict} from '../../static/field/domain/predict.js';
import {predicted} from './contract.mjs';

const shared = JSON.parse(readFileSync(process.argv[2], 'utf8'));
process.stdout.write(JSON.stringify(shared.cases.map((/** @type {any} */ one) => predicted(shared, one, predict))));
