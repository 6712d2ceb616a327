/** One person: how they are accounted for, and the questions that apply to them. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect, useMemo} from 'preact/hooks';

import {asked, missing} from '../domain/questions.js';
import {PRESENCES} from '../domain/states.js';
import {One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {toast} from '../parts/toast.js';
import {now} from '../session.js';
import {t} from '../words.js';
import {begin, done, draftOf, inHand} from './draft.js';
import {about} from './household.js';
import {faultsOf, Newcomer} from './newcomer.js';
import {Notice} from './notice.js';
import {unsaid} from './outcomes.js';
import {presenceWord} from './presence.js';
import {fault, Questions, relevant} from './questions.js';
import {askWho, edition, known, newId, peopleAt, shortLabel, today, whereIs} from './sweep.js';
import {Stated} from './venue-stated.js';

/** @typedef {import('./draft.js').Seen} Seen */

/** Of whom one is told nothing more there is nothing more to ask. */
const ASKED = new Set(['seen', 'stated', 'elsewhere']);

/** @param {{params: string[]}} props */
export function PersonScreen({params: [doorId, personId]}) {
  const fresh = useMemo(() => newcomerInHand(doorId) ?? newId(now()), [doorId, personId]);
  useEffect(() => void askWho(doorId), [doorId]);
  const tried = useSignal(false);
  const notice = useSignal(false);
  // Fields that keep what is typed are drawn anew with what was taken over.
  const taken = useSignal(0);
  const door = known.value.doors.get(doorId);
  if (!door) return html`<${Frame} title=${t('Person')} back="#/today"><${Empty} icon="user" title=${t('This door is not on the phone')} /><//>`;
  const id = personId === 'new' ? fresh : personId;
  const person = known.value.people.get(id) ?? peopleAt(doorId).find((one) => one.id === id);
  const seen = seenOf(doorId, id, personId === 'new');
  if (!person && !seen.new) return html`<${NotHere} door=${doorId} />`;
  const change = (/** @type {Partial<Seen>} */ next) => begin(doorId, {...seen, ...next});
  const questions = questionsFor(door, seen);
  const back = `#/door/${doorId}`;
  const others = seen.new ? [] : unsaid(door, peopleAt(doorId)).filter((one) => one.id !== id);
  const finish = (/** @type {string} */ where) => {
    tried.value = true;
    const wrong = wrongs(door, seen);
    if (wrong) return point(wrong);
    done(doorId, kept(seen, questions));
    location.hash = where;
  };
  const said = {answers: seen.answers ?? {}, texts: seen.texts ?? {}};
  return html`
    <${Frame} title=${person?.name || seen.new?.name || t('Somebody new')} sub=${person ? about(person) : ''} back=${back}
              above=${`${whereIs(door)} ${shortLabel(door)}`}
              foot=${html`<${Foot} door=${doorId} next=${others[0]} finish=${finish} />`}>
      ${seen.new && html`<${Newcomer} value=${seen.new} tried=${tried.value} change=${(/** @type {any} */ value) => change({new: value})} />`}
      ${person && html`<${Stated} person=${id} questions=${questions}
        take=${(/** @type {Record<string, any>} */ answers) => (change({presence: seen.presence || 'stated', answers: {...seen.answers, ...answers}}), taken.value++)} />`}
      <section class="p-card">
        <fieldset class=${tried.value && !seen.presence ? 'ask bad' : 'ask'} data-fault=${seen.presence ? null : 'presence'}>
          <legend>${t('How do you know?')}</legend>
          <${One} name=${`presence-${id}`} value=${seen.presence || undefined} onChange=${(/** @type {any} */ value) => change({presence: value ?? ''})}
                  options=${PRESENCES.map((value) => ({value, label: presenceWord(value)}))} />
          ${tried.value && !seen.presence && html`<p class="wrong"><${Mark} name="wrong" />${t('Say how this person is accounted for.')}</p>`}
        </fieldset>
        <${Questions} key=${taken.value} questions=${questions} said=${said} name=${id} missing=${tried.value ? missing(questions, said.answers, said.texts) : []}
                      around=${draftOf(doorId).answers} change=${(/** @type {any} */ next) => change(next)} />
      </section>
      <${Button} kind="bare" icon="info" onClick=${() => (notice.value = true)}>${t('What happens with these data')}<//>
      ${notice.value && html`<${Notice} onClose=${() => (notice.value = false)} />`}
    <//>`;
}

/** @param {{door: string}} props */
const NotHere = ({door}) => html`
  <${Frame} title=${t('Person')} back=${`#/door/${door}`}>
    <${Empty} icon="user" title=${t('This person is not on the phone')} action=${html`<${Button} href=${`#/door/${door}`}>${t('back to the door')}<//>`}>
      ${t('Who lives behind a door of another team comes with a signal.')}<//>
  <//>`;

/** Whom one began to add and was called away from. @param {string} door @returns {string|undefined} */
const newcomerInHand = (door) => inHand(door).find((seen) => seen.new && !(seen.person in draftOf(door).people))?.person;

/** @param {{door: string, next?: import('../domain/types.js').Person, finish: (where: string) => void}} props */
function Foot({door, next, finish}) {
  const toDoor = () => finish(`#/door/${door}`);
  if (!next) return html`<${Button} kind="primary" onClick=${toDoor} small=${t('back to the door')}>${t('Finish')}<//>`;
  return html`
    <div class="pair"><${Button} onClick=${toDoor} small=${t('back to the door')}>${t('Finish')}<//>
      <${Button} onClick=${() => finish(`#/person/${door}/${next.id}`)} small=${next.name}>${t('Next person')}<//></div>`;
}

/** What is said of a person so far. @param {string} door @param {string} id @param {boolean} isNew @returns {Seen} */
function seenOf(door, id, isNew) {
  const {people, begun} = draftOf(door);
  return begun[id] ?? people[id] ?? {person: id, presence: '', ...(isNew ? {new: {name: ''}} : {})};
}

/** @param {import('../domain/types.js').Door} door @param {Seen} seen */
function questionsFor(door, seen) {
  if (!edition.value || (seen.presence && !ASKED.has(seen.presence))) return [];
  return asked(edition.value, 'person', door.kind, {...draftOf(door.id).answers, ...seen.answers}, today());
}

/** What stands in the way of being done, as a selector; null when nothing does. @param {import('../domain/types.js').Door} door @param {Seen} seen */
function wrongs(door, seen) {
  const questions = questionsFor(door, seen);
  const said = {answers: seen.answers ?? {}, texts: seen.texts ?? {}};
  const open = missing(questions, said.answers, said.texts);
  if (seen.new && faultsOf(seen.new).length) return '.ask.bad';
  if (!seen.presence) return '[data-fault=presence]';
  return questions.some((question) => fault(question, said, open, draftOf(door.id).answers)) ? '.ask.bad' : null;
}

/** @param {string} wrong */
function point(wrong) {
  toast(t('Something is missing here.'));
  requestAnimationFrame(() => {
    const part = document.querySelector(wrong);
    part?.scrollIntoView({block: 'center'});
    /** @type {HTMLElement|null|undefined} */ (part?.querySelector('input, button, textarea'))?.focus({preventScroll: true});
  });
}

/** @param {Seen} seen @param {import('../domain/types.js').Question[]} questions @returns {Seen} */
const kept = (seen, questions) => ({...seen, ...relevant(questions, {answers: seen.answers ?? {}, texts: seen.texts ?? {}})});
