/** What came of a knock. The largest target is the commonest end: everyone is well. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {asked, missing} from '../domain/questions.js';
import {everyoneWell, nobodyHome, oneByOne, refused} from '../domain/visits.js';
import {Button} from '../parts/button.js';
import {toast} from '../parts/toast.js';
import {t, tn} from '../words.js';
import {draftOf} from './draft.js';
import {Missing, More, Vacant} from './outcome-sheets.js';
import {knock} from './saving.js';
import {edition, isWhoKnown, shortLabel, today} from './sweep.js';

/** @typedef {import('../domain/types.js').Door} Door */
/** @typedef {import('../domain/types.js').Person} Person */

/** @param {{door: Door, people: Person[]}} props */
export function Outcomes({door, people}) {
  const open = useSignal('');
  const close = () => (open.value = '');
  const label = shortLabel(door);
  const first = people.find((person) => !(person.id in draftOf(door.id).people));
  return html`
    <div class="pair">
      <${Button} icon="people" href=${`#/person/${door.id}/${first?.id ?? 'new'}`}>${t('One by one')}<//>
      <${Button} mark="absent" onClick=${() => knock(door, nobodyHome, t('{door}: nobody home', {door: label}))}>${t('Nobody home')}<//>
      <${Button} mark="refused" onClick=${() => knock(door, refused, t('{door}: refused', {door: label}))}>${t('They refuse')}<//>
      <${Button} icon="more" aria-haspopup="dialog" onClick=${() => (open.value = 'more')}>${t('Something else')}<//>
    </div>
    <${Well} door=${door} people=${people} />
    ${open.value === 'more' && html`<${More} door=${door} people=${people} onClose=${close} choose=${(/** @type {string} */ what) => (open.value = what)} />`}
    ${open.value === 'vacant' && html`<${Vacant} door=${door} onClose=${close} />`}
    ${open.value === 'missing' && html`<${Missing} door=${door} people=${people} onClose=${close} />`}`;
}

/** The members of whom nothing is said yet. @param {Door} door @param {Person[]} people */
export const unsaid = (door, people) => people.filter((person) => !(person.id in draftOf(door.id).people));

/**
 * Everyone well; or, once somebody was asked one by one: these as they said, the others well.
 * @param {{door: Door, people: Person[]}} props
 */
function Well({door, people}) {
  const drafted = Object.values(draftOf(door.id).people);
  const others = unsaid(door, people);
  const must = others.length ? mandatory(door) : [];
  if (!people.length && !drafted.length) {
    const why = isWhoKnown(door.id) ? t('Nobody is registered here yet') : t('Who is registered here comes with a signal');
    return html`<${Button} kind="huge" icon="add" href=${`#/person/${door.id}/new`} small=${why}>${t('Add who lives here')}<//>`;
  }
  if (must.length) {
    return html`<${Button} kind="huge" href=${`#/person/${door.id}/${others[0].id}`}
      small=${tn('{n} question must be asked of each', '{n} questions must be asked of each', must.length)}>${t('One by one')}<//>`;
  }
  const save = () => finish(door, drafted, others);
  if (!drafted.length) {
    return html`<${Button} kind="huge" onClick=${save} small=${tn('Save: {n} person said to be well', 'Save: {n} people said to be well', others.length)}>
      ${t('Everyone well')}<//>`;
  }
  const rest = others.length ? tn('and {n} other said to be well', 'and {n} others said to be well', others.length) : '';
  return html`<${Button} kind="huge" onClick=${save} small=${rest}>${tn('Save: {n} asked', 'Save: {n} asked', drafted.length)}<//>`;
}

/** Names of the questions that must be asked of everybody here. @param {Door} door @returns {string[]} */
export function mandatory(door) {
  const {answers} = draftOf(door.id);
  return edition.value ? missing(asked(edition.value, 'person', door.kind, answers, today()), {}) : [];
}

/** Names of the household's own mandatory questions without an answer. @param {Door} door @returns {string[]} */
function open(door) {
  const {answers, texts} = draftOf(door.id);
  return edition.value ? missing(asked(edition.value, 'door', door.kind, answers, today()), answers, texts) : [];
}

/** @param {Door} door @param {import('./draft.js').Seen[]} drafted @param {Person[]} others */
async function finish(door, drafted, others) {
  if (open(door).length) {
    document.querySelector('[data-asked-of=door]')?.scrollIntoView({block: 'start'});
    return toast(t('The household’s own questions are not answered yet.'));
  }
  const label = shortLabel(door);
  if (!drafted.length) {
    return knock(door, everyoneWell, t('{door}: everyone well', {door: label}), {people: others.map((one) => one.id)});
  }
  const people = [...drafted, ...others.map((one) => ({person: one.id, presence: 'stated'}))];
  return knock(door, oneByOne, tn('{door}: {n} person saved', '{door}: {n} people saved', people.length, {door: label}), {people});
}
