/** The screens by the first word of their address: those at a door come with the app, the others right behind it. */

import '../parts/looks.js';

import {Building} from './building.js';
import {DoorScreen} from './door.js';
import {Today} from './today.js';

/** @type {Record<string, any>} */
export const routes = {today: Today, building: Building, door: DoorScreen};

/** @type {Record<string, () => Promise<any>>} */
export const later = {
  person: () => import('./person.js').then((found) => found.PersonScreen),
  outbox: () => import('./outbox.js').then((found) => found.OutboxScreen),
  me: () => import('./me.js').then((found) => found.Me),
  join: () => import('./join.js').then((found) => found.Join),
  welcome: () => import('./join-welcome.js').then((found) => found.Welcome),
  practice: () => import('./practice.js').then((found) => found.Practice),
  script: () => import('./script.js').then((found) => found.Script),
  scan: () => import('./scan.js').then((found) => found.Scan),
  add: () => import('./add.js').then((found) => found.Add),
};
