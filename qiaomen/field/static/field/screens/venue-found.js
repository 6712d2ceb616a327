/** What an inspector found at a venue, with a photo: one tap more and it is reported. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {found, looked} from '../domain/venue.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {Shots} from '../parts/shots.js';
import {toast} from '../parts/toast.js';
import {now, saveWith} from '../session.js';
import {newId} from '../store/phone.js';
import {t, word} from '../words.js';
import {notKept} from './saving.js';
import {FOUND} from './venue-words.js';

/** @typedef {import('../domain/venue.js').Venue} Venue */

/** @param {{venue: Venue, finds: string}} props `finds`: open, closed or ready of a suspended one, or other */
export function Found({venue, finds}) {
  const isLook = venue.suspended !== null && finds !== 'other';
  const what = useSignal('');
  const note = useSignal('');
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const isBusy = useSignal(false);
  const isReady = isLook || what.value !== '';
  const report = async () => {
    const taken = shots.value.map((blob) => ({id: newId(), blob}));
    const said = {id: newId(), now: now(), venue, note: note.value.trim(), photos: taken.map(({id}) => id)};
    const records = isLook
      ? looked({...said, other: newId(), finds: /** @type {'open'|'closed'|'ready'} */ (finds)})
      : [found({...said, what: what.value})];
    if (isBusy.value) return;
    isBusy.value = true;
    const isKept = await saveWith(records, finds === 'open' || !isLook ? taken : []).then(() => true, () => false);
    isBusy.value = isKept;
    if (!isKept) return notKept();
    toast(t('Written down.'));
    location.hash = `#/venue/${venue.id}`;
  };
  return html`
    <${Frame} title=${TITLES[finds] ? t(TITLES[finds]) : t('Something is not right here')} sub=${venue.label} back=${`#/venue/${venue.id}`}
              foot=${html`<${Button} kind="primary" disabled=${!isReady} onClick=${report}>${t('Report it')}<//>`}>
      ${!isLook && html`<section class="p-card"><fieldset class="ask"><legend>${t('What is not right?')}</legend>
        <${One} name="what" value=${what.value || undefined} options=${Object.entries(FOUND).map(([value, label]) => ({value, label: t(label)}))}
                onChange=${(/** @type {string|undefined} */ next) => (what.value = next ?? '')} /></fieldset></section>`}
      ${finds === 'open' && html`<p class="say">${t('It becomes a finding, to be put right by this time tomorrow.')}</p>`}
      <label class="labelled"><span>${t('Note')}</span><${Line} label=${t('Note')} value=${note.value} maxlength="300" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      ${(finds === 'open' || !isLook) && html`<${Shots} shots=${shots} label=${t('Take a photo')} />`}
    <//>`;
}

/** @type {Record<string, string>} */
const TITLES = {open: word('It is open now'), closed: word('Closed as ordered'), ready: word('Ready to reopen')};
