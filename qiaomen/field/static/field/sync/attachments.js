/**
 * Photos on their way: each after its record, in pieces, and on from where the signal left it. What goes and what an
 * answer means is decided in domain/attachments.js.
 *
 * @typedef {import('../store/authors.js').Kept} Kept
 * @typedef {import('../store/photos.js').Row} Row
 * @typedef {{waiting: (author: Kept) => Promise<Row[]>, bytes: (author: Kept, row: Row) => Promise<ArrayBuffer>,
 *   gone: (row: Row) => Promise<unknown>, refuse: (row: Row, code: string) => Promise<unknown>}} Photos
 * @typedef {(path: string, bytes?: Uint8Array) => Promise<import('./transport.js').Reply>} Call
 * @typedef {{failed: boolean, stop: boolean, left: number}} Sent `failed`: some are to be tried again; `left`: photos whose
 *   record is not there yet
 */

import {afterPiece, BEGIN, nextPiece} from '../domain/attachments.js';

/** An answer that brings nothing forward, so often, is a failure. */
const IDLE = 3;

/** What a photo is marked with that the phone itself cannot open any more. */
const UNREADABLE = 'photo.unreadable';

/**
 * Sends one author's photos, the oldest first, until the server takes none: one that fails holds up no other.
 * @param {Kept} author @param {{photos: Photos, call: Call}} means @returns {Promise<Sent>}
 */
export async function sendPhotos(author, {photos, call}) {
  let left = 0;
  let failed = false;
  for (const row of await photos.waiting(author)) {
    const bytes = await photos.bytes(author, row).catch(() => null);
    const {verdict, code} = bytes ? await sendOne(row, new Uint8Array(bytes), call) : {verdict: 'refused', code: UNREADABLE};
    if (verdict === 'done') await photos.gone(row);
    else if (verdict === 'refused') await photos.refuse(row, code);
    else if (verdict === 'later') left += 1;
    else if (verdict === 'failed') failed = true;
    else return {failed: failed || verdict === 'away', stop: verdict === 'stop', left};
  }
  return {failed, stop: false, left};
}

/** @param {Row} row @param {Uint8Array} bytes @param {Call} call @returns {Promise<import('../domain/attachments.js').Going>} */
async function sendOne(row, bytes, call) {
  let going = BEGIN;
  for (let idle = 0; idle < IDLE; ) {
    const before = going.received ?? 0;
    const piece = nextPiece(row, going, bytes.length);
    const reply = await (piece ? call(piece.path, bytes.subarray(piece.start, piece.end)) : call(`/api/attachments/${row.id}`));
    going = afterPiece(reply);
    if (going.verdict !== 'send') return going;
    idle = piece && (going.received ?? 0) <= before ? idle + 1 : 0;
  }
  return {received: null, verdict: 'failed', code: ''};
}
