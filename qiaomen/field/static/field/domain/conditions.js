/**
 * When a question applies and which answers it takes: the phone's half of campaigns/conditions.py, word for word.
 * docs/questionnaires.md lists the operators; contracts/conditions.json holds the cases that both sides run.
 *
 * @typedef {string|number|boolean|null|string[]} Value
 * @typedef {Record<string, any>} Answers
 * @typedef {import('./types.js').Question} Question
 */

const DATE = /^[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}$/;
const DAY = 86_400_000;

class Unknown extends Error {}

/**
 * Whether a condition holds for these answers on that day; none at all always holds. An operator that this version does
 * not know makes it hold: what a reader cannot understand never hides a question.
 * @param {any} condition @param {Answers} answers of the person and of the door in one
 * @param {string} [today] like 2022-03-20, in the district's time zone @returns {boolean}
 */
export function holds(condition, answers, today = '') {
  if (condition === null || condition === undefined) return true;
  try {
    return valueOf(condition, answers, today) === true;
  } catch (error) {
    if (error instanceof Unknown) return true;
    throw error;
  }
}

/**
 * The questions that apply, the door's first: of this kind of door, and whose condition holds. An answer to a question
 * that does not apply is nothing to the questions after it.
 * @param {Question[]} questions the whole edition's @param {Answers} answers of the person and of the door in one
 * @param {{today?: string, doorKind?: string}} [at] @returns {Question[]}
 */
export function applying(questions, answers, {today = '', doorKind} = {}) {
  /** @type {Answers} */
  const known = {};
  const ordered = [...questions.filter((q) => q.of === 'door'), ...questions.filter((q) => q.of === 'person')];
  return ordered.filter((question) => {
    const kinds = question.door_kinds ?? [];
    if (doorKind && kinds.length > 0 && !kinds.includes(doorKind)) return false;
    if (!holds(question.relevant, known, today)) return false;
    if (Object.hasOwn(answers, question.name)) known[question.name] = answers[question.name];
    return true;
  });
}

/**
 * Whether an answer keeps its question's own rule; an unanswered one does.
 * @param {Question} question @param {Answers} answers @param {string} [today] @returns {boolean}
 */
export function keeps(question, answers, today = '') {
  return answerOf(answers, question.name) === null || holds(question.constraint, answers, today);
}

/**
 * What a condition, or a part of one, amounts to. Throws Unknown.
 * @param {any} node @param {Answers} answers @param {string} today @returns {Value}
 */
function valueOf(node, answers, today) {
  if (!Array.isArray(node)) return plain(node);
  const [operator, ...rest] = node;
  if (operator === 'today') return today || null;
  if (Object.hasOwn(ASKING, operator)) return ASKING[operator](answerOf(answers, rest[0]), rest[1]);
  if (!Object.hasOwn(OPERATORS, operator)) throw new Unknown(operator);
  return OPERATORS[operator](rest.map((one) => valueOf(one, answers, today)));
}

/** @param {Answers} answers @param {string} name @returns {Value} */
const answerOf = (answers, name) => (Object.hasOwn(answers, name) ? plain(answers[name]) : null);

/**
 * An answer as it is reckoned with: empty text and lists are nothing.
 * @param {any} value @returns {Value}
 */
function plain(value) {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return finite(value);
  return (typeof value === 'string' || Array.isArray(value)) && value.length > 0 ? value : null;
}

/** @param {number} value @returns {number|null} */
const finite = (value) => (Number.isFinite(value) ? value : null);

/** @type {Record<string, (answer: Value, choice: any) => Value>} */
const ASKING = {
  answer: (answer) => answer,
  answered: (answer) => answer !== null,
  selected: (answer, choice) => (Array.isArray(answer) ? answer.includes(choice) : answer === choice),
  count: (answer) => (Array.isArray(answer) ? answer.length : Number(answer !== null)),
};

/** @param {Value[]} values */
const equal = ([left, right]) => !Array.isArray(left) && left === right;

/**
 * Of two numbers, or of two dates; of anything else it does not hold.
 * @param {(left: number, right: number) => boolean} test @returns {(values: Value[]) => Value}
 */
function compared(test) {
  return (values) => {
    const days = values.map(dayOf);
    const [left, right] = days.includes(null) ? values.map(numberOf) : days;
    return left !== null && right !== null && test(left, right);
  };
}

/** @param {Value} value @returns {number|null} */
const numberOf = (value) => (typeof value === 'number' ? value : null);

/**
 * A date's number of days; null for anything else.
 * @param {Value} value @returns {number|null}
 */
function dayOf(value) {
  if (typeof value !== 'string' || !DATE.test(value)) return null;
  const time = Date.parse(`${value}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== value ? null : time / DAY;
}

/** @param {number} day @param {number} days @returns {string|null} */
function shifted(day, days) {
  const time = new Date((day + days) * DAY);
  if (!Number.isInteger(days) || Number.isNaN(time.getTime())) return null;
  const text = time.toISOString().slice(0, 10);
  return DATE.test(text) ? text : null;
}

/** @param {Value[]} values @returns {Value} */
function plus([left, right]) {
  if (typeof left === 'number' && typeof right === 'number') return finite(left + right);
  const [day, days] = typeof right === 'number' ? [dayOf(left), right] : [dayOf(right), left];
  return day !== null && typeof days === 'number' ? shifted(day, days) : null;
}

/** @param {Value[]} values @returns {Value} */
function minus([left, right]) {
  if (typeof left === 'number' && typeof right === 'number') return finite(left - right);
  const day = dayOf(left);
  if (day === null) return null;
  const other = dayOf(right);
  if (other !== null) return day - other;
  return typeof right === 'number' ? shifted(day, -right) : null;
}

/** @param {Value[]} values @returns {Value} */
const times = ([left, right]) => (typeof left === 'number' && typeof right === 'number' ? finite(left * right) : null);

/** @param {Value[]} values @returns {Value} */
const divided = ([left, right]) =>
  typeof left === 'number' && typeof right === 'number' && right !== 0 ? finite(left / right) : null;

/** @type {Record<string, (values: Value[]) => Value>} */
const OPERATORS = {
  and: (values) => values.every((one) => one === true),
  or: (values) => values.some((one) => one === true),
  not: ([value]) => value !== true,
  '=': equal,
  '!=': (values) => !equal(values),
  '<': compared((left, right) => left < right),
  '<=': compared((left, right) => left <= right),
  '>': compared((left, right) => left > right),
  '>=': compared((left, right) => left >= right),
  '+': plus,
  '-': minus,
  '*': times,
  '/': divided,
};
