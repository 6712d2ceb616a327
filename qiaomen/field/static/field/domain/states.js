/** The numbers and words of campaigns/states.py; contracts/states.json holds both sides to each other. */

/** What is known of a door in a sweep. Below 10 it is a gap, and the state is the gap's reason. */
export const STATE = Object.freeze({
  UNTOUCHED: 0,
  ABSENT: 1,
  PARTIAL: 2,
  REFUSED: 3,
  INACCESSIBLE: 4,
  UNVERIFIED: 5,
  WRONG_ADDRESS_CLAIMED: 6,
  VACANT_CLAIMED: 7,
  CONFLICT: 8,
  ANSWERED: 10,
  VACANT: 11,
  REMOTE: 12,
  WRONG_ADDRESS: 13,
});

export const FIRST_CLOSED = 10;

/** What a visit brings up; bits. */
export const FLAG = Object.freeze({FEVER: 1, RETURNEE: 2, NEED: 4, SYMPTOM: 8});

export const PRESENCES = Object.freeze(['seen', 'stated', 'elsewhere', 'moved', 'died', 'unaccounted']);

/** Each state's English word and the name of its mark, the same on console, phone and poster. */
const SHOWN = Object.freeze({
  0: ['not knocked yet', 'todo'],
  1: ['nobody home', 'absent'],
  2: ['members missing', 'part'],
  3: ['refused', 'refused'],
  4: ['cannot get in', 'locked'],
  5: ['not verified', 'unknown'],
  6: ['said not to exist', 'unknown'],
  7: ['said to be vacant', 'unknown'],
  8: ['two accounts differ', 'conflict'],
  10: ['everyone registered', 'done'],
  11: ['vacant', 'vacant'],
  12: ['screened by phone or online', 'screened'],
  13: ['does not exist', 'wrong'],
});

/** @param {number} state @returns {boolean} */
export const isGap = (state) => state < FIRST_CLOSED;

/**
 * The state's word, to be translated. A state of a newer server is "not verified": a gap that somebody looks at.
 * @param {number} state @returns {string}
 */
export const wordOf = (state) => shown(state)[0];

/** The name of the state's mark. @param {number} state @returns {string} */
export const markOf = (state) => shown(state)[1];

/** @param {number} state @returns {string[]} */
const shown = (state) => SHOWN[/** @type {keyof typeof SHOWN} */ (state)] ?? SHOWN[5];
