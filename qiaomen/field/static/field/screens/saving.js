/** From a tap to a record: made, saved, said, and back to the building with the next door ringed. */

import {mend, now, save, undo, addPhoto} from '../session.js';
import {toast} from '../parts/toast.js';
import {draftOf, drop} from './draft.js';
import {buildingId, campaign, newId} from './sweep.js';

/**
 * @typedef {import('../domain/types.js').Door} Door
 * @typedef {import('../domain/types.js').Envelope} Envelope
 * @typedef {(knock: any) => Envelope} Make one of domain/visits.js
 */

/** A visit that takes longer than this was left open. */
const LONGEST_S = 7200;

/**
 * Save one visit with what the draft of its door says, and go back to the building.
 * @param {Door} door @param {Make} make @param {string} said what the toast says @param {Record<string, any>} [more]
 */
export async function knock(door, make, said, more = {}) {
  const {answers, texts, note, photos, mends, since} = draftOf(door.id);
  const at = now();
  const seconds = since ? Math.min(LONGEST_S, Math.round((at - since) / 1000)) : undefined;
  const asked = more.people ? {answers, texts} : {};
  const id = newId(at);
  const named = photos.map(() => newId(at));
  const added = {note, seconds, mends, photos: named};
  const envelope = make({id, now: at, door: door.id, campaign: campaign.value, ...added, ...asked, ...more});
  await (mends ? mend(mends, envelope) : save(envelope));
  for (const [index, photo] of photos.entries()) await addPhoto(id, photo, named[index]);
  drop(door.id);
  toast(said, {undo: () => undo([id])});
  location.hash = `#/building/${buildingId(door)}?at=${door.id}`;
}

/**
 * The same outcome for many doors at once.
 * @param {Door[]} doors @param {Make} make @param {string} said
 */
export async function knockMany(doors, make, said) {
  const at = now();
  const made = doors.map((door) => make({id: newId(at), now: at, door: door.id, campaign: campaign.value}));
  await save(...made);
  toast(said, {undo: () => undo(made.map((one) => one.id))});
}
