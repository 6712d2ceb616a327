/** Messages from headquarters, on Today. What was read is kept on the phone, and stands below, quieter. */

import {html} from 'htm/preact';

import {readNow, shown} from '../domain/bulletins.js';
import {author, district, now, prefs, setPref} from '../session.js';
import {t} from '../words.js';
import {Icon} from './icon.js';
import {moment} from './times.js';

/** @returns {string[]} */
const read = () => prefs.value.read ?? [];

export function Bulletins() {
  const at = now() + (author.value?.offsetMs ?? 0);
  const all = shown(district.value.bulletins.values(), new Set(read()), at);
  return html`${all.map(({bulletin, isRead}) => html`
    <section class=${isRead ? 'notice calm' : 'notice'} key=${bulletin.id} aria-label=${t('Message from {name}', {name: bulletin.by})}>
      <p class="bulletin">${bulletin.text}</p>
      <p class="small quiet">${bulletin.by}, ${moment(bulletin.at, at)}</p>
      ${!isRead && html`<button type="button" class="pbtn" onClick=${() => keep(bulletin.id)}><${Icon} name="check" />${t('Read')}</button>`}
    </section>`)}`;
}

/** @param {string} id */
const keep = (id) => setPref('read', readNow(read(), id, district.value.bulletins));
