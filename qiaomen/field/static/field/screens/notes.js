/** A note and photos, both sealed; and a call to whoever left a number. */

import {html} from 'htm/preact';

import {dialled} from '../domain/dial.js';
import {Icon} from '../parts/icon.js';
import {smaller} from '../parts/photo.js';
import {Pictures} from '../parts/pictures.js';
import {toast} from '../parts/toast.js';
import {outbox} from '../session.js';
import {t, tn} from '../words.js';
import {draftOf, write} from './draft.js';
import {peopleAt} from './sweep.js';

/** The register takes no more with one record. */
const MOST = 12;

/** @param {{door: import('../domain/types.js').Door}} props */
export function Notes({door}) {
  const {note, photos} = draftOf(door.id);
  return html`
    <${Calls} door=${door.id} />
    <details class="p-card folded" open=${Boolean(note || photos.length)}>
      <summary><b>${photos.length ? tn('Note and {n} photo', 'Note and {n} photos', photos.length) : t('Note or photo')}</b><${Icon} name="down" /></summary>
      <div class="ask">
        <label for="note">${t('Note')}</label>
        <textarea id="note" class="entry" maxlength="2000" value=${note}
                  onInput=${(/** @type {any} */ event) => write(door.id, {note: event.target.value})}></textarea>
        <${Pictures} photos=${photos} change=${(/** @type {Blob[]} */ left) => write(door.id, {photos: left})} />
        ${photos.length < MOST && html`<label class="pbtn"><${Icon} name="file" />${t('Take a photo')}
          <input class="unseen" type="file" accept="image/*" capture="environment" onChange=${(/** @type {any} */ event) => take(door.id, event.target)} /></label>`}
      </div>
    </details>`;
}

/** @param {string} door @param {HTMLInputElement} input */
async function take(door, input) {
  const file = input.files?.[0];
  input.value = '';
  if (!file) return;
  try {
    const photo = await smaller(file);
    write(door, {photos: [...draftOf(door).photos, photo]});
  } catch {
    toast(t('This picture cannot be read.'));
  }
}

/** Numbers that this phone was told at this door. @param {string} door @returns {{name: string, phone: string}[]} */
export function numbers(door) {
  const names = new Map(peopleAt(door).map((person) => [person.id, person.name]));
  const said = outbox.value.filter((item) => item.envelope.door === door).flatMap((item) => item.envelope.body.people ?? []);
  const drafted = Object.values(draftOf(door).people);
  return [...said, ...drafted].flatMap((seen) =>
    (seen.new?.phones ?? []).map((/** @type {string} */ phone) => ({phone, name: seen.new.name ?? names.get(seen.person) ?? ''})));
}

/** @param {{door: string}} props */
const Calls = ({door}) => html`${numbers(door).map(({name, phone}) => html`
  <a class="pbtn" key=${phone} href=${dialled(phone)}><${Icon} name="phone" />${t('Call {name}', {name})}</a>`)}`;
