/**
 * The nouns of the phone, as docs/sync-protocol.md sends them. Types only: nothing here runs.
 *
 * @typedef {{id: string, parent: string|null, kind: string, name: string, walk: string}} Place
 * @typedef {{id: string, place: string, label: string, floor: number|null, room: string, kind: string, walk: string,
 *   is_open: boolean, version: number}} Door
 * @typedef {{campaign: string, door: string, team: string, state: number, attempts: number, last_at: string|null,
 *   next_from: string|null, next_until: string|null, by_phone: boolean, flags: number, people: number,
 *   unaccounted: number, claim: string|null}} Target
 * @typedef {{id: string, door: string, name: string, sex: number, birth_year: number|null, relation: string}} Person
 * @typedef {{campaign: string, door: string, person: string, presence: string}} Roll
 * @typedef {{id: string, number: number, zone: string, members: {id: string, name: string}[]}} Team
 * @typedef {{id: string, name: string, edition: string, opens_at: string, deadline: string, day_from: string,
 *   day_until: string, max_tries: number, remote_closes: boolean}} Campaign
 * @typedef {{value: string, zh: string, en: string}} Choice
 * @typedef {{flag: 'fever'|'returnee'|'need'|'symptom', above?: number|null,
 *   values?: (string|boolean|number)[]}} Raises
 * @typedef {{name: string, of: 'person'|'door', type: 'yes_no'|'one'|'many'|'number'|'integer'|'text'|'date', zh: string,
 *   en: string, choices?: Choice[], minimum?: number|null, maximum?: number|null, required?: boolean,
 *   door_kinds?: string[], relevant?: any, constraint?: any, constraint_zh?: string, constraint_en?: string,
 *   hint_zh?: string, hint_en?: string, raises?: Raises[]}} Question
 * @typedef {{id: string, number: number, questions: Question[]}} Edition
 * @typedef {{id: string, text: string, at: string, until: string, by: string}} Bulletin a message; without text it was withdrawn
 * Somebody under a measure, as the server's row says; domain/followups.js works out what is due.
 * @typedef {{person: string, door: string, state: string, measure_zh: string, measure_en: string, isolates: boolean,
 *   since: string, until: string|null, due_end: string|null, day_zero: string|null, checks_a_day: number,
 *   checks: {record: string, day: string, slot: number}[], last_check_at: string|null, temperature: number|null,
 *   symptoms: string[], last_seen_at: string|null, last_call_at: string|null, last_outcome: string, calls: number,
 *   promise_due: string|null, questions: {id: string, topic: string, waits_for: string[], due: string|null}[],
 *   referral: string, pick_up_at: string|null}} FollowUp
 *
 * What is known of the district, by id; `followups` by person; `targets` and `rolls` by "campaign door", `peopleAt` by door.
 * @typedef {{places: Map<string, Place>, doors: Map<string, Door>, targets: Map<string, Target>,
 *   people: Map<string, Person>, peopleAt: Map<string, Set<string>>, rolls: Map<string, Roll[]>, teams: Map<string, Team>,
 *   campaigns: Map<string, Campaign>, editions: Map<string, Edition>, reknocks: Set<string>,
 *   bulletins: Map<string, Bulletin>, followups: Map<string, FollowUp>}} District
 *
 * What a pull answers, or what is kept of one place: rows that are new or changed.
 * @typedef {{fresh?: boolean, forget?: Forget|null, around?: boolean, places?: Place[], doors?: Door[], targets?: Target[],
 *   people?: Person[], rolls?: Roll[], teams?: Team[], campaigns?: Campaign[], editions?: Edition[],
 *   reknocks?: {campaign: string, door: string}[], bulletins?: Bulletin[], followups?: FollowUp[]}} Page
 * @typedef {{places?: string[], doors?: string[], people?: string[]}} Forget
 *
 * A record as it is sent. `offset_ms`: what domain/clock.js knew when it was written.
 * @typedef {{id: string, kind: string, device_at: string, offset_ms?: number, door?: string, place?: string,
 *   person?: string, amends?: string, mends?: string, body: Record<string, any>}} Envelope
 *
 * A record in the outbox of its author. `accepted` (also duplicates) and `held` stay 7 days.
 * `tries`: how often it went out; `alone`: it goes out by itself; `most`: in no larger batch than this; `retryAt`: not
 * before then (ms); `again`: the server was restored while it was under way, so it goes out once more.
 * @typedef {'waiting'|'sending'|'accepted'|'held'|'rejected'|'mended'} Standing `mended`: it was
 *   refused, and another record, written at a desk say, counts in its place
 * @typedef {{envelope: Envelope, standing: Standing, savedAt: number, settledAt: number|null, code: string,
 *   message: string, field: string, alone: boolean, tries?: number, most?: number, retryAt?: number,
 *   again?: boolean}} OutboxItem
 *
 * @typedef {{id: string|null, index: number, verdict: string, code?: string, field?: string, message?: string,
 *   flags?: string[]}} Verdict
 *
 * @typedef {{worker: string, name: string, outbreak: string, device: string, since: string, lastContact: number|null,
 *   offsetMs: number}} Author
 */

export {};
