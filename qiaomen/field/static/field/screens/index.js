/** The screens by the first word of their address: today's work comes with the app, the others right behind it. */

import '../parts/looks.js';

import {Today} from './today.js';

/** @type {Record<string, any>} */
export const routes = {today: Today};

/** What follows today's work, whatever one does. */
export const next = ['building', 'door'];

/** @type {Record<string, () => Promise<any>>} */
export const later = {
  building: () => import('./building.js').then((found) => found.Building),
  door: () => import('./door.js').then((found) => found.DoorScreen),
  person: () => import('./person.js').then((found) => found.PersonScreen),
  followups: () => import('./followups.js').then((found) => found.FollowUps),
  followup: () => import('./followups-person.js').then((found) => found.FollowUpScreen),
  call: () => import('./call.js').then((found) => found.CallScreen),
  outbox: () => import('./outbox.js').then((found) => found.OutboxScreen),
  me: () => import('./me.js').then((found) => found.Me),
  join: () => import('./join.js').then((found) => found.Join),
  welcome: () => import('./join-welcome.js').then((found) => found.Welcome),
  practice: () => import('./practice.js').then((found) => found.Practice),
  script: () => import('./script.js').then((found) => found.Script),
  gate: () => import('./gate.js').then((found) => found.GateScreen),
  venue: () => import('./venue.js').then((found) => found.VenueScreen),
  station: () => import('./station.js').then((found) => found.StationScreen),
  findings: () => import('./findings.js').then((found) => found.FindingsScreen),
  disinfecting: () => import('./disinfecting.js').then((found) => found.DisinfectingScreen),
  seal: () => import('./seals.js').then((found) => found.SealsScreen),
  care: () => import('./care.js').then((found) => found.CareScreen),
  shifts: () => import('./shifts.js').then((found) => found.ShiftsScreen),
  clues: () => import('./clues.js').then((found) => found.CluesScreen),
  outreach: () => import('./outreach.js').then((found) => found.OutreachScreen),
  scan: () => import('./scan.js').then((found) => found.Scan),
  checkpoint: () => import('./checkpoint.js').then((found) => found.CheckpointScreen),
  sampling: () => import('./sampling.js').then((found) => found.SamplingScreen),
  add: () => import('./add.js').then((found) => found.Add),
};
