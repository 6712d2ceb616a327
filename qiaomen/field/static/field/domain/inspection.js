/**
 * Findings, disinfection and seals on a phone: what is written, and what is left to do with what this phone wrote since
 * the server answered. Pure. contracts/inspection.json holds what the server decides alike.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./inspected.js').Spot} Spot @typedef {import('./inspected.js').Earlier} Earlier
 * @typedef {{id: string, place: string, role: string, name: string}} Duty
 * @typedef {{id: string, place: string, door: string|null, what: string, where: string, label: string, state: string,
 *   due: string|null, found: string, reopened: number, mine: boolean}} Finding
 * @typedef {{subject: string, place: string, door: string|null, asked: string|null, where: string, label: string,
 *   why: string, due: string}} Round
 * @typedef {{id: string, name: string, concentration: number, minutes: number}} Product
 * @typedef {{id: string, place: string, door: string|null, where: string, label: string, standing: string,
 *   until: string|null, emergency: string, ask: boolean, needs?: boolean, unexplained: string[]}} Seal `needs`: what they need is to be seen to
 * @typedef {{door: string, place: string, where: string, label: string, people: {episode: string, person: string}[]}} Sealable
 * @typedef {{findings: Finding[], places: Spot[], duties: Duty[], rounds: Round[], products: Product[], seals: Seal[],
 *   sealable: Sealable[], earlier?: Earlier[], repeatsFrom?: number, more?: More, at: number}} Known `at`: when the server said so, ms by this phone's clock
 * @typedef {{mine: number, looks: number, rounds: number, seals: number, earlier?: number, places?: number}} More how many of each list it did not say
 * @typedef {{place: string|null, door?: string|null}} At `place`: null of a door whose place the server knows
 * @typedef {{id: string, now: number, note?: string, photos?: string[]}} Said
 */

import {unanswered} from './taking-back.js';

const HOUR_MS = 3_600_000;
/** Hours within which each kind of finding is put right. @type {Record<string, number>} */
const DUE_HOURS = {
  gate_unmanned: 2, not_measured: 4, not_scanned: 4, crowding: 4, not_followed: 12, not_disinfected: 24, not_knocked: 24, venue_open: 24,
  other: 24, list_wrong: 48, notice_missing: 48,
};
/** Openings after which somebody is to knock and ask: nobody knows why, or they may need help. */
const ASKS = ['', 'illness', 'birth', 'fire', 'accident'];
export const OPENINGS = ['opened', 'broken'];
/** What an inspector writes. */
export const KINDS = ['finding', 'finding_step', 'disinfection', 'seal', 'seal_event'];

/** By when something found at this moment is put right. @param {string} what @param {number} at ms @returns {number} ms */
export const dueAt = (what, at) => at + DUE_HOURS[what] * HOUR_MS;

/** Whether somebody is asked to knock. @param {string} event @param {string} why @returns {boolean} */
export const asks = (event, why) => OPENINGS.includes(event) && ASKS.includes(why);

/** Whether nobody has to knock any more: only that all is well settles it. @param {string} finds @returns {boolean} */
export const settles = (finds) => ['', 'well'].includes(finds);

/** @param {string} kind @param {At} at @param {Said} said @param {Record<string, any>} body @returns {Envelope} */
const envelope = (kind, {place, door}, {id, now, note, photos}, body) => ({
  id, kind, device_at: new Date(now).toISOString(), ...(place ? {place} : {}), ...(door ? {door} : {}),
  body: {...body, ...(note ? {note} : {}), ...(photos?.length ? {photos} : {})},
});

/** A finding; its date is written with it, so that everybody reads the same. @param {At} at @param {Said & {what: string, duty?: string}} said @returns {Envelope} */
export const findingOf = (at, said) => envelope('finding', at, said, {
  what: said.what, due: new Date(dueAt(said.what, said.now)).toISOString(), ...(said.duty ? {duty: said.duty} : {}),
});

/** A step of a finding. @param {Finding} finding @param {Said & {step: 'rectified'|'looked_again', isRight?: boolean}} said @returns {Envelope} */
export const findingStepOf = (finding, said) => envelope('finding_step', finding, said, {
  finding: finding.id, step: said.step, ...(said.isRight ? {is_right: true} : {}),
});

/** A round of disinfection. @param {At & {asked?: string|null}} at @param {Said & {product?: string, concentration?: number, area?: number}} said @returns {Envelope} */
export const roundOf = (at, said) => envelope('disinfection', at, said, {
  ...(at.asked ? {asked: at.asked} : {}), ...(said.product ? {product: said.product} : {}),
  ...(said.concentration ? {concentration: said.concentration} : {}), ...(said.area ? {area: said.area} : {}),
});

/** A seal on the door of somebody who isolates. @param {Sealable} at @param {Said & {emergency: string}} said @returns {Envelope} */
export const sealOf = (at, said) => ({
  ...envelope('seal', at, said, {emergency: said.emergency, people: at.people}), person: at.people[0].person,
});

/**
 * Something that happened to a seal. @param {At & {id: string}} seal
 * @param {Said & {event: string, why?: string, opening?: string, finds?: string}} said @returns {Envelope}
 */
export const sealEventOf = (seal, said) => envelope('seal_event', seal, said, {
  seal: seal.id, event: said.event, ...(said.why ? {why: said.why} : {}), ...(said.opening ? {opening: said.opening} : {}),
  ...(said.finds ? {finds: said.finds} : {}),
});

/**
 * What this phone wrote that the server's last answer cannot know, and that nothing took back.
 * @param {{envelope: Envelope, standing: string}[]} items in order @param {number} answered ms by this phone's clock @returns {Envelope[]}
 */
export const written = (items, answered) => unanswered(items, answered, KINDS);

/**
 * What is left. @param {Known} known @param {Envelope[]} written of this phone, in order
 * @returns {{mine: Finding[], looks: Finding[], rounds: Round[], seals: Seal[], asking: Seal[], sealable: Sealable[]}}
 */
export function left(known, written) {
  const stepped = new Set(written.filter((one) => one.kind === 'finding_step').map((one) => one.body.finding));
  const rounds = written.filter((one) => one.kind === 'disinfection');
  const sealed = new Set(written.filter((one) => one.kind === 'seal').map((one) => one.door));
  const seals = known.seals.map((seal) => after(seal, written)).filter((seal) => seal.standing !== 'removed');
  const findings = known.findings.filter((one) => !stepped.has(one.id));
  return {
    mine: findings.filter((one) => one.mine), looks: findings.filter((one) => !one.mine),
    rounds: known.rounds.filter((one) => !rounds.some(({place, door, body}) => (one.asked ? body.asked === one.asked : !door && place === one.place))),
    seals, asking: seals.filter((one) => one.ask), sealable: known.sealable.filter((one) => !sealed.has(one.door)),
  };
}

/** A seal after what this phone wrote of it. @param {Seal} seal @param {Envelope[]} written @returns {Seal} */
function after(seal, written) {
  let found = seal;
  for (const {id, kind, body} of written) {
    if (kind !== 'seal_event' || body.seal !== seal.id) continue;
    const {event, why = '', finds = ''} = body;
    if (OPENINGS.includes(event)) {
      found = {...found, standing: event, ask: found.ask || asks(event, why), unexplained: why ? found.unexplained : [...found.unexplained, id]};
    } else if (event === 'asked') found = {...found, ...asked(found, finds)};
    else if (event === 'resealed') found = {...found, standing: 'intact'};
    else if (event === 'removed') found = {...found, standing: 'removed', ask: false, needs: false};
    else if (event === 'explained') found = {...found, unexplained: found.unexplained.filter((one) => one !== body.opening)};
  }
  return found;
}

/** What a knock makes of it; a need stays one until all is well. @param {Seal} seal @param {string} finds */
function asked({ask, needs = false}, finds) {
  if (settles(finds)) return {ask: false, needs: false};
  return finds === 'needs' ? {ask: true, needs: true} : {ask, needs};
}

/**
 * The places whose name holds what was typed, the shortest name first; none while nothing was typed.
 * @param {Spot[]} places @param {string} typed @param {number} [most] @returns {Spot[]}
 */
export function namedSo(places, typed, most = 12) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return [];
  const found = places.filter(({name, where}) => `${where} ${name}`.toLowerCase().includes(wanted));
  return found.sort((a, b) => a.where.length - b.where.length).slice(0, most);
}
