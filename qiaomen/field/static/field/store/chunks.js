/** The district of an author, sealed: one blob for each place, so that a change rewrites little and opening reads little. */

import {chunksOf, empty, merge, rowsOf} from '../domain/district.js';
import {isNow, isOpenable} from './authors.js';
import {database} from './database.js';
import {seal, unseal} from './sealing.js';

/** @typedef {import('../domain/types.js').District} District @typedef {import('./authors.js').Kept} Kept */

/** @param {string} worker @param {string} place */
const whereOf = (worker, place) => `chunk ${worker} ${place}`;

/** @param {string} worker */
const allOf = (worker) => IDBKeyRange.bound([worker], [worker, []]);

/**
 * Everything that is kept of this author's district. Where a part of it does not open, all of it goes, and the next pull
 * begins anew. @param {Kept} author @returns {Promise<District>}
 */
export async function load(author) {
  const {worker, key} = author;
  const rows = await (await database()).getAll('chunks', allOf(worker));
  const pages = await Promise.all(rows.map(({place, box}) => unseal(key, box, whereOf(worker, place)))).catch(() => null);
  if (pages) return merge(empty(), joined(pages)).district;
  await wipe(worker, ['chunks'], (stored) => isOpenable(author, stored));
  return empty();
}

/** @param {Record<string, any[]>[]} pages @returns {import('../domain/types.js').Page} all their rows in one */
function joined(pages) {
  /** @type {Record<string, any[]>} */
  const whole = {};
  for (const page of pages) {
    for (const [name, rows] of Object.entries(page)) whole[name] = (whole[name] ?? []).concat(rows);
  }
  return whole;
}

/**
 * Keeps the places that a page touched together with the cursor that leads on from it: both or neither.
 * @param {Kept} author @param {District} district @param {Set<string>} places @param {Partial<Kept>} fields of their row
 * @param {boolean} fresh whether everything kept before goes
 * @returns {Promise<Kept|undefined>} the author's row as it is now; undefined where this page does not lead on from what
 *   is kept: they signed out or enrolled anew meanwhile, or the district was wiped while the page was on its way
 */
export async function save(author, district, places, fields, fresh) {
  const {worker, key} = author;
  const pages = [...rowsOf(district, fresh ? chunksOf(district) : places)];
  const boxes = await Promise.all(
    pages.map(async ([place, page]) => ({
      worker, place, box: Object.keys(page).length ? await seal(key, page, whereOf(worker, place)) : null,
    })),
  );
  const tx = (await database()).transaction(['authors', 'chunks'], 'readwrite');
  const before = await tx.objectStore('authors').get(worker);
  if (!before || !isNow(author, before) || (!fresh && before.cursor !== author.cursor)) return void (await tx.done);
  const after = {...before, ...fields};
  const chunks = tx.objectStore('chunks');
  tx.objectStore('authors').put(after);
  if (fresh) chunks.delete(allOf(worker));
  for (const row of boxes) row.box ? chunks.put(row) : chunks.delete([worker, row.place]);
  await tx.done;
  return after;
}

/**
 * The personal data go, those of drafts and of the gate too, and the next pull begins anew.
 * @param {string} worker @param {string[]} names of the stores @param {(stored: Kept) => boolean} [may] whether to
 * @returns {Promise<Kept|undefined>} their row as it is now; undefined where nothing was done
 */
export async function wipe(worker, names = ['chunks', 'drafts', 'gate'], may = () => true) {
  const tx = (await database()).transaction(['authors', ...names], 'readwrite');
  const before = await tx.objectStore('authors').get(worker);
  const after = before && may(before) ? {...before, cursor: null, first: null} : undefined;
  if (after) tx.objectStore('authors').put(after);
  if (after) for (const name of names) tx.objectStore(name).delete(allOf(worker));
  await tx.done;
  return after;
}
