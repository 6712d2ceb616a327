/**
 * The records that a phone writes. Each function takes `id` (a fresh uuid7) and `now` (ms by the phone's own clock,
 * uncorrected) and answers an envelope as docs/sync-protocol.md has it; what is empty is left out.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, edition: string}} Sweep the campaign, or what matters of it
 * @typedef {Record<string, any>} Answers
 * @typedef {{name: string, sex?: number, birth_year?: number|null, relation?: string, id_number?: string,
 *   phones?: string[]}} NewPerson
 * @typedef {{person: string, presence: string, answers?: Answers, texts?: Record<string, string>, new?: NewPerson,
 *   note?: string}} Seen
 * @typedef {{seconds?: number, lon?: number, lat?: number, accuracy_m?: number, note?: string, answers?: Answers,
 *   texts?: Record<string, string>, mends?: string, photos?: string[]}} Extra what any visit may also say
 * @typedef {{id: string, now: number, door: string, campaign: Sweep} & Extra} Knock
 */

/** @param {any} value */
const isEmpty = (value) =>
  value === undefined || value === null || value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** @param {Record<string, any>} fields @returns {Record<string, any>} without what is empty */
const tidy = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));

/**
 * @param {{id: string, now: number, kind: string, body: Record<string, any>, door?: string, place?: string,
 *   person?: string, amends?: string, mends?: string}} record
 * @returns {Envelope}
 */
function envelope({id, now, kind, body, ...subject}) {
  return {id, kind, device_at: new Date(now).toISOString(), ...tidy(subject), body: tidy(body)};
}

/** @param {Seen} seen @returns {Seen} */
const tidySeen = (seen) => /** @type {Seen} */ (tidy({...seen, new: seen.new && tidy(seen.new)}));

/**
 * @param {string} outcome @param {Knock & {people?: Seen[], confirmed_by?: string}} knock
 * @returns {Envelope}
 */
function visit(outcome, {id, now, door, campaign, mends, people = [], ...said}) {
  const body = {campaign: campaign.id, edition: campaign.edition, outcome, people: people.map(tidySeen), ...said};
  return envelope({id, now, kind: 'visit', door, mends, body});
}

/**
 * Everyone of the household is said to be well: all are *stated*, nothing else is asserted of them.
 * @param {Knock & {people: string[]}} knock `people` are ids @returns {Envelope}
 */
export const everyoneWell = ({people, ...knock}) =>
  visit('answered', {...knock, people: people.map((person) => ({person, presence: 'stated'}))});

/** @param {Knock} knock @returns {Envelope} */
export const nobodyHome = (knock) => visit('absent', knock);

/**
 * Nobody lives here. Without a neighbour or the manager who says so, a second visit must confirm.
 * @param {Knock & {confirmedBy?: 'neighbour'|'manager'}} knock @returns {Envelope}
 */
export const vacant = ({confirmedBy, ...knock}) => visit('vacant', {...knock, confirmed_by: confirmedBy});

/** @param {Knock} knock @returns {Envelope} */
export const refused = (knock) => visit('refused', knock);

/** @param {Knock} knock @returns {Envelope} */
export const cannotGetIn = (knock) => visit('inaccessible', knock);

/** There is no such door. @param {Knock} knock @returns {Envelope} */
export const wrongAddress = (knock) => visit('wrong_address', knock);

/** Somebody opened: who was accounted for, and how. @param {Knock & {people: Seen[]}} knock @returns {Envelope} */
export const oneByOne = (knock) => visit('answered', knock);

/** The household was reached by telephone. @param {Knock & {people: Seen[]}} knock @returns {Envelope} */
export const byPhone = (knock) => visit('phone', knock);

/**
 * Takes a record back.
 * @param {{id: string, now: number, of: Envelope, reason?: string}} what @returns {Envelope}
 */
export const voiding = ({id, now, of, reason}) =>
  envelope({id, now, kind: 'void', door: of.door, place: of.place, person: of.person, amends: of.id, body: {reason}});

/**
 * Says a record anew; the earlier one stays, and this one counts instead, at the earlier one's moment.
 * @param {{id: string, now: number, of: Envelope, body: Record<string, any>}} what `body` whole @returns {Envelope}
 */
export const amending = ({id, now, of, body}) =>
  envelope({id, now, kind: of.kind, door: of.door, place: of.place, person: of.person, amends: of.id, body});

/**
 * A door that the register lacks.
 * @param {{id: string, now: number, door: string, place: string, label: string, kind?: string}} found `door` a new uuid
 * @returns {Envelope}
 */
export const doorAdded = ({id, now, door, ...body}) => envelope({id, now, kind: 'door_added', door, body});

/**
 * A building, stairwell or alley that the register lacks.
 * @param {{id: string, now: number, place: string, parent: string, kind: string, name: string}} found `place` is new
 * @returns {Envelope}
 */
export const placeAdded = ({id, now, place, ...body}) => envelope({id, now, kind: 'place_added', place, body});

/**
 * A door is labelled otherwise or is of another kind.
 * @param {{id: string, now: number, door: {id: string, version: number}, label?: string, kind?: string}} change
 * @returns {Envelope}
 */
export const doorChanged = ({id, now, door, label, kind}) =>
  envelope({id, now, kind: 'door_changed', door: door.id, body: {version: door.version, label, kind}});
