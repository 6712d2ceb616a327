/** What goes from the phone: what it learnt, once it may know it no longer; and copies of what the server has. */

import {lapsed} from '../domain/lapse.js';
import * as authors from '../store/authors.js';
import * as chunks from '../store/chunks.js';
import * as drafting from '../store/drafting.js';
import * as outbox from '../store/outbox.js';
import * as photos from '../store/photos.js';
import * as state from '../store/state.js';
import {tellTabs} from '../store/tabs.js';

/** @typedef {import('../store/authors.js').Kept} Kept */

/** The phone learns nothing more: what it learnt goes. @param {Kept} author */
export async function revoked(author) {
  if (await authors.patch(author, {revoked: true})) await forgetDistrict(author.worker);
}

/** @param {string} worker */
async function forgetDistrict(worker) {
  drafting.forget(worker);
  const row = await chunks.wipe(worker);
  if (row) state.forget(row);
  tellTabs('wiped', worker);
}

/** After 48 hours without contact the personal data go, and what came since without one; what was written stays. */
export async function lapse() {
  for (const author of await authors.all()) if (lapsed(author, Date.now())) await forgetDistrict(author.worker);
}

/** Safety copies go 7 days after the server had the record; photos without a record after 30. */
export async function prune() {
  for (const {worker} of await authors.all()) {
    await outbox.prune(worker, Date.now());
    await photos.prune(worker, Date.now());
  }
  await state.reloadOutbox();
}
