/** The questions of the sweep's edition, those that apply and no others. */

import {html} from 'htm/preact';

import {keeps} from '../domain/conditions.js';
import {asked, misfit} from '../domain/questions.js';
import {Day, Figure, Line, Many, One} from '../parts/answers.js';
import {Mark} from '../parts/icon.js';
import {language, t, word} from '../words.js';
import {draftOf, write} from './draft.js';
import {edition, serverNow, today} from './sweep.js';

/** @typedef {import('../domain/types.js').Question} Question */
/** @typedef {{answers: Record<string, any>, texts: Record<string, string>}} Said */

/** What the sweep's own words say; a standard question is known in Traditional Chinese too. @param {{zh: string, en: string}} said @returns {string} */
export const inWords = ({zh, en}) => (language() === 'en' ? en : t(zh));

/** @type {Record<string, string>} */
const MISFITS = {
  number: word('A number is needed.'),
  whole: word('A whole number is needed.'),
  below: word('Too small, at least {minimum}.'),
  above: word('Too large, at most {maximum}.'),
};

/**
 * Why an answer cannot stay, in the reader's words; null when it can.
 * @param {Question} question @param {Said} said @param {string[]} missing
 * @param {Record<string, any>} [around] the household's own answers, beside a person's @returns {string|null}
 */
export function fault(question, {answers}, missing, around = {}) {
  const kind = question.type === 'text' ? null : misfit(question, answers[question.name]);
  const {minimum, maximum} = question;
  if (kind) return t(MISFITS[kind] ?? word('This does not fit.'), {minimum: minimum ?? '', maximum: maximum ?? ''});
  if (!keeps(question, {...around, ...answers}, today())) {
    return inWords({zh: question.constraint_zh ?? '', en: question.constraint_en ?? ''}) || t('This does not fit.');
  }
  return missing.includes(question.name) ? t('This must be answered.') : null;
}

/** @param {{questions: Question[], said: Said, missing: string[], change: (said: Said) => void, name: string, around?: Record<string, any>}} props */
export const Questions = ({questions, said, missing, change, name, around}) => html`${questions.map((question) => html`
  <${Asked} key=${question.name} question=${question} said=${said} wrong=${fault(question, said, missing, around)} name=${name} change=${change} />`)}`;

/** @param {{question: Question, said: Said, wrong: string|null, name: string, change: (said: Said) => void}} props */
function Asked({question, said, wrong, name, change}) {
  const hint = inWords({zh: question.hint_zh ?? '', en: question.hint_en ?? ''});
  return html`
    <fieldset class=${wrong ? 'ask bad' : 'ask'} aria-describedby=${wrong ? `wrong-${name}-${question.name}` : null}>
      <legend>${inWords(question)}${question.required && html` <span class="must">${t('must be asked')}</span>`}</legend>
      ${hint && html`<p class="small quiet">${hint}</p>`}
      <${Answer} question=${question} said=${said} name=${name} change=${change} />
      ${wrong && html`<p class="wrong" id=${`wrong-${name}-${question.name}`}><${Mark} name="wrong" />${wrong}</p>`}
    </fieldset>`;
}

/** @param {{question: Question, said: Said, name: string, change: (said: Said) => void}} props */
function Answer({question, said: {answers, texts}, name, change}) {
  const {name: key, type} = question;
  const answer = (/** @type {any} */ value) => {
    const {[key]: _before, ...others} = answers;
    change({texts, answers: value === undefined ? others : {...others, [key]: value}});
  };
  const label = inWords(question);
  const options = (question.choices ?? []).map((choice) => ({value: choice.value, label: inWords(choice)}));
  const yesNo = [{value: true, label: t('Yes')}, {value: false, label: t('No')}];
  const value = answers[key];
  if (type === 'text') {
    return html`<${Line} label=${label} value=${texts[key]} maxlength="500"
      onChange=${(/** @type {string} */ text) => change({answers, texts: {...texts, [key]: text}})} />`;
  }
  if (type === 'date') return html`<${Day} label=${label} value=${value} now=${serverNow()} onChange=${answer} />`;
  if (type === 'many') return html`<${Many} options=${options} value=${value} onChange=${answer} />`;
  if (type === 'number' || type === 'integer') {
    return html`<${Figure} label=${label} value=${value} whole=${type === 'integer'} minimum=${question.minimum}
      maximum=${question.maximum} onChange=${answer} />`;
  }
  return html`<${One} name=${`${name}-${key}`} options=${type === 'yes_no' ? yesNo : options} value=${value} onChange=${answer} />`;
}

/** Only what is still asked is sent: an answer to a question that no longer applies goes. @param {Question[]} questions @param {Said} said @returns {Said} */
export function relevant(questions, {answers, texts}) {
  const names = new Set(questions.map((question) => question.name));
  const kept = (/** @type {Record<string, any>} */ all) => Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  return {answers: kept(answers), texts: kept(texts)};
}

/** The household's own questions. @param {{door: import('../domain/types.js').Door}} props */
export function DoorQuestions({door}) {
  const {answers, texts} = draftOf(door.id);
  const questions = edition.value ? asked(edition.value, 'door', door.kind, answers, today()) : [];
  if (!questions.length) return null;
  return html`
    <section class="p-card" data-asked-of="door" aria-label=${t('Of the household')}>
      <${Questions} questions=${questions} said=${{answers, texts}} missing=${[]} name="door"
                    change=${(/** @type {Said} */ said) => write(door.id, said)} />
    </section>`;
}
