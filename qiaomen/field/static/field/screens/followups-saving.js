/** From a tap to a record about somebody: made, saved, said, and the way back. */

import {toast} from '../parts/toast.js';
import {now, save, undo} from '../session.js';
import {t} from '../words.js';
import {draftOf, drop, write} from './draft.js';
import {newId} from './sweep.js';

/** What is on its way to the disk: a second tap is a slip of the thumb. */
let isBusy = false;

/**
 * Save one record about a person; what was begun of it is dropped once it is on the disk.
 * @param {string} person @param {'check'|'call'} what is begun in the draft
 * @param {(fresh: {id: string, now: number}) => import('../domain/types.js').Envelope} make @param {string} said
 * @returns {Promise<boolean>} false: the phone could not keep it, or another one is being saved
 */
export async function keep(person, what, make, said) {
  if (isBusy) return false;
  isBusy = true;
  const at = now();
  const id = newId(at);
  const isKept = await save(make({id, now: at})).then(() => true, () => false);
  isBusy = false;
  if (!isKept) return toast(t('The phone could not keep this. Make room on it, and save again.')), false;
  forget(person, what);
  toast(said, {undo: () => undo([id])});
  return true;
}

/** @param {string} person @param {'check'|'call'} what */
function forget(person, what) {
  const {answers: {[what]: _, ...answers}, note} = draftOf(person);
  const left = what === 'check' ? '' : note;
  if (left || Object.keys(answers).length) write(person, {answers, note: left});
  else drop(person);
}
