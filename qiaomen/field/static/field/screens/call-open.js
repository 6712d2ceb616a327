/** What a call leaves open: what was promised and by when, and questions with who is to answer them. */

import {html} from 'htm/preact';

import {dueTimes} from '../domain/followups.js';
import {Line, Many, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Icon, Mark} from '../parts/icon.js';
import {ZONE, moment} from '../parts/times.js';
import {now} from '../session.js';
import {t} from '../words.js';
import {BODIES, TOPICS, options, serverNow} from './followups-words.js';
import {newId} from './sweep.js';

/** @typedef {import('../domain/followups-records.js').Question} Question */

/** By when, one tap. @param {{name: string, value: string|undefined, onChange: (value: string|undefined) => void}} props */
const By = ({name, value, onChange}) => html`
  <fieldset class="ask"><legend>${t('By when?')}</legend>
    <${One} name=${name} value=${value} onChange=${onChange}
            options=${dueTimes(serverNow(), ZONE).map((due) => ({value: due, label: moment(due, serverNow())}))} /></fieldset>`;

/** @param {{said: import('./call.js').Said, put: (part: Partial<import('./call.js').Said>) => void}} props */
export const Promised = ({said, put}) => html`
  <details class="p-card folded" open=${said.outcome === 'promised' || Boolean(said.promise)}>
    <summary><b>${t('What was promised')}</b><${Icon} name="down" /></summary>
    <div class="ask"><${Line} label=${t('What was promised')} maxlength="2000" value=${said.promise}
                             onChange=${(/** @type {string} */ promise) => put({promise})} /></div>
    <${By} name="promise-due" value=${said.promise_due} onChange=${(/** @type {string|undefined} */ due) => put({promise_due: due})} />
  </details>`;

/** @param {{questions: Question[], isTried: boolean, change: (questions: Question[]) => void}} props */
export function Questions({questions, isTried, change}) {
  const put = (/** @type {string} */ id, /** @type {Partial<Question>} */ part) =>
    change(questions.map((one) => (one.id === id ? {...one, ...part} : one)));
  const add = () => change([...questions, {id: newId(now()), to: []}]);
  return html`
    ${questions.map((one, index) => html`
      <${Asked} key=${one.id} question=${one} number=${index + 1} isTried=${isTried} put=${(/** @type {Partial<Question>} */ part) => put(one.id, part)}
                remove=${() => change(questions.filter((other) => other.id !== one.id))} />`)}
    <${Button} icon="add" onClick=${add}>${questions.length ? t('Another question') : t('They asked something')}<//>`;
}

/** @param {{question: Question, number: number, isTried: boolean, put: (part: Partial<Question>) => void, remove: () => void}} props */
function Asked({question: {id, text, topic, to, due}, number, isTried, put, remove}) {
  const isBad = isTried && !to.length;
  return html`
    <section class="p-card asked-one" aria-label=${t('Question {n}', {n: number})}>
      <div class="members-head"><b>${t('Question {n}', {n: number})}</b>
        <button type="button" class="link" onClick=${remove}><${Icon} name="remove" />${t('Remove')}</button></div>
      <div class="ask"><${Line} label=${t('What they asked, in their words')} placeholder=${t('What they asked, in their words')} maxlength="2000" value=${text}
                               onChange=${(/** @type {string} */ said) => put({text: said})} /></div>
      <fieldset class="ask"><legend>${t('About what?')}</legend>
        <${One} name=${`topic-${id}`} value=${topic} onChange=${(/** @type {string} */ value) => put({topic: value})} options=${options(TOPICS)} /></fieldset>
      <fieldset class=${isBad ? 'ask bad' : 'ask'}><legend>${t('Who is to answer?')}</legend>
        <${Many} options=${options(BODIES)} value=${to} onChange=${(/** @type {string[]|undefined} */ bodies) => put({to: bodies ?? []})} />
        ${isBad && html`<p class="wrong"><${Mark} name="wrong" />${t('Say who is to answer, or remove the question.')}</p>`}</fieldset>
      <${By} name=${`due-${id}`} value=${due} onChange=${(/** @type {string|undefined} */ value) => put({due: value})} />
    </section>`;
}
