/** A building: its stairwells, one of them as a stack of doors, the next door ringed. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useMemo} from 'preact/hooks';

import {stack} from '../domain/building.js';
import {nobodyHome} from '../domain/visits.js';
import {known as inspected} from '../inspection.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {pending} from '../session.js';
import {t, tn} from '../words.js';
import {knockMany} from './saving.js';
import {Stack} from './stack.js';
import {campaign, here, known, shortLabel} from './sweep.js';

/** @typedef {ReturnType<typeof stack>} Built */

/** @param {{params: string[], query: URLSearchParams}} props */
export function Building({params: [id], query}) {
  const from = query.get('at') ?? '';
  // A stairwell is chosen until one comes back from a door.
  const chosen = useSignal({from, place: ''});
  const picked = useSignal(/** @type {Set<string>|null} */ (null));
  const pick = useMemo(() => picking(picked), []);
  if (!campaign.value || !known.value.places.has(id)) return html`<${NotHere} id=${id} />`;
  const built = stack(known.value, campaign.value, id, pending.value, here());
  const at = (chosen.value.from === from && chosen.value.place) || stairwellOf(built, from);
  const shown = built.stairwells.find((one) => one.place === at) ?? built.stairwells[0];
  const floors = shown?.floors ?? [];
  // Within the stairwell that one stands in; only then in another one.
  const next = shown?.next ?? built.next;
  const several = built.stairwells.length > 1;
  const flat = floors.every((floor) => floor.floor === null);
  return html`
    <${Frame} title=${built.name} sub=${several ? '' : shown?.name} back="#/today"
              end=${html`<${Pick} picked=${picked} />`}
              under=${several && html`<${Tabs} built=${built} at=${shown.place} choose=${(/** @type {string} */ place) => (chosen.value = {from, place})} />`}
              foot=${html`<${Foot} next=${next} left=${built.left} picked=${picked} />`}>
      ${shown
        ? html`<div id="stack" role=${several ? 'tabpanel' : null} aria-label=${several ? shown.name : null}>
            <${Stack} floors=${floors} next=${next} picked=${picked.value} pick=${pick} flat=${flat} /></div>`
        : html`<${Empty} icon="place" title=${t('No doors here yet')}>${t('Add the doors that you find.')}<//>`}
      <${Button} kind="bare" icon="add" href=${`#/add/door/${shown?.place ?? id}`}>${t('Add a door that is missing here')}<//>
    <//>`;
}

/** @param {{id: string}} props */
const NotHere = ({id}) => html`
  <${Frame} title=${t('Building')} back="#/today">
    <${Empty} icon="place" title=${t('This building is not on the phone')}
              action=${html`<${Button} href="#/today">${t('To my buildings')}<//>
                ${inspected.value.places.length > 0 && html`<${Button} icon="edit" href=${`#/findings/new/${id}`}>${t('Write a finding here')}<//>`}`}>
      ${t('It may have gone to another team.')}<//>
  <//>`;

/** The stairwell that one was in, else the one of the next door. @param {Built} built @param {string} door */
function stairwellOf(built, door) {
  const holds = (/** @type {string|null} */ wanted) => built.stairwells.find((one) =>
    one.floors.some((floor) => floor.doors.some((cell) => cell.door.id === wanted)));
  const before = holds(door);
  return (before && before.left > 0 ? before : holds(built.next) ?? before)?.place ?? '';
}

/** @param {import('@preact/signals').Signal<Set<string>|null>} picked @returns {import('./stack.js').Pick} */
const picking = (picked) => (doors) => {
  const next = new Set(picked.value);
  const all = doors.every((door) => next.has(door));
  for (const door of doors) all ? next.delete(door) : next.add(door);
  picked.value = next.size > 0 || doors.length === 1 ? next : null;
};

/** @param {{picked: import('@preact/signals').Signal<Set<string>|null>}} props */
const Pick = ({picked}) => html`
  <button type="button" class="link" aria-pressed=${picked.value !== null}
          onClick=${() => (picked.value = picked.value ? null : new Set())}>
    ${picked.value ? t('Finish') : t('Several')}</button>`;

/** @param {{built: Built, at: string, choose: (place: string) => void}} props */
function Tabs({built, at, choose}) {
  const walk = (/** @type {KeyboardEvent} */ event) => {
    const step = {ArrowRight: 1, ArrowLeft: -1}[event.key];
    if (!step) return;
    const index = built.stairwells.findIndex((one) => one.place === at) + step;
    choose(built.stairwells[(index + built.stairwells.length) % built.stairwells.length].place);
    requestAnimationFrame(() => /** @type {HTMLElement|null} */ (document.querySelector('.stairwells [aria-selected=true]'))?.focus());
  };
  return html`
    <div class="stairwells" role="tablist" aria-label=${t('Stairwells')} onKeyDown=${walk}>
      ${built.stairwells.map(({place, name, left, floors}) => html`
        <button type="button" role="tab" aria-selected=${place === at} tabindex=${place === at ? 0 : -1} aria-controls="stack"
                onClick=${() => choose(place)}>${name}<small>${leftOf(left, floors)}</small></button>`)}
    </div>`;
}

/** Where the sweep's doors are all another team's, nothing is left for one's own, but it is not said to be done.
 * @param {number} left @param {Built['stairwells'][0]['floors']} floors */
function leftOf(left, floors) {
  if (left) return tn('{n} left', '{n} left', left);
  const asked = floors.flatMap((floor) => floor.doors).filter((one) => one.target);
  return asked.length && !asked.some((one) => one.isMine) ? t('another team’s') : t('all done');
}

/** @param {{next: string|null, left: number, picked: import('@preact/signals').Signal<Set<string>|null>}} props */
function Foot({next: nextId, left, picked}) {
  if (picked.value) return html`<${Many} picked=${picked} />`;
  const next = nextId && known.value.doors.get(nextId);
  if (!next) return html`<p class="say">${t('Every door of yours here is done for now.')}</p><${Button} href="#/today">${t('To my buildings')}<//>`;
  return html`<${Button} kind="primary" href=${`#/door/${next.id}`} small=${tn('{n} door left here', '{n} doors left here', left)}>
    ${t('Knock {door}', {door: shortLabel(next)})}<//>`;
}

/** @param {{picked: import('@preact/signals').Signal<Set<string>|null>}} props */
function Many({picked}) {
  const doors = [...(picked.value ?? [])].flatMap((id) => known.value.doors.get(id) ?? []);
  const said = tn('Nobody home: {n} door', 'Nobody home: {n} doors', doors.length);
  const write = async () => {
    picked.value = null;
    await knockMany(doors, nobodyHome, said);
  };
  return html`
    <${Button} kind="primary" mark="absent" disabled=${doors.length === 0} onClick=${write}
               small=${doors.length ? doors.map(shortLabel).join(', ') : t('Tap the doors, or a floor’s number')}>
      ${doors.length ? said : t('Nobody home')}<//>
    <${Button} onClick=${() => (picked.value = null)}>${t('Cancel')}<//>`;
}
