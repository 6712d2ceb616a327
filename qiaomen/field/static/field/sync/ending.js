/** The outbreak is over: what the server has no keys for any more, the phone must not keep either. */

import * as authors from '../store/authors.js';
import * as drafting from '../store/drafting.js';
import * as phone from '../store/phone.js';
import * as state from '../store/state.js';
import {tellTabs} from '../store/tabs.js';

/** How often what waits is counted again: something may be saved in the moment in which all goes. */
const TRIES = 20;

/**
 * Everything of an author goes: key, token, doors, names, drafts, photos, and records that were never sent, which nobody
 * could take in any more. Nothing where they enrolled anew since this row was read.
 * @param {import('../store/authors.js').Kept} author
 */
export async function ended(author) {
  const {worker} = author;
  if (!authors.isNow(author, await authors.one(worker))) return;
  drafting.forget(worker);
  for (let tries = 0, loss = 0; tries < TRIES; tries += 1) {
    loss = await authors.remove(worker, loss);
    if (!loss) break;
  }
  if (state.open.me?.worker === worker) {
    await phone.setCurrent(null);
    await state.show(null);
  }
  state.isOver.value = true;
  tellTabs('authors', worker);
  await state.count();
}
