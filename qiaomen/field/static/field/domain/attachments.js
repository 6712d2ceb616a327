/**
 * Sending a photo, decided: which bytes go next, and what an answer means. Photos go after their record, in pieces, and
 * go on where the signal left them. docs/sync-protocol.md, section 6.
 *
 * @typedef {{received: number|null, verdict: 'ask'|'send'|'done'|'later'|'refused'|'failed'|'away'|'stop', code: string}} Going
 *   `received`: bytes at the server, null before it said; `later`: its record is not there yet; `failed`: this photo is to
 *   be tried again; `away`: the server, or the way there, takes nothing just now
 */

/** A piece that a slow signal carries in some seconds. */
export const PIECE = 128 * 1024;
/** What a photo may have at most, in bytes. */
export const MOST = 2_000_000;

/** @type {Going} */
export const BEGIN = {received: null, verdict: 'ask', code: ''};

/**
 * What stands in the address of the next call.
 * @param {{id: string, record: string}} photo @param {Going} going @param {number} size
 * @returns {{path: string, start: number, end: number}|null} null: ask how much is there
 */
export function nextPiece({id, record}, {received}, size) {
  if (received === null) return null;
  const path = `/api/attachments/${id}?record=${record}&offset=${received}&size=${size}`;
  return {path, start: received, end: Math.min(size, received + PIECE)};
}

/**
 * What an answer means for the photo that is on its way.
 * @param {{status: number, code: string, answer: any, problem: any}} reply @returns {Going}
 */
export function afterPiece({status, code, answer, problem}) {
  if (status === 200) return {received: answer.received, verdict: answer.done ? 'done' : 'send', code: ''};
  if (code === 'attachment.offset') return {received: Number(problem.details?.received ?? 0), verdict: 'send', code};
  if (code === 'attachment.no_record') return {received: null, verdict: 'later', code};
  if (status < 400 || status >= 500 || status === 408 || status === 429) return {received: null, verdict: 'away', code};
  if (status === 401 || code.startsWith('outbreak.')) return {received: null, verdict: 'stop', code};
  const isOver = code.startsWith('attachment.') || (code !== '' && FINAL.has(status));
  return {received: null, verdict: isOver ? 'refused' : 'failed', code};
}

/** With a code of ours, these are the last word on a photo. */
const FINAL = new Set([403, 404, 410]);
