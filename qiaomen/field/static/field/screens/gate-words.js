/** What a guard reads: the verdict in two words, why, and what to do, in steps. */

import {limits, serverNow} from '../gate.js';
import {clock} from '../parts/times.js';
import {t, tn, word} from '../words.js';

/**
 * @typedef {import('../domain/gate.js').Passing} Passing @typedef {import('../domain/gate.js').Advice} Advice
 */

const MINUTE = 60_000;

/** The word on the panel. @param {Advice} advice @param {Passing} passing @returns {string} */
export function titleOf({act, why: [first = '']}, {direction, code, decided}) {
  if (act === 'emergency') return t(EMERGENCIES[first]);
  if (act === 'pass') return decided ? t(direction === 'in' ? word('Let in') : word('Let out')) : code?.token ? t('Green: pass') : t('Pass');
  if (act === 'decide') return t(DECIDE[first] ?? word('Yellow: verify'));
  if (act === 'wait') return t('Measure again');
  if (act === 'keep_apart') return t('Fever: keep apart');
  if (act === 'turn_back') return t('Fever: not in');
  return first === 'red' ? t('Red: not through') : t('Not through');
}

/** @type {Record<string, string>} */
const DECIDE = {no_pass: word('No pass: verify'), grey: word('Grey: verify'), expired: word('Expired: verify'), suspended: word('Suspended: verify'),
  revoked: word('Dead pass: verify'), bad_signature: word('Not genuine: verify'), unknown_key: word('Unknown pass: verify'),
  other_area: word('Not for here: verify'), list_old: word('Old list: verify')};

/** @type {Record<string, string>} */
export const EMERGENCIES = {illness: word('Illness: pass'), birth: word('Birth: pass'), fire: word('Fire: pass')};

/** Why it is so, one line each. @type {Record<string, string>} */
const WHY = {
  yellow: word('not verified yet, or a check is overdue'), grey: word('nothing was reported yet: counts as yellow'), red: word('under isolation'),
  no_pass: word('no code was read'), expired: word('the code has run out; a fresh one shows when its page is opened'),
  not_yet_valid: word('the code does not count yet'), old_key: word('signed with a key that was retired'),
  unknown_key: word('signed by nobody we know'), bad_signature: word('the code was changed, or copied wrong'),
  unreadable: word('the code cannot be read'), too_long: word('this is no pass'), other_area: word('the pass is for another place'),
  suspended: word('the pass is suspended'), revoked: word('the pass was replaced or withdrawn'),
  elsewhere: word('another district’s pass: genuine, but whether it still counts we cannot know'),
  list_old: word('the list of withdrawn passes is too old to trust a green code'), changed: word('the colour changed after the code was shown'),
  health_yellow: word('the health code is yellow'), health_red: word('the health code is red'), health_none: word('no health code'),
  travel_risk: word('the travel code shows a risk area'), travel_none: word('no travel code'),
  second_reading: word('above the limit once'), fever: word('above the limit twice'), verified_here: word('verified here'),
  stranger: word('a stranger'), wrong_person: word('somebody else’s pass'), objects: word('refused, and objects'), left: word('left before the second reading'),
  vehicle: word('a vehicle from outside'), left_at_gate: word('left at the gate'), not_fetched: word('nobody came to fetch them'), visitor: word('a visitor'),
  other: word('another reason'), provisional: word('let in for now'),
};

/** @param {string} reason @param {number|null} [twice] ms @returns {string} */
export function whyOf(reason, twice = null) {
  if (reason === 'twice') return t('the same pass went this way at {time}', {time: clock((twice ?? 0) + (serverNow() - Date.now()))});
  return WHY[reason] ? t(WHY[reason]) : reason;
}

/** What to do now. @param {Advice} advice @param {Passing} passing @returns {string[]} */
export function stepsOf({act, why: [first = '']}, {direction, resident, code}) {
  if (act === 'emergency') return [t('Let them through now; do not measure, do not ask'), t('Call for help if nobody has'), t('Write down what happened when it is quiet')];
  if (act === 'pass') return code?.token ? [t('Compare name and person, and let them through')] : [t('Let them through')];
  if (act === 'wait') return [t('Let them sit two metres aside, out of sun, wind and stove'), t('Say that it is only a second look')];
  if (act === 'keep_apart') return [t('Waiting area, two metres, mask on'), t('Call the clinic and who answers for this place'), t('They are not sent away: somebody fetches them')];
  if (act === 'turn_back') return [t('Not in. Say why, kindly'), t('The cadre of this community is told by the phone'), t('Tell them the way to the fever clinic')];
  if (act === 'decide') return decideSteps(first, direction);
  return [t('Waiting line, two metres, no names aloud'), resident === false ? t('They are not from here: show them the way') : t('Call who answers for this place, and do as they say'), t('Do not ask what they have. They may object')];
}

/** @param {string} first @param {'in'|'out'} direction @returns {string[]} */
function decideSteps(first, direction) {
  const last = direction === 'in' ? t('Let in, let in for now, or not: you decide and it is written down') : t('Let out or not: you decide and it is written down');
  if (first === 'other_area') return [t('Whom do they visit? Register them as a visitor'), last];
  if (first === 'expired') return [t('Ask them to open the page of their pass anew, and hold it out again'), t('Or look at an identity card and ask the household'), last];
  if (first === 'bad_signature' || first === 'unknown_key') return [t('Ask them to open the page of their pass anew'), t('Look at an identity card and ask the household'), last];
  return [t('Look at an identity card and ask the household'), last];
}

/** 4:09. @param {number} at ms @param {number} nowMs @returns {string} */
export function countdown(at, nowMs) {
  const left = Math.max(0, Math.ceil((at - nowMs) / 1000));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** How old the list is, in words. @param {number|null} seconds @returns {string} */
export function ageWord(seconds) {
  if (seconds === null) return t('none yet');
  const minutes = Math.floor(seconds * 1000 / MINUTE);
  if (minutes < 1) return t('just now');
  if (minutes < 120) return tn('{n} min old', '{n} min old', minutes);
  return tn('{n} h old', '{n} h old', Math.floor(minutes / 60));
}

/** @returns {boolean} whether yellow rules hold for green codes */
export const isListOld = (/** @type {number|null} */ seconds) => seconds === null || seconds > limits.value.list_old_s;

/** @param {number|undefined} temperature @returns {string} */
export const degrees = (temperature) => (temperature === undefined ? '' : `${temperature.toFixed(1)} °C`);

/** Who they are, so far as the guard may know. @param {Passing} passing @returns {string} */
export const nameOf = ({name, code}) => name || (code ? t('name unknown') : t('without a pass'));

/** The verdict as the log has it. @type {Record<string, string>} */
export const VERDICTS = {passed: word('passed'), provisional: word('let in for now'), refused: word('not through'), kept_apart: word('kept apart'), emergency: word('emergency')};
