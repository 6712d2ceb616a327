/**
 * A server for the outbox's properties, with the moods of a real one: it stores before it answers, loses answers, is
 * restarted, asks for smaller calls, cannot read some record, holds and rejects, and is restored from a backup.
 */

/** @param {number} seed @returns {() => number} from 0 to 1, always the same for a seed (mulberry32) */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export class Server {
  /** @param {() => number} random */
  constructor(random) {
    this.random = random;
    /** @type {Map<string, string>} verdict by record */
    this.records = new Map();
    /** @type {Map<string, string>} */
    this.backup = new Map();
    this.generation = 1;
    this.limit = 1 + Math.floor(random() * 30);
    this.fair = false;
  }

  /** @param {number} chance */
  happens(chance) {
    return !this.fair && this.random() < chance;
  }

  /**
   * One call. What it answers, or null when nothing comes back; it may be stored all the same.
   * @param {any[]} envelopes @returns {{status: number, code?: string, verdicts?: any[]}|null}
   */
  call(envelopes) {
    if (this.happens(0.15)) return null;
    if (this.happens(0.1)) return {status: [429, 502, 503, 504, 500][Math.floor(this.random() * 5)], code: ''};
    if (this.happens(0.05)) return {status: [400, 401, 403, 404][Math.floor(this.random() * 4)], code: ''};
    if (envelopes.length > this.limit) return {status: 413, code: 'sync.too_many_records'};
    if (envelopes.some((one) => one.body.poison)) return {status: 400, code: 'sync.not_json'};
    const verdicts = envelopes.map((one, index) => this.store(one, index));
    if (this.happens(0.1)) return null;
    const told = this.happens(0.05) ? Math.floor(this.random() * verdicts.length) : verdicts.length;
    return {status: 200, verdicts: verdicts.slice(0, told)};
  }

  /** @param {any} envelope @param {number} index */
  store({id, body}, index) {
    const known = this.records.get(id);
    if (known === 'rejected') return {id, index, verdict: 'rejected', code: 'record.outside_grant'};
    if (known) return {id, index, verdict: 'duplicate'};
    this.records.set(id, body.wants);
    return {id, index, verdict: body.wants, ...(body.wants === 'rejected' ? {code: 'record.outside_grant'} : {})};
  }

  /** A backup is taken, or the last one is restored. */
  night() {
    if (this.random() < 0.5) this.backup = new Map(this.records);
    else [this.records, this.generation] = [new Map(this.backup), this.generation + 1];
  }
}
