/** From a tap to a record: made, saved, said, and back to the building with the next door ringed. */

import {replace} from '../address.js';
import {onceDrawn} from '../drawn.js';
import {mend, now, save, saveWith, undo} from '../session.js';
import {quiet, toast} from '../parts/toast.js';
import {t} from '../words.js';
import {draftOf, drop, inHand, restore} from './draft.js';
import {buildingId, campaign, newId, peopleAt} from './sweep.js';

/**
 * @typedef {import('../domain/types.js').Door} Door
 * @typedef {import('../domain/types.js').Envelope} Envelope
 * @typedef {(knock: any) => Envelope} Make one of domain/visits.js
 */

/** A visit that takes longer than this was left open. */
const LONGEST_S = 7200;

/** Doors whose visit is on its way to the disk: a second tap is a slip of the thumb, and no second visit. @type {Set<string>} */
const busy = new Set();

/**
 * Save one visit with what the draft of its door says, and go back to the building. The door's own screen is not left
 * behind in the history: the way back from the building is the way that one came. The building is shown while the disk
 * writes; that it is saved is said when it is, and where it could not be, one is back at the door as it was.
 * @param {Door} door @param {Make} make @param {string} said what the toast says @param {Record<string, any>} [more]
 */
export async function knock(door, make, said, more = {}) {
  if (busy.has(door.id)) return;
  const [unfinished] = more.people ? inHand(door.id) : [];
  if (unfinished) return goOn(door, unfinished);
  busy.add(door.id);
  quiet();
  const draft = draftOf(door.id);
  const {photos, mends} = draft;
  const id = newId(now());
  const writing = keep(id, door, make, more).then(() => true, () => false);
  const isOneStep = !photos.length && !mends;
  const leave = () => replace(`#/building/${buildingId(door)}?at=${door.id}`);
  if (isOneStep) leave();
  const kept = await writing;
  if (kept) drop(door.id);
  if (!kept) notKept();
  else toast(said, {undo: () => undo([id]).then((isGone) => (restore(door.id, draft), isGone))});
  if (kept && !isOneStep) leave();
  if (!kept && isOneStep) replace(`#/door/${door.id}`);
  // Once the building is drawn, nothing of this screen can be tapped any more.
  setTimeout(() => busy.delete(door.id));
}

/** Somebody was opened and not finished: what was said of them would not be in what is saved. @param {Door} door @param {import('./draft.js').Seen} seen */
function goOn(door, {person, new: newcomer}) {
  const name = newcomer?.name || peopleAt(door.id).find((one) => one.id === person)?.name || t('Somebody new');
  toast(t('{name} is not finished yet.', {name}));
  location.hash = `#/person/${door.id}/${person}`;
}

/** Nothing is on the disk: what was said stays on the screen. */
export const notKept = () => toast(t('The phone could not keep this. Make room on it, and save again.'));

/** @param {string} id the record's @param {Door} door @param {Make} make @param {Record<string, any>} more @returns {Promise<void>} */
async function keep(id, door, make, more) {
  const {answers, texts, note, photos, mends, since} = draftOf(door.id);
  const at = now();
  const seconds = since ? Math.min(LONGEST_S, Math.round((at - since) / 1000)) : undefined;
  const asked = more.people ? {answers, texts} : {};
  const shots = photos.map((blob) => ({id: newId(at), blob}));
  const added = {note, seconds, mends, photos: shots.map((one) => one.id)};
  const envelope = make({id, now: at, door: door.id, campaign: campaign.value, ...added, ...asked, ...more});
  await (mends ? mend(mends, envelope, shots) : saveWith([envelope], shots));
}

/**
 * The same outcome for many doors at once.
 * @param {Door[]} doors @param {Make} make @param {string} said
 */
export async function knockMany(doors, make, said) {
  const at = now();
  const free = doors.filter((door) => !busy.has(door.id));
  if (!free.length) return;
  free.forEach((door) => busy.add(door.id));
  const made = free.map((door) => make({id: newId(at), now: at, door: door.id, campaign: campaign.value}));
  const kept = await save(...made).then(() => true, () => false);
  onceDrawn(() => free.forEach((door) => busy.delete(door.id)));
  if (!kept) return notKept();
  toast(said, {undo: () => undo(made.map((one) => one.id))});
}

/** A form's record is on its way to the disk: a second tap is a slip of the thumb. */
let isKeeping = false;

/**
 * Save what a form says, once; where the disk has no room that is said.
 * @param {Envelope} envelope @returns {Promise<boolean>} whether it is kept by this very tap
 */
export async function keepForm(envelope) {
  if (isKeeping) return false;
  isKeeping = true;
  const kept = await save(envelope).then(() => true, () => false);
  if (!kept) notKept();
  // Once the next screen is drawn, nothing of the form can be tapped any more.
  onceDrawn(() => (isKeeping = false));
  return kept;
}
