/**
 * What a sweep asks, whether an answer fits, and what it raises: the phone's half of campaigns/questionnaires.py;
 * contracts/questions.json holds the cases that both run. Conditions and rules of single questions: conditions.js.
 *
 * @typedef {import('./types.js').Question} Question
 * @typedef {import('./types.js').Edition} Edition
 * @typedef {Record<string, any>} Answers
 * @typedef {null|'yes_no'|'choice'|'number'|'whole'|'below'|'above'|'date'|'text'} Misfit
 */

import {applying} from './conditions.js';
import {FLAG} from './states.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The questions that apply to a door, or to one of its people.
 * @param {Edition} edition @param {'person'|'door'} of @param {string} doorKind
 * @param {Answers} answers so far, of the person and of the door in one
 * @param {string} [today] like 2022-03-20, in the district's time zone @returns {Question[]}
 */
export const asked = (edition, of, doorKind, answers, today = '') =>
  applying(edition.questions, answers, {today, doorKind}).filter((question) => question.of === of);

/**
 * The names of the mandatory questions among these that have no answer yet.
 * @param {Question[]} questions those that are asked @param {Answers} answers @param {Record<string, string>} [texts]
 * @returns {string[]}
 */
export function missing(questions, answers, texts = {}) {
  const given = (/** @type {Question} */ question) =>
    filled(question.type === 'text' ? (texts[question.name] ?? answers[question.name]) : answers[question.name]);
  return questions.filter((question) => question.required && !given(question)).map((question) => question.name);
}

/** @param {any} answer */
const filled = (answer) =>
  answer !== null && answer !== undefined && answer !== '' && !(Array.isArray(answer) && answer.length === 0);

/**
 * Why an answer does not fit its question's type and bounds; null when it fits, or when there is none.
 * Free text never is an answer: it goes into `texts`, which are sealed.
 * @param {Question} question @param {any} answer @returns {Misfit}
 */
export function misfit(question, answer) {
  if (answer === null || answer === undefined) return null;
  return RULES[question.type](question, answer);
}

/** @type {Record<Question['type'], (question: Question, answer: any) => Misfit>} */
const RULES = {
  yes_no: (_question, answer) => (typeof answer === 'boolean' ? null : 'yes_no'),
  one: (question, answer) => (typeof answer === 'string' && valuesOf(question).has(answer) ? null : 'choice'),
  many: (question, answer) => (isSubset(answer, valuesOf(question)) ? null : 'choice'),
  number: numberMisfit,
  integer: numberMisfit,
  date: (_question, answer) => (typeof answer === 'string' && isDate(answer) ? null : 'date'),
  text: () => 'text',
};

/** @param {Question} question */
const valuesOf = (question) => new Set((question.choices ?? []).map((choice) => choice.value));

/** @param {any} answer @param {Set<string>} values */
const isSubset = (answer, values) => Array.isArray(answer) && answer.every((one) => values.has(one));

/** @param {Question} question @param {any} answer @returns {Misfit} */
function numberMisfit(question, answer) {
  if (typeof answer !== 'number' || !Number.isFinite(answer)) return 'number';
  if (question.type === 'integer' && !Number.isInteger(answer)) return 'whole';
  if (question.minimum != null && answer < question.minimum) return 'below';
  return question.maximum != null && answer > question.maximum ? 'above' : null;
}

/** @param {string} text @returns {boolean} a day that exists, like 2022-03-20 */
export function isDate(text) {
  if (!DATE.test(text) || text.startsWith('0000')) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/**
 * The bits of FLAG that these answers raise.
 * @param {Question[]} questions @param {Answers} answers @returns {number}
 */
export function flagsOf(questions, answers) {
  let flags = 0;
  for (const question of questions) {
    const answer = answers[question.name];
    for (const raises of question.raises ?? []) {
      if (raised(raises, answer)) flags |= FLAG[/** @type {keyof typeof FLAG} */ (raises.flag.toUpperCase())] ?? 0;
    }
  }
  return flags;
}

/** @param {import('./types.js').Raises} raises @param {any} answer @returns {boolean} */
function raised(raises, answer) {
  if (raises.above != null && typeof answer === 'number') return answer > raises.above;
  const given = Array.isArray(answer) ? answer : [answer];
  return given.some((one) => (raises.values ?? []).includes(one));
}
