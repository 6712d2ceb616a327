/** The household as one card: who is registered, how each is accounted for so far, and what "everyone well" says. */

import {html} from 'htm/preact';

import {Icon, Mark} from '../parts/icon.js';
import {t, tn} from '../words.js';
import {asked} from '../domain/questions.js';
import {draftOf, inHand} from './draft.js';
import {presenceWord} from './presence.js';
import {inWords} from './questions.js';
import {edition, isWhoKnown, presencesOf, today} from './sweep.js';

/** @typedef {import('../domain/types.js').Door} Door */
/** @typedef {import('../domain/types.js').Person} Person */

/** Somebody's sex and age in short. @param {{sex?: number, birth_year?: number|null}} person @returns {string} */
export function about({sex, birth_year}) {
  const age = birth_year ? Number(today().slice(0, 4)) - birth_year : '';
  const word = sex === 1 ? t('male') : sex === 2 ? t('female') : '';
  return [word, age].filter((part) => part !== '').join(' ');
}

/** @param {{door: Door, people: Person[]}} props */
export function Household({door, people}) {
  const drafted = draftOf(door.id).people;
  const presences = presencesOf(door.id);
  const isNew = (/** @type {import('./draft.js').Seen} */ seen) => seen.new && !people.some((one) => one.id === seen.person);
  const added = Object.values(drafted).filter(isNew);
  const hand = inHand(door.id);
  const coming = hand.filter((seen) => isNew(seen) && !(seen.person in drafted));
  const isBegun = (/** @type {string} */ id) => hand.some((seen) => seen.person === id);
  const count = people.length + added.length;
  return html`
    <section class="p-card members" aria-label=${t('Household')}>
      <div class="members-head"><b>${count ? tn('{n} registered', '{n} registered', count) : isWhoKnown(door.id) ? t('Nobody is registered here') : t('Who is registered here is not on this phone')}</b>
        <a class="link" href=${`#/person/${door.id}/new`}><${Icon} name="add" />${t('Add a person')}</a></div>
      ${people.map((person) => html`
        <${Member} key=${person.id} door=${door.id} id=${person.id} name=${person.name} about=${about(person)}
                   relation=${person.relation} presence=${drafted[person.id]?.presence ?? presences.get(person.id)}
                   isDraft=${person.id in drafted} isBegun=${isBegun(person.id)} />`)}
      ${added.map((seen) => html`
        <${Member} key=${seen.person} door=${door.id} id=${seen.person} name=${seen.new?.name} about=${about(seen.new ?? {})}
                   relation=${seen.new?.relation ?? ''} presence=${seen.presence} isDraft isBegun=${isBegun(seen.person)} />`)}
      ${coming.map((seen) => html`
        <${Member} key=${seen.person} door=${door.id} id=${seen.person} name=${seen.new?.name || t('Somebody new')} about=${about(seen.new ?? {})}
                   relation="" isBegun />`)}
    </section>
    ${people.some((one) => !(one.id in drafted)) && html`<${Asked} door=${door} />`}`;
}

/** @param {{door: string, id: string, name?: string, about: string, relation: string, presence?: string, isDraft?: boolean, isBegun?: boolean}} props */
const Member = ({door, id, name, about: said, relation, presence, isDraft, isBegun}) => html`
  <a class="row" href=${`#/person/${door}/${id}`}>
    <b>${name}</b><span class="who">${said}</span>
    <span class="end">${isBegun ? html`<span class="presence"><${Mark} name="part" />${t('not finished')}</span>` : presence
      ? html`<span class="presence"><${Mark} name=${presence === 'unaccounted' ? 'unknown' : 'ok'} />${presenceWord(presence)}${
        isDraft ? html`<span class="unseen">, ${t('not saved yet')}</span>` : ''}</span>`
      : relation}</span><${Icon} name="next" /></a>`;

/** What the worker has asked when they say that everyone is well. @param {{door: Door}} props */
function Asked({door}) {
  const questions = edition.value ? asked(edition.value, 'person', door.kind, draftOf(door.id).answers, today()) : [];
  if (!questions.length) return null;
  return html`
    <section class="asked"><h2>${t('"Everyone well" says that you asked about each:')}</h2>
      <ul>${questions.map((question) => html`
        <li key=${question.name}><${Mark} name="done" />${inWords(question)}</li>`)}</ul>
      <p class="small quiet">${t('It writes "stated" for everyone, and no codes or tests.')}</p>
    </section>`;
}
