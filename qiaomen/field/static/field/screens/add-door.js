/** A door that the register lacks, and one that it has otherwise than it is. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {replace} from '../address.js';
import {doorAdded, doorChanged, wrongAddress} from '../domain/visits.js';
import {One, Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {toast} from '../parts/toast.js';
import {now, undo} from '../session.js';
import {t} from '../words.js';
import {preview} from './add-label.js';
import {drop} from './draft.js';
import {keepForm, knock} from './saving.js';
import {buildingId, known, newId, shortLabel, whereIs} from './sweep.js';

/** @typedef {import('../domain/types.js').Door} Door */

const LONGEST = 60;

const kinds = () => [
  {value: 'dwelling', label: t('dwelling')}, {value: 'shop', label: t('shop')}, {value: 'restaurant', label: t('restaurant')},
  {value: 'hotel', label: t('hotel')}, {value: 'venue', label: t('venue')}, {value: 'dormitory', label: t('dormitory')},
  {value: 'office', label: t('office')}, {value: 'school', label: t('school')}, {value: 'other', label: t('other')},
];

/** @param {{place: string}} props */
export function AddDoor({place}) {
  const label = useSignal('');
  const kind = useSignal('dwelling');
  const tried = useSignal(false);
  const twin = twinOf(place, label.value);
  const write = async () => {
    tried.value = true;
    if (!label.value.trim() || twin) return;
    const at = now();
    const door = newId(at);
    const id = newId(at);
    if (!(await keepForm(doorAdded({id, now: at, door, place, label: label.value.trim(), kind: kind.value})))) return;
    toast(t('{door} is added', {door: label.value.trim()}), {undo: () => takeBack(id, door, place)});
    location.hash = `#/door/${door}`;
  };
  return html`
    <${Frame} title=${t('Add a door')} sub=${placeName(place)} back=${`#/building/${stackOf(place)}`}
              foot=${html`<${Button} kind="primary" onClick=${write} small=${t('and knock on it')}>${t('Add this door')}<//>`}>
      <section class="p-card">
        <${LabelAsk} value=${label.value} change=${(/** @type {string} */ text) => (label.value = text)} tried=${tried.value} twin=${twin} />
        <${KindAsk} value=${kind.value} change=${(/** @type {string} */ one) => (kind.value = one ?? 'dwelling')} />
      </section>
      <${Button} kind="bare" icon="add" href=${`#/add/building/${place}`}>${t('A building, stairwell or alley is missing')}<//>
    <//>`;
}

/**
 * A door that has gone to the register can only be claimed not to exist.
 * @param {string} id the record's @param {string} door @param {string} place @returns {Promise<string|void>}
 */
async function takeBack(id, door, place) {
  if (await undo([id])) {
    replace(`#/building/${stackOf(place)}`);
    return drop(door);
  }
  location.hash = `#/add/change/${door}`;
  return t('The register has it already. Say here that there is no such door.');
}

/** @param {{id: string}} props */
export function ChangeDoor({id}) {
  const door = /** @type {Door} */ (known.value.doors.get(id));
  const label = useSignal(door.label);
  const kind = useSignal(door.kind);
  const tried = useSignal(false);
  const twin = label.value.trim() === door.label ? null : twinOf(door.place, label.value, id);
  const write = async () => {
    tried.value = true;
    const said = label.value.trim();
    if (!said || twin) return;
    const changed = {label: said === door.label ? undefined : said, kind: kind.value === door.kind ? undefined : kind.value};
    if ((changed.label || changed.kind) && !(await send(door, changed))) return;
    location.hash = `#/door/${id}`;
  };
  const gone = () => knock(door, wrongAddress, t('{door}: no such door', {door: shortLabel(door)}));
  return html`
    <${Frame} title=${t('Correct {door}', {door: shortLabel(door)})} sub=${whereIs(door)} back=${`#/door/${id}`}
              foot=${html`<${Button} kind="primary" onClick=${write}>${t('Save')}<//>`}>
      <section class="p-card">
        <${LabelAsk} value=${label.value} change=${(/** @type {string} */ text) => (label.value = text)} tried=${tried.value} twin=${twin} />
        <${KindAsk} value=${kind.value} change=${(/** @type {string} */ one) => (kind.value = one ?? door.kind)} />
      </section>
      <${Button} mark="wrong" small=${t('A leader looks at it before it counts')} onClick=${gone}>${t('There is no such door')}<//>
    <//>`;
}

/** @param {Door} door @param {{label?: string, kind?: string}} changed @returns {Promise<boolean>} whether it is kept */
async function send(door, changed) {
  const at = now();
  const id = newId(at);
  if (!(await keepForm(doorChanged({id, now: at, door, ...changed})))) return false;
  const back = async () => (await undo([id])) || t('The register has it already. Correct it once more.');
  toast(t('{door} is corrected', {door: changed.label ?? shortLabel(door)}), {undo: back});
  return true;
}

/** @param {{value: string, tried: boolean, twin: Door|null, change: (text: string) => void}} props */
function LabelAsk({value, tried, twin, change}) {
  const missing = tried && !value.trim();
  return html`
    <fieldset class=${missing || twin ? 'ask bad' : 'ask'}><legend>${t('What stands on the door')}</legend>
      <${Line} label=${t('What stands on the door')} value=${value} maxlength=${LONGEST} placeholder="3-2-501" onChange=${change} />
      <${Reads} text=${value} />
      ${missing && html`<p class="wrong"><${Mark} name="wrong" />${t('A number or a name is needed.')}</p>`}
      ${twin && html`<p class="wrong"><${Mark} name="wrong" />${t('This door is here already.')}</p>
        <${Button} href=${`#/door/${twin.id}`}>${t('Open {door}', {door: twin.label})}<//>`}
    </fieldset>`;
}

/** How the register will read it, as far as that can be said. @param {{text: string}} props */
function Reads({text}) {
  const read = preview(text);
  if (!text.trim()) return html`<p class="say">${t('Write it as people say it: 3-2-501, 3栋2单元501, 12号.')}</p>`;
  if (!read) return html`<p class="say">${t('It is kept just as you write it.')}</p>`;
  const parts = [[t('Building'), read.building], [t('Stairwell'), read.stairwell], [t('Floor'), read.floor], [t('Room'), read.room]];
  return html`<dl class="reads" aria-live="polite">${parts.filter(([, said]) => said).map(([name, said]) => html`
    <div><dt>${name}</dt><dd>${said}</dd></div>`)}</dl>`;
}

/** @param {{value: string, change: (kind: string) => void}} props */
const KindAsk = ({value, change}) => html`
  <fieldset class="ask"><legend>${t('What is behind it')}</legend><${One} name="kind" value=${value} options=${kinds()} onChange=${change} /></fieldset>`;

/** A door of the same label at the same place. @param {string} place @param {string} label @param {string} [but] @returns {Door|null} */
function twinOf(place, label, but) {
  const bare = (/** @type {string} */ text) => text.normalize('NFKC').replace(/[\s-]+/g, '').toUpperCase();
  const wanted = bare(label);
  const alike = (/** @type {Door} */ door) => door.place === place && door.id !== but && [door.label, door.room].some((text) => text && bare(text) === wanted);
  return (wanted && [...known.value.doors.values()].find(alike)) || null;
}

/** @param {string} id @returns {string} */
function placeName(id) {
  const place = known.value.places.get(id);
  const parent = place?.kind === 'stairwell' ? known.value.places.get(place.parent ?? '') : null;
  return [parent?.name, place?.name].filter(Boolean).join(' ');
}

/** Where the stack of this place is drawn. @param {string} id @returns {string} */
const stackOf = (id) => buildingId(/** @type {Door} */ ({place: id}));
