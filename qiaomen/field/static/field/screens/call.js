/** What came of a call: the outcome, what was promised, what was asked and who is to answer. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {replace} from '../address.js';
import {called} from '../domain/followups-records.js';
import {Many, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {t} from '../words.js';
import {Promised, Questions} from './call-open.js';
import {draftOf, write} from './draft.js';
import {keep} from './followups-saving.js';
import {OpenThings, questionOf} from './followups-standing.js';
import {OUTCOMES, followUpOf, homeOf, nameOf, options} from './followups-words.js';

/** @typedef {import('../domain/followups-records.js').Question} Question */
/** @typedef {{outcome?: string, incoming?: boolean, promise?: string, promise_due?: string, settles?: string[], questions?: Question[],
 *   note?: string}} Said */

/** @param {{params: string[]}} props */
export function CallScreen({params: [person]}) {
  const one = followUpOf(person);
  const tried = useSignal(false);
  if (!one) return html`<${Frame} title=${t('Phone call')} back="#/followups"><${Empty} icon="phone" title=${t('This person is not followed up any more')} /><//>`;
  /** @type {Said} */
  const said = draftOf(person).answers.call ?? {};
  const put = (/** @type {Partial<Said>} */ part) =>
    write(person, {answers: {...draftOf(person).answers, call: {...said, ...part}}});
  const open = one.questions.map((asked) => ({value: asked.id, label: questionOf(person, asked)}));
  const isBad = tried.value && !said.outcome;
  return html`
    <${Frame} title=${t('What came of the call?')} sub=${nameOf(person)} above=${homeOf(one)} back=${`#/followup/${person}`}
              foot=${html`<${Save} person=${person} said=${said} tried=${tried} />`}>
      <${OpenThings} one=${one} />
      <section class="p-card">
        <fieldset class=${isBad ? 'ask bad' : 'ask'}><legend>${t('What came of it?')}</legend>
          <${One} name="outcome" value=${said.outcome} onChange=${(/** @type {string} */ outcome) => put({outcome})} options=${options(OUTCOMES)} />
          ${isBad && html`<p class="wrong"><${Mark} name="wrong" />${t('Say what came of the call.')}</p>`}
        </fieldset>
        <label class="tick"><input type="checkbox" checked=${said.incoming ?? false} onChange=${(/** @type {any} */ event) => put({incoming: event.target.checked})} />
          ${t('They called us')}</label>
        ${open.length > 0 && html`<fieldset class="ask"><legend>${t('Settled in this call')}</legend>
          <${Many} options=${open} value=${said.settles} onChange=${(/** @type {string[]|undefined} */ settles) => put({settles})} /></fieldset>`}
        <div class="ask"><label for="call-note">${t('Note')}</label>
          <textarea id="call-note" class="entry" maxlength="2000" value=${said.note ?? ''} onInput=${(/** @type {any} */ event) => put({note: event.target.value})}></textarea></div>
      </section>
      <${Promised} said=${said} put=${put} />
      <${Questions} questions=${said.questions ?? []} isTried=${tried.value} change=${(/** @type {Question[]} */ questions) => put({questions})} />
    <//>`;
}

/** @param {{person: string, said: Said, tried: import('@preact/signals').Signal<boolean>}} props */
function Save({person, said, tried}) {
  const save = async () => {
    tried.value = true;
    const {outcome} = said;
    if (!outcome || said.questions?.some((one) => !one.to.length)) return point();
    if (await keep(person, 'call', (fresh) => called({...said, outcome, person, ...fresh}), t('{name}: call written down', {name: nameOf(person)}))) {
      replace(`#/followup/${person}`);
    }
  };
  return html`<${Button} kind="primary" onClick=${save}>${t('Save the call')}<//>`;
}

/** To what is missing. */
const point = () => void requestAnimationFrame(() => document.querySelector('.ask.bad')?.scrollIntoView({block: 'center'}));
