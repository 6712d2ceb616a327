/**
 * What a door's state will be once the phone's own records have arrived: the server's target with them on top, by the
 * rules of campaigns/target.py. contracts/predict.json holds the cases that both run.
 *
 * What cannot be predicted, because the phone does not have it: in which parts of the day others knocked (only the
 * last try's time comes), when a vacancy was claimed that another outcome hides, whether somebody opened or all of it
 * was by telephone once nobody is missing any more, what exactly an earlier record said that is now corrected where
 * several were folded, which ids are one person's, who works (and does not live) behind a door before its first visit,
 * and records of others that are younger than the target. The next pull tells.
 *
 * @typedef {import('./types.js').Target} Target
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./effective.js').Effective} Effective
 * @typedef {{campaign: import('./types.js').Campaign, registered: Iterable<string>,
 *   edition: import('./types.js').Edition|null, zone?: string, roll?: import('./types.js').Roll[], offsetMs?: number,
 *   isOpen?: boolean, knocks?: string[]}} Known `registered`: ids of the people behind the door; `roll`: how they are
 *   accounted for so far; `knocks`: times of earlier tries where the phone knows them all
 */

import {effective} from './effective.js';
import {flagsAtDoor} from './flags.js';
import {accounted} from './roll.js';
import {FIRST_CLOSED, STATE} from './states.js';
import {nextWindow, partOfDay, tries} from './windows.js';

const HERE = 'Asia/Shanghai';
const KNOCKS = new Set(['answered', 'absent', 'vacant', 'refused', 'inaccessible', 'wrong_address']);
/** @type {Set<number>} */
const RETRIED = new Set([STATE.ABSENT, STATE.PARTIAL, STATE.REFUSED, STATE.VACANT_CLAIMED]);

/**
 * A door that nobody knocked on yet.
 * @param {string} campaign @param {string} door @param {string} [team] @returns {Target}
 */
export const blank = (campaign, door, team = '') => ({
  campaign, door, team, state: STATE.UNTOUCHED, attempts: 0, last_at: null, next_from: null, next_until: null,
  by_phone: false, flags: 0, people: 0, unaccounted: 0, claim: null,
});

/**
 * The target with these records on top; the same target where none of them speaks of its sweep.
 * @param {Target|null} target null for a door that the sweep does not have yet
 * @param {Envelope[]} envelopes the phone's own records of this door that the target does not hold @param {Known} known
 * @returns {Target}
 */
export function predict(target, envelopes, known) {
  const sweep = known.campaign.id;
  const mine = envelopes.filter(({kind, body}) => kind === 'void' || (kind === 'visit' && body.campaign === sweep));
  if (mine.length === 0) return target ?? blank(sweep, envelopes[0]?.door ?? '');
  const before = target ?? blank(sweep, mine[0].door ?? '');
  const {own, strangers} = effective(mine, known.offsetMs);
  const {base, visits, alone} = corrected(before, own, strangers);
  if (visits.length === 0) return base;
  return folded(base, visits, {...known, roll: alone ? [] : known.roll});
}

/**
 * Corrections of records that are folded already. Where the target holds one record only, the correction takes its
 * place; else only the server knows what is left without it: what is said anew counts on top, and no try is added.
 * @param {Target} before @param {Effective[]} own @param {Effective[]} strangers
 * @returns {{base: Target, visits: (Effective & {uncounted?: boolean})[], alone: boolean}}
 */
function corrected(before, own, strangers) {
  if (strangers.length === 0) return {base: before, visits: own, alone: false};
  const at = before.last_at ? Date.parse(before.last_at) : null;
  const alone = before.attempts <= 1 && new Set(strangers.map((one) => one.id)).size === 1;
  const again = strangers.filter((one) => one.kind === 'visit');
  const said = again.map((one) => ({...one, at: at ?? one.at, uncounted: !alone}));
  return {base: alone ? blank(before.campaign, before.door, before.team) : before, visits: [...said, ...own], alone};
}

/**
 * @param {Target} base @param {(Effective & {uncounted?: boolean})[]} visits @param {Known} known @returns {Target}
 */
function folded(base, visits, known) {
  const questions = known.edition?.questions ?? [];
  const whereOf = (/** @type {Effective} */ {at}) => ({questions, at, zone: known.zone ?? HERE});
  const roll = accounted(base, visits, known, whereOf);
  const before = base.flags | roll.flags;
  const knocks = visits.filter((one) => KNOCKS.has(one.body.outcome) && !one.uncounted);
  const last = Math.max(...visits.map((one) => one.at), base.last_at ? Date.parse(base.last_at) : 0);
  /** @type {Target} */
  const next = {
    ...base,
    attempts: base.attempts + knocks.length,
    last_at: new Date(last).toISOString(),
    flags: visits.reduce((bits, one) => bits | flagsAtDoor(whereOf(one), one.body.answers ?? {}), before),
    people: roll.people,
    unaccounted: roll.unaccounted,
  };
  const closed = {state: STATE.WRONG_ADDRESS, claim: null};
  Object.assign(next, known.isOpen === false ? closed : stated(base, visits, known, next));
  return {...next, ...retried(base, knocks, known, next)};
}

/**
 * The door's state, and the claim that waits for review.
 * @param {Target} base @param {Effective[]} visits @param {Known} known @param {Target} next
 * @returns {{state: number, claim: string|null}}
 */
function stated(base, visits, known, next) {
  const sayings = [...saidBefore(base), ...said(base, visits, known)];
  const closed = sayings.filter((one) => one.state >= FIRST_CLOSED);
  const facts = new Set(closed.map((one) => (one.state === STATE.REMOTE ? STATE.ANSWERED : one.state)));
  if (facts.size > 1 || base.state === STATE.CONFLICT) return {state: STATE.CONFLICT, claim: null};
  if (facts.has(STATE.ANSWERED) && next.unaccounted > 0) return {state: STATE.PARTIAL, claim: null};
  if (closed.length > 0) {
    const opened = closed.find((one) => one.state === STATE.ANSWERED);
    return {state: (opened ?? closed[closed.length - 1]).state, claim: null};
  }
  const telling = sayings.filter((one) => one.state !== STATE.ABSENT).at(-1) ?? sayings[sayings.length - 1];
  return {state: telling?.state ?? STATE.UNTOUCHED, claim: telling?.claim ?? null};
}

/** @param {Target} base @returns {{state: number, claim: string|null}[]} what the target's own records amount to */
function saidBefore({state, claim, attempts}) {
  if (state === STATE.UNTOUCHED || state === STATE.CONFLICT) return [];
  // Some members missing: somebody opened, or all of it was by telephone.
  if (state === STATE.PARTIAL) return [{state: attempts > 0 ? STATE.ANSWERED : STATE.REMOTE, claim: null}];
  return [{state, claim}];
}

/**
 * What each new record says of the door.
 * @param {Target} base @param {Effective[]} visits @param {Known} known
 * @returns {{state: number, claim: string|null}[]}
 */
function said(base, visits, {campaign, zone = HERE}) {
  const claimed = base.state === STATE.VACANT_CLAIMED && base.last_at !== null;
  const vacancies = new Set(claimed ? [partOfDay(/** @type {string} */ (base.last_at), zone)] : []);
  return visits.map(({id, at, body}) => {
    if (body.outcome === 'inaccessible') return {state: STATE.INACCESSIBLE, claim: id};
    if (body.outcome === 'wrong_address') return {state: STATE.WRONG_ADDRESS_CLAIMED, claim: id};
    if (body.outcome === 'vacant') {
      const part = partOfDay(at, zone);
      const confirmed = Boolean(body.confirmed_by) || [...vacancies].some((other) => other !== part);
      vacancies.add(part);
      return {state: confirmed ? STATE.VACANT : STATE.VACANT_CLAIMED, claim: null};
    }
    return {state: simple(body, campaign), claim: null};
  });
}

/** @param {Record<string, any>} body @param {import('./types.js').Campaign} campaign @returns {number} */
function simple(body, campaign) {
  if (body.outcome === 'answered') return STATE.ANSWERED;
  if (body.outcome === 'absent') return STATE.ABSENT;
  if (body.outcome === 'refused') return STATE.REFUSED;
  const verified = body.outcome === 'phone' ? campaign.remote_closes : Boolean(body.verified);
  return verified ? STATE.REMOTE : STATE.UNVERIFIED;
}

/**
 * When to try again, or that it is time to phone.
 * @param {Target} base @param {Effective[]} knocks new ones @param {Known} known @param {Target} next
 * @returns {{next_from: string|null, next_until: string|null, by_phone: boolean}}
 */
function retried(base, knocks, known, next) {
  const none = {next_from: null, next_until: null, by_phone: false};
  if (next.state === STATE.UNVERIFIED) return {...none, by_phone: true};
  if (!RETRIED.has(next.state) || next.attempts === 0) return none;
  const earlier = known.knocks ?? (base.attempts > 0 && base.last_at ? [base.last_at] : []);
  const times = [...earlier.map((at) => Date.parse(at)), ...knocks.map((one) => one.at)];
  const counted = Math.max(0, base.attempts - earlier.length) + tries(times);
  if (next.state === STATE.ABSENT && counted >= known.campaign.max_tries) return {...none, by_phone: true};
  if (times.length === 0) return none;
  const {from, until} = nextWindow(times, known.zone ?? HERE, known.campaign);
  return {next_from: from, next_until: until, by_phone: false};
}
