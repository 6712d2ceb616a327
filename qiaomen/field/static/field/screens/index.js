/** The screens by the first word of their address. */

import '../parts/looks.js';

import {Add} from './add.js';
import {Building} from './building.js';
import {DoorScreen} from './door.js';
import {Join} from './join.js';
import {Welcome} from './join-welcome.js';
import {Me} from './me.js';
import {OutboxScreen} from './outbox.js';
import {PersonScreen} from './person.js';
import {Practice} from './practice.js';
import {Scan} from './scan.js';
import {Script} from './script.js';
import {Today} from './today.js';

export const routes = {
  today: Today, building: Building, door: DoorScreen, person: PersonScreen, outbox: OutboxScreen, me: Me,
  join: Join, welcome: Welcome, practice: Practice, script: Script,
  scan: Scan, add: Add,
};
