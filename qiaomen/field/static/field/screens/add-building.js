/** A building, stairwell or alley that the register lacks; its doors are added next. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {replace} from '../address.js';
import {upwards} from '../domain/walking.js';
import {placeAdded} from '../domain/visits.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Mark} from '../parts/icon.js';
import {toast} from '../parts/toast.js';
import {now, undo} from '../session.js';
import {t} from '../words.js';
import {keepForm} from './saving.js';
import {known, newId} from './sweep.js';

const LONGEST = 80;

const kinds = () => [
  {value: 'building', label: t('building')}, {value: 'stairwell', label: t('stairwell')}, {value: 'alley', label: t('alley')},
  {value: 'compound', label: t('compound')}, {value: 'urban_village', label: t('urban village')}, {value: 'resident_group', label: t('resident group')},
];

/** What can stand in what: a stairwell only in a building, and in a building nothing else. */
const fits = (/** @type {string} */ kind, /** @type {string} */ parent) => (kind === 'stairwell') === (parent === 'building');

/** @param {{place: string}} props where somebody stands */
export function AddBuilding({place}) {
  const around = upwards(known.value, place).flatMap((id) => known.value.places.get(id) ?? []).filter((one) => one.kind !== 'stairwell');
  const inside = useSignal((around.find((one) => one.kind !== 'building') ?? around[0])?.id ?? place);
  const kind = useSignal('');
  const name = useSignal('');
  const tried = useSignal(false);
  const parent = known.value.places.get(inside.value);
  const options = kinds().filter((one) => fits(one.value, parent?.kind ?? ''));
  const chosen = options.some((one) => one.value === kind.value) ? kind.value : options[0].value;
  const twin = [...known.value.places.values()].some((one) => one.parent === inside.value && one.kind === chosen && one.name === name.value.trim());
  const write = async () => {
    tried.value = true;
    const said = name.value.trim();
    if (!said || twin) return;
    const at = now();
    const made = newId(at);
    const id = newId(at);
    if (!(await keepForm(placeAdded({id, now: at, place: made, parent: inside.value, kind: chosen, name: said})))) return;
    toast(t('{place} is added', {place: said}), {undo: () => takeBack(id, place)});
    location.hash = `#/add/door/${made}`;
  };
  return html`
    <${Frame} title=${t('Add a building')} back=${`#/building/${place}`}
              foot=${html`<${Button} kind="primary" onClick=${write} small=${t('then its doors')}>${t('Add it')}<//>`}>
      <section class="p-card">
        ${around.length > 1 && html`<fieldset class="ask"><legend>${t('Where does it stand')}</legend>
          <${One} name="inside" value=${inside.value} options=${around.map((one) => ({value: one.id, label: one.name}))}
                  onChange=${(/** @type {string} */ id) => (inside.value = id ?? inside.value)} /></fieldset>`}
        <fieldset class="ask"><legend>${t('What is it')}</legend>
          <${One} name="kind" value=${chosen} options=${options} onChange=${(/** @type {string} */ one) => (kind.value = one ?? chosen)} /></fieldset>
        <fieldset class=${tried.value && (!name.value.trim() || twin) ? 'ask bad' : 'ask'}><legend>${t('What do people call it')}</legend>
          <${Line} label=${t('What do people call it')} value=${name.value} maxlength=${LONGEST} placeholder=${t('Building 7')}
                   onChange=${(/** @type {string} */ text) => (name.value = text)} />
          ${tried.value && !name.value.trim() && html`<p class="wrong"><${Mark} name="wrong" />${t('A name is needed.')}</p>`}
          ${twin && html`<p class="wrong"><${Mark} name="wrong" />${t('This is here already.')}</p>`}
        </fieldset>
      </section>
    <//>`;
}

/** @param {string} id the record's @param {string} place where one came from @returns {Promise<string|void>} */
async function takeBack(id, place) {
  if (!(await undo([id]))) return t('The register has it already. Tell your leader.');
  replace(`#/building/${place}`);
}
