/** The rarer ends of a knock, each in a sheet that says what it will mean. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {byPhone, cannotGetIn, oneByOne, vacant, wrongAddress} from '../domain/visits.js';
import {Button} from '../parts/button.js';
import {Sheet} from '../parts/sheet.js';
import {t, tn} from '../words.js';
import {about} from './household.js';
import {draftOf} from './draft.js';
import {knock} from './saving.js';
import {shortLabel} from './sweep.js';

/** @typedef {import('../domain/types.js').Door} Door */
/** @typedef {import('../domain/types.js').Person} Person */

/** @param {{door: Door, people: Person[], onClose: () => void, choose: (what: string) => void}} props */
export function More({door, people, onClose, choose}) {
  const label = shortLabel(door);
  return html`
    <${Sheet} title=${t('{door}: something else', {door: label})} onClose=${onClose}>
      ${people.length > 0 && html`<${Button} mark="unknown" small=${t('The others are well; who is missing?')} onClick=${() => choose('missing')}>${t('Somebody is unaccounted for')}<//>`}
      <${Button} mark="vacant" small=${t('Nobody lives here')} onClick=${() => choose('vacant')}>${t('Vacant')}<//>
      <${Button} mark="locked" small=${t('A leader looks at it before it counts')}
                 onClick=${() => knock(door, cannotGetIn, t('{door}: cannot get in', {door: label}))}>${t('Cannot get in')}<//>
      <${Button} mark="wrong" small=${t('A leader looks at it before it counts')}
                 onClick=${() => knock(door, wrongAddress, t('{door}: no such door', {door: label}))}>${t('There is no such door')}<//>
      <${Button} icon="edit" href=${`#/add/change/${door.id}`}>${t('Its label or kind is wrong')}<//>
      ${people.length > 0 && html`<${Button} mark="screened" small=${t('Everyone said to be well')}
                 onClick=${() => knock(door, byPhone, t('{door}: reached by phone', {door: label}), {people: spoken(door, people)})}>${t('Reached by phone')}<//>`}
    <//>`;
}

/** What the draft says of the members, the others stated. @param {Door} door @param {Person[]} people */
function spoken(door, people) {
  const drafted = draftOf(door.id).people;
  const others = people.filter((one) => !(one.id in drafted)).map((one) => ({person: one.id, presence: 'stated'}));
  return [...Object.values(drafted), ...others];
}

/** @param {{door: Door, onClose: () => void}} props */
export function Vacant({door, onClose}) {
  const said = t('{door}: vacant', {door: shortLabel(door)});
  return html`
    <${Sheet} title=${t('{door} is vacant: who says so?', {door: shortLabel(door)})} onClose=${onClose}>
      <${Button} onClick=${() => knock(door, vacant, said, {confirmedBy: 'neighbour'})}>${t('A neighbour')}<//>
      <${Button} onClick=${() => knock(door, vacant, said, {confirmedBy: 'manager'})}>${t('The property manager')}<//>
      <${Button} small=${t('A second visit in another part of the day must confirm it')}
                 onClick=${() => knock(door, vacant, said)}>${t('Nobody, it only looks so')}<//>
    <//>`;
}

/** Who could not be accounted for; the others are said to be well. @param {{door: Door, people: Person[], onClose: () => void}} props */
export function Missing({door, people, onClose}) {
  const gone = useSignal(/** @type {Set<string>} */ (new Set()));
  const toggle = (/** @type {string} */ id) => {
    const next = new Set(gone.value);
    if (!next.delete(id)) next.add(id);
    gone.value = next;
  };
  const count = gone.value.size;
  const save = () => {
    const known = spoken(door, people);
    const said = known.map((one) => (gone.value.has(one.person) ? {person: one.person, presence: 'unaccounted'} : one));
    return knock(door, oneByOne, tn('{door}: {n} person unaccounted for', '{door}: {n} people unaccounted for', count, {door: shortLabel(door)}), {people: said});
  };
  return html`
    <${Sheet} title=${t('Who could nobody account for?')} onClose=${onClose}>
      <div class="p-card">${people.map((person) => html`
        <label class="tick" key=${person.id}><input type="checkbox" checked=${gone.value.has(person.id)} onChange=${() => toggle(person.id)} />
          <b>${person.name}</b><span class="quiet">${about(person)}</span></label>`)}</div>
      <${Button} kind="primary" disabled=${count === 0} onClick=${save}
                 small=${tn('the other {n} said to be well', 'the other {n} said to be well', people.length - count)}>
        ${tn('Save: {n} unaccounted for', 'Save: {n} unaccounted for', count)}<//>
    <//>`;
}
