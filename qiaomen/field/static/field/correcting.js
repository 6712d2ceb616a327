/** Says a saved record anew: what never went out is replaced where it lies; what did is amended by another record. */

import {isUnsent, reworded} from './domain/rewording.js';
import {now, save} from './session.js';
import {change} from './store/changing.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';

/**
 * On the disk when it resolves. @param {import('./domain/types.js').Envelope} envelope the record as it should be, under the
 *   id under which it was saved first
 */
export async function correct(envelope) {
  const author = state.open.me;
  const last = state.outbox.value.filter((one) => isUnsent(one) && [one.envelope.id, one.envelope.amends].includes(envelope.id)).at(-1);
  let isDone = false;
  if (author && last) {
    await change(author, [last.envelope.id], (items) => {
      const after = reworded(items, last.envelope.id, envelope);
      isDone = after !== items;
      return after;
    });
  }
  if (!isDone) await save({...envelope, id: newId(), device_at: new Date(now()).toISOString(), amends: envelope.id});
}

/** What was written under this id, its corrections too. @param {string} id @returns {string[]} */
export const writtenOf = (id) =>
  state.outbox.value.filter(({envelope}) => envelope.id === id || envelope.amends === id).map(({envelope}) => envelope.id);
