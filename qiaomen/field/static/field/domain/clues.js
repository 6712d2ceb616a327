/**
 * Clues: telling one, and what is done about those that one is to look at; with what this phone wrote down since the
 * server answered. By the cases that the server is checked with, too (contracts/clues.json). Pure.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {{id: string, place: string, where: string, what: string, words: string, at: string, plate: string,
 *   due: string|null, late: boolean, seen: boolean, reports?: number, ended?: string[]}} Task `reports`: more that were joined
 *   to it, and how some of them `ended` by themselves; `late`: told to one because nobody had ended it by its hour
 * @typedef {{id: string, name: string}} Place
 * @typedef {{tasks: Task[], places: Place[], moreTasks?: number, morePlaces?: number, at: number}} Known `at`: when the
 *   server said so, ms; `moreTasks`, `morePlaces`: how many it did not say
 * @typedef {'seen'|'verified'|'unfounded'|'elsewhere'} StepName
 */

import {unanswered} from './taking-back.js';

/** What a clue may be about. */
export const WHATS = ['person', 'vehicle', 'gathering', 'venue', 'other'];

/** Steps after which nobody has to look any more. @type {string[]} */
const ENDS = ['verified', 'unfounded', 'elsewhere'];

/**
 * Somebody tells of something. A plate goes in a field of its own, so that two who tell of one car are found.
 * @param {{id: string, now: number, place: string, what: string, words?: string, where?: string, plate?: string}} said @returns {Envelope}
 */
export const toldOf = ({id, now, place, what, words, where, plate}) => ({
  id, kind: 'clue', device_at: new Date(now).toISOString(), place,
  body: {what, source: 'volunteer', ...(words ? {words} : {}), ...(where ? {where} : {}), ...(plate ? {plate} : {})},
});

/** Why a step cannot be written down as it stands; "" where it can. @param {StepName} step @param {string} to @returns {''|'to_whom'} */
export const lacks = (step, to) => (step === 'elsewhere' && !to.trim() ? 'to_whom' : '');

/**
 * A step about a clue. @param {Task} task
 * @param {{id: string, now: number, step: StepName, note?: string, to?: string, photos?: string[]}} said @returns {Envelope}
 */
export const stepOf = (task, {id, now, step, note, to, photos}) => ({
  id, kind: 'clue_step', device_at: new Date(now).toISOString(), place: task.place,
  body: {clue: task.id, step, ...(note ? {note} : {}), ...(to?.trim() ? {to: to.trim()} : {}), ...(photos?.length ? {photos} : {})},
});

/**
 * The steps that this phone wrote, that the server's last answer cannot know and nothing took back.
 * @param {{envelope: Envelope, standing: string}[]} items in order @param {number} answered ms by this phone's clock
 * @returns {{clue: string, step: string}[]}
 */
export function written(items, answered) {
  return unanswered(items, answered, ['clue_step']).map(({body}) => ({clue: body.clue, step: body.step}));
}

/** How far a clue is after these steps. @param {string[]} steps in order @returns {{state: string, seen: boolean}} the first end counts */
export function progress(steps) {
  const end = steps.find((step) => ENDS.includes(step));
  return {state: end ?? 'open', seen: steps.includes('seen') || end !== undefined};
}

/**
 * What is still to be looked at, what is past its hour first.
 * @param {Known} known @param {{clue: string, step: string}[]} steps @param {number} now ms, the server's time
 * @returns {(Task & {isLate: boolean})[]}
 */
export function left({tasks}, steps, now) {
  const stands = (/** @type {Task} */ task) => progress(steps.filter(({clue}) => clue === task.id).map(({step}) => step));
  return tasks
    .filter((task) => stands(task).state === 'open')
    .map((task) => ({...task, seen: task.seen || stands(task).seen, isLate: isLate(task.due, now)}))
    .sort((a, b) => Number(b.isLate) - Number(a.isLate) || (a.due ?? '').localeCompare(b.due ?? ''));
}

/** Whether a clue that is open is past its hour. @param {string|null} due @param {number} now ms @returns {boolean} */
export const isLate = (due, now) => due !== null && Date.parse(due) < now;
