/**
 * One call to the server. It never throws: what did not come back has status 0.
 *
 * @typedef {{status: number, code: string, message: string, answer: any, offsetMs: number|null, problem: any}} Reply
 *   `offsetMs`: server time minus the phone's, where the answer said
 * @typedef {{method?: string, token?: string, body?: any, onBytes?: (bytes: number) => void}} Call `onBytes` hears how
 *   much of the answer is there
 */

import {offsetOf} from '../domain/clock.js';
import {apart, learn} from './clock.js';

/** Until the answer begins; then for each further piece of it. A stairwell's signal is slow, not dead. */
const BEGIN_MS = 60_000;
const PIECE_MS = 20_000;
/** Below this a packed body is hardly smaller. */
const PACK_FROM = 1000;

/** @param {string} path @param {Call} call @returns {Promise<Reply>} */
export async function ask(path, {method = 'POST', token, body, onBytes}) {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), BEGIN_MS);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(), PIECE_MS);
  };
  try {
    const {bytes, headers} = await packed(body, token);
    const options = /** @type {RequestInit} */ ({method, headers, body: bytes, signal: stop.signal});
    const response = await fetch(path, {...options, cache: 'no-store', credentials: 'omit', redirect: 'error'});
    const [at, then] = [Date.now(), apart()];
    alive();
    const reply = read(response.status, await textOf(response, alive, onBytes), at);
    learn(reply.offsetMs, then);
    return reply;
  } catch {
    return {status: 0, code: '', message: '', answer: null, offsetMs: null, problem: null};
  } finally {
    clearTimeout(timer);
  }
}

/** @param {any} body @param {string} [token] */
async function packed(body, token) {
  /** @type {Record<string, string>} */
  const headers = token ? {Authorization: `Bearer ${token}`} : {};
  if (body === undefined) return {bytes: undefined, headers};
  if (body instanceof Uint8Array) return {bytes: body, headers: {...headers, 'Content-Type': 'application/octet-stream'}};
  headers['Content-Type'] = 'application/json';
  const text = JSON.stringify(body);
  if (text.length < PACK_FROM || typeof CompressionStream === 'undefined') return {bytes: text, headers};
  headers['Content-Encoding'] = 'gzip';
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return {bytes: await new Response(stream).arrayBuffer(), headers};
}

/** @param {Response} response @param {() => void} alive @param {(bytes: number) => void} [onBytes] */
async function textOf(response, alive, onBytes) {
  if (!response.body) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let bytes = 0; ;) {
    const {done, value} = await reader.read();
    if (done) return text + decoder.decode();
    alive();
    onBytes?.((bytes += value.length));
    text += decoder.decode(value, {stream: true});
  }
}

/**
 * A page of somebody else's, such as a hotel's sign-in, is no answer of the server's: status 0.
 * @param {number} status @param {string} text @param {number} at the phone's ms when the answer began @returns {Reply}
 */
export function read(status, text, at) {
  /** @type {any} */
  let answer = null;
  try {
    answer = JSON.parse(text);
  } catch {
    // Left null.
  }
  const isOurs = answer !== null && typeof answer === 'object' && (status === 200 || 'problem' in answer);
  const problem = isOurs && status !== 200 ? answer.problem : null;
  const offsetMs = isOurs && typeof answer.server_time === 'string' ? offsetOf(answer.server_time, at) : null;
  const known = isOurs || status >= 500 || status === 429 || status === 413;
  return {status: known ? status : 0, code: problem?.code ?? '', message: problem?.message ?? '', answer, offsetMs, problem};
}
