/** What one hands out: which title, where, how many, in which way. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {MOST} from '../domain/outreach.js';
import {hand, known} from '../outreach.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Sheet} from '../parts/sheet.js';
import {toast} from '../parts/toast.js';
import {prefs, setPref, undo} from '../session.js';
import {t, tn, word} from '../words.js';

/** @param {{close: () => void}} props */
export function HandOut({close}) {
  const {titles, places, places_more} = known.value;
  const before = /** @type {{material?: string, place?: string}} */ (prefs.value.handout ?? {});
  const material = useSignal(titles.some(({id}) => id === before.material) ? before.material : titles[0]?.id);
  const place = useSignal(places.some(({id}) => id === before.place) ? before.place : places[0]?.id);
  const way = useSignal('drop');
  const count = useSignal('');
  const number = /^\d+$/.test(count.value.trim()) ? Number(count.value) : 0;
  const isReady = material.value && place.value && number > 0 && number <= MOST;
  const go = () => (close(), void given({material: material.value ?? '', place: place.value ?? '', way: way.value, count: number}));
  return html`
    <${Sheet} title=${t('Hand something out')} onClose=${close}>
      <${Choice} label=${t('Which title?')} value=${material} options=${titles.map(({id, title}) => [id, title])} />
      <${Choice} label=${t('At which place?')} value=${place} options=${places.map(({id, name}) => [id, name])} />
      ${places_more > 0 && html`<p class="say">${tn('{n} place is not in this list: write it down at the desk.', '{n} places are not in this list: write those down at the desk.', places_more)}</p>`}
      <fieldset class="ask"><legend>${t('In which way?')}</legend>
        <${One} name="way" value=${way.value} options=${WAYS.map(([value, said]) => ({value, label: t(said)}))}
                onChange=${(/** @type {string|undefined} */ next) => next && (way.value = next)} /></fieldset>
      <label class="labelled"><span>${t('Copies')}</span>
        <${Line} label=${t('Copies')} value=${count.value} inputmode="numeric" maxlength="7" onChange=${(/** @type {string} */ next) => (count.value = next)} /></label>
      <${Button} kind="primary" icon="check" disabled=${!isReady} onClick=${go}>${t('Write it down')}<//>
    <//>`;
}

/** @param {{label: string, value: import('@preact/signals').Signal<string|undefined>, options: [string, string][]}} props */
const Choice = ({label, value, options}) => html`
  <label class="labelled"><span>${label}</span>
    <select class="entry" value=${value.value} onChange=${(/** @type {any} */ event) => (value.value = event.target.value)}>
      ${options.map(([id, said]) => html`<option key=${id} value=${id}>${said}</option>`)}</select></label>`;

/** @param {{material: string, place: string, way: string, count: number}} said */
async function given(said) {
  const ids = await hand(said).catch(() => null);
  if (!ids) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  void setPref('handout', {material: said.material, place: said.place});
  toast(t('Written down.'), {undo: () => undo(ids)});
}

/** @type {[string, string][]} */
const WAYS = [['drop', word('left where people pass')], ['hung', word('hung up')], ['gate', word('at a gate')], ['visit', word('on a visit')]];
