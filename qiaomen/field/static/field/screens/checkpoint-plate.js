/** A pad for a plate: provinces first, then letters and digits. It begins with the district's own province. */

import {html} from 'htm/preact';

import {known} from '../checkpoint.js';
import {PROVINCES, formOf, isWhole, nextKeys, spaced, typed} from '../domain/plates.js';
import {Line, One} from '../parts/answers.js';
import {Icon, Mark} from '../parts/icon.js';
import {t} from '../words.js';

/** @typedef {import('../domain/checkpoint.js').Draft} Draft */

const FOREIGN_MOST = 16;

/** @param {{draft: Draft, isOpen: boolean, onOpen: (isOpen: boolean) => void, onChange: (draft: Draft) => void}} props */
export function Plate({draft, isOpen, onOpen, onChange}) {
  const {plate, form} = draft;
  const type = (/** @type {string} */ key) => {
    const next = typed(plate, key);
    onChange({...draft, plate: next});
    if (isWhole(next)) onOpen(false);
  };
  const choose = (/** @type {Draft['form']|undefined} */ next) => {
    if (!next || next === form) return;
    onChange({...draft, form: next, plate: next === 'province' ? known.value.province : ''});
    onOpen(next === 'province');
  };
  const wrong = form === 'province' && plate.length >= 7 && formOf(plate) === null;
  return html`
    <section class="p-card">
      <div class="plate-line">
        ${form === 'province' && html`<button type="button" class=${formOf(plate) === 'new_energy' ? 'plate new-energy' : 'plate'} aria-expanded=${isOpen} onClick=${() => onOpen(!isOpen)}>
          <span class="unseen">${t('Plate')}</span><b>${spaced(plate) || '–'}</b>${!isOpen && html`<${Icon} name="edit" />`}</button>`}
        ${form === 'foreign' && html`<${Line} label=${t('Plate as it is written')} value=${plate} maxlength=${FOREIGN_MOST} onChange=${(/** @type {string} */ text) => onChange({...draft, plate: text})} />`}
      </div>
      ${wrong && html`<p class="say plate-wrong"><${Mark} name="wrong" />${t('No province issues such a plate: look once more.')}</p>`}
      ${form === 'province' && isOpen && html`<${Pad} plate=${plate} type=${type} erase=${() => onChange({...draft, plate: plate.slice(0, -1)})} done=${() => onOpen(false)} />`}
      ${(form !== 'province' || isOpen) && html`<div class="ask"><${One} name="form" value=${form} onChange=${choose}
        options=${[{value: 'province', label: t('Ordinary')}, {value: 'foreign', label: t('Foreign, special')}, {value: 'none', label: t('No plate')}]} /></div>`}
    </section>`;
}

/** @param {{plate: string, type: (key: string) => void, erase: () => void, done: () => void}} props */
function Pad({plate, type, erase, done}) {
  const {provinces, digits, letters} = nextKeys(plate);
  const own = known.value.province;
  const first = own ? [own, ...[...PROVINCES].filter((one) => one !== own)] : [...PROVINCES];
  const key = (/** @type {string} */ one) => html`<button type="button" key=${one} onClick=${() => type(one)}>${one}</button>`;
  return html`
    <div class="plate-pad" role="group" aria-label=${t('Plate')}>
      ${provinces && first.map(key)}
      ${digits && [...'1234567890'].map(key)}
      ${!provinces && [...letters].map(key)}
      <button type="button" class="wide" aria-label=${t('Delete the last character')} onClick=${erase}><${Icon} name="back" /></button>
      <button type="button" class="wide" onClick=${done}>${t('That is the plate')}</button>
    </div>`;
}
