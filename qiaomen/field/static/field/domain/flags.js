/** What a visit brings up for somebody to act on: the answers to questions that apply, and no others, raise flags. */

import {applying} from './conditions.js';
import {flagsOf} from './questions.js';
import {dayOf} from './zone.js';

/**
 * @typedef {Record<string, any>} Answers
 * @typedef {{questions: import('./types.js').Question[], at: number, zone: string}} Where `at`: the record's moment, ms
 */

const DAY_MS = 86_400_000;

/** What the door's own answers raise. @param {Where} where @param {Answers} door @returns {number} bits of FLAG */
export const flagsAtDoor = (where, door) => raised(where, 'door', door, door);

/**
 * What one person's answers raise; their questions may depend on the door's answers too.
 * @param {Where} where @param {Answers} door @param {Answers} person @returns {number} bits of FLAG
 */
export const flagsOfPerson = (where, door, person) => raised(where, 'person', {...door, ...person}, person);

/**
 * A question that depends on today counts if it applies on the record's day or on the day before, as on the server.
 * @param {Where} where @param {'door'|'person'} of @param {Answers} all @param {Answers} answers @returns {number}
 */
function raised({questions, at, zone}, of, all, answers) {
  if (!questions.some((one) => one.relevant)) return flagsOf(questions.filter((one) => one.of === of), answers);
  const known = questions.filter((one) => of === 'person' || one.of === 'door');
  const days = [at, at - DAY_MS].map((moment) => dayOf(moment, zone));
  const found = new Set(days.flatMap((today) => applying(known, all, {today})));
  return flagsOf([...found].filter((one) => one.of === of), answers);
}
