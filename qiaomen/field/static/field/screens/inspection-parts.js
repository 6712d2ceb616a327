/** What the screens of findings, disinfection and seals share: waiting for what the phone has, saving with a word. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {ask, known, open, opened, taken} from '../inspection.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, now, undo} from '../session.js';
import {t, tn, word} from '../words.js';

/** @type {Record<string, string>} */
export const WHAT = {
  gate_unmanned: word('gate unmanned'), not_measured: word('temperature not measured'), not_scanned: word('codes not checked'),
  crowding: word('crowding'), not_knocked: word('not knocked as written down'), not_followed: word('not followed up'),
  list_wrong: word('list and reality differ'), not_disinfected: word('not disinfected'), notice_missing: word('notice or map missing'),
  venue_open: word('open though suspended'), other: word('something else'),
};

/** The rows that this screen shows, once they are open; else who has to join. @param {string} title @returns {any} null once they are */
export function useOpened(title) {
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${title} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  return opened.value === author.value.worker ? null : html`<${Frame} title=${title} back="#/today" />`;
}

/** When the server said so. @returns {string} */
export const saidAt = () => (known.value.at ? moment(known.value.at, now()) : '');

/** Nothing to do here. @param {{title: string, say: string}} props */
export const Nothing = ({title, say}) => html`
  <${Empty} icon="check" title=${title} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>${say}<//>`;

/** That a list goes on where the phone's ends. @param {{count: number}} props */
export const More = ({count}) => count > 0 && html`<p class="say padded">${tn('and {n} more', 'and {n} more', count)}</p>`;

/** Keeps a record, and says so with the way back. @param {Promise<string>} writing @param {string} [said] @returns {Promise<boolean>} */
export async function kept(writing, said) {
  const id = await writing.catch(() => null);
  if (!id) {
    toast(t('The phone could not keep this. Make room on it, and save again.'));
    return false;
  }
  toast(said ?? t('Written down.'), {undo: () => undo([id])});
  return true;
}
