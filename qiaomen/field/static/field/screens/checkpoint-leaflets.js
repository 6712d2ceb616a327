/** What is handed out with a vehicle: a stepper for each title, and the same as last time by one tap. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {draft, known, say} from '../checkpoint.js';
import {Icon, Mark} from '../parts/icon.js';
import {prefs, setPref} from '../session.js';
import {t} from '../words.js';

const MOST = 999;

export function Leaflets() {
  const {materials} = known.value;
  const isOpen = useSignal(false);
  const {leaflets} = draft.value;
  const given = Object.values(leaflets).reduce((sum, one) => sum + one, 0);
  const last = /** @type {Record<string, number>} */ (prefs.value.leaflets ?? {});
  const again = materials.filter(({id}) => last[id]);
  useEffect(() => void (given && setPref('leaflets', leaflets)), [leaflets]);
  const step = (/** @type {string} */ id, /** @type {number} */ by) =>
    say({...draft.value, leaflets: {...leaflets, [id]: Math.max(0, Math.min(MOST, (leaflets[id] ?? 0) + by))}});
  return materials.length > 0 && html`
    <section class="p-card">
      <button type="button" class="row" aria-expanded=${isOpen.value} onClick=${() => (isOpen.value = !isOpen.value)}>
        <span class="main"><b>${t('Leaflets')}</b><span>${given ? t('{n} handed out', {n: given}) : t('none handed out')}</span></span><${Icon} name=${isOpen.value ? 'up' : 'down'} /></button>
      ${!given && again.length > 0 && html`<button type="button" class="row row-line" onClick=${() => say({...draft.value, leaflets: {...last}})}>
        <span class="main"><b>${t('As before')}</b><span>${again.map(({id, title}) => `${title} × ${last[id]}`).join(', ')}</span></span><${Icon} name="repeat" /></button>`}
      ${isOpen.value && materials.map(({id, title}) => html`
        <div class="count-line" key=${id}><span>${title}</span>
          <button type="button" aria-label=${t('{label}: one less', {label: title})} onClick=${() => step(id, -1)}><${Mark} name="vacant" /></button>
          <output aria-label=${title}>${leaflets[id] ?? 0}</output>
          <button type="button" aria-label=${t('{label}: one more', {label: title})} onClick=${() => step(id, 1)}><${Icon} name="add" /></button></div>`)}
    </section>`;
}
