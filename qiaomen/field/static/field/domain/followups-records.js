/** The records of following somebody up: a check, and what came of a call. As domain/visits.js: what is empty is left out. */

/**
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, now: number, person: string}} About `id` a fresh uuid7, `now` ms by the phone's clock
 * @typedef {{id: string, to: string[], topic?: string, due?: string, text?: string}} Question
 */

/** @param {any} value */
const isSaid = (value) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && !value.length);

/** @param {string} kind @param {About} about @param {Record<string, any>} said @returns {Envelope} */
const envelope = (kind, {id, now, person}, said) => ({
  id, kind, device_at: new Date(now).toISOString(), person,
  body: Object.fromEntries(Object.entries(said).filter(([, value]) => isSaid(value))),
});

/**
 * Somebody under a measure was checked.
 * @param {About & {how: 'seen'|'stated'|'phone', slot?: string, temperature?: number, symptoms?: string[],
 *   note?: string}} check `temperature` in °C @returns {Envelope}
 */
export const checked = ({id, now, person, ...said}) => envelope('check', {id, now, person}, said);

/**
 * A call to somebody under a measure, or from them, and what it left open.
 * @param {About & {outcome: string, incoming?: boolean, promise?: string, promise_due?: string, settles?: string[],
 *   questions?: Question[], note?: string}} call @returns {Envelope}
 */
export const called = ({id, now, person, incoming, questions = [], ...said}) => envelope('call', {id, now, person}, {
  ...said, incoming: incoming || undefined,
  questions: questions.map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => isSaid(value)))),
});
