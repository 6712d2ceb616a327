/** Telling a clue: what, where, in a few words. Who tells it is known to those only who decide. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {known, tell} from '../clues.js';
import {WHATS} from '../domain/clues.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Icon} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {toast} from '../parts/toast.js';
import {undo} from '../session.js';
import {t, tn} from '../words.js';
import {whatWord} from './clues-words.js';

/** @param {{close: () => void}} props */
export function Tell({close}) {
  const {places} = known.value;
  const said = useSignal({place: places[0]?.id ?? '', what: '', words: '', where: '', plate: ''});
  const set = (/** @type {string} */ name) => (/** @type {string|undefined} */ value) => (said.value = {...said.value, [name]: value ?? ''});
  const go = () => {
    if (!said.value.place) return toast(t('There is no place yet where you can tell a clue. Look again with a signal.'));
    if (!said.value.what) return toast(t('Say what it is about.'));
    close();
    void done(said.value);
  };
  return html`
    <${Sheet} title=${t('Tell a clue')} onClose=${close}>
      <${Where} value=${said.value.place} onChange=${set('place')} />
      <fieldset class="ask"><legend>${t('What is it about?')}</legend>
        <${One} name="what" value=${said.value.what} options=${WHATS.map((value) => ({value, label: whatWord(value)}))} onChange=${set('what')} /></fieldset>
      <${Line} label=${t('Where exactly')} placeholder=${t('Where exactly')} maxlength=${120} value=${said.value.where} onChange=${set('where')} />
      ${said.value.what === 'vehicle' && html`<${Line} label=${t('Its plate')} placeholder=${t('Its plate')} maxlength=${12} value=${said.value.plate} onChange=${set('plate')} />`}
      <${Line} label=${t('In a few words')} placeholder=${t('In a few words')} maxlength=${2000} value=${said.value.words} onChange=${set('words')} />
      <p class="say"><${Icon} name="lock" /><span>${t('Whoever is sent there does not learn that it was you.')}</span></p>
      <${Button} kind="primary" icon="check" onClick=${go}>${t('Tell it')}<//>
    <//>`;
}

/** A few places to tap, or a list of many. @param {{value: string, onChange: (value: string|undefined) => void}} props */
function Where({value, onChange}) {
  const {places} = known.value;
  if (places.length < 2) return null;
  if (places.length <= 6) {
    return html`<fieldset class="ask"><legend>${t('Where is it?')}</legend>
      <${One} name="place" value=${value} options=${places.map(({id, name}) => ({value: id, label: name}))} onChange=${onChange} /></fieldset>`;
  }
  const more = known.value.morePlaces;
  return html`<select class="entry" aria-label=${t('Where is it?')} value=${value} onChange=${(/** @type {any} */ event) => onChange(event.target.value)}>
    ${places.map(({id, name}) => html`<option key=${id} value=${id}>${name}</option>`)}</select>
    ${more ? html`<p class="say"><${Icon} name="info" /><span>${tn('{n} more place is not in this list. For it choose what it lies in.', '{n} more places are not in this list. For them choose what they lie in.', more)}</span></p>` : ''}`;
}

/** @param {{place: string, what: string, words: string, where: string, plate: string}} said */
async function done(said) {
  const id = await tell(said).catch(() => null);
  if (!id) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(t('Told. Somebody looks there.'), {undo: () => undo([id])});
}
