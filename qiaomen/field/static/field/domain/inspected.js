/**
 * Where a finding is written: by a place's name, or by the code that hangs there, known to the phone or not; and what was
 * found there before. Pure; contracts/inspection.json holds what the server counts alike.
 *
 * @typedef {import('./types.js').Envelope} Envelope
 * @typedef {import('./codes.js').CodeKind} CodeKind
 * @typedef {{id: string, name: string, where: string, kind: string}} Spot a place that may be inspected
 * @typedef {{place: string|null, door: string|null, name: string, where: string}} Where `place`: null of a door that the
 *   phone does not know, whose place the server does; `name`: '' where the phone knows none
 * @typedef {{place: string, door: string|null, what: string, times: number, last: string, open: boolean}} Earlier within
 *   thirty days; each opening again counts once more
 * @typedef {{places: Map<string, {parent: string|null, name: string}>, doors: Map<string, {place: string, label: string}>}} Ground
 * @typedef {{places: Spot[], seals: {id: string, place: string, door: string|null, where: string, label: string}[]}} Known
 */

const DAYS_MS = 30 * 86_400_000;

/**
 * What a scanned code stands for here; null where nothing can be written by it: a code to join by, a seal that the
 * phone does not know. @param {{kind: CodeKind, id: string}} code @param {Known} known @param {Ground} ground @returns {Where|null}
 */
export function whereOf({kind, id}, known, ground) {
  if (kind === 'place') return placeOf(id, known, ground);
  if (kind === 'door' || kind === 'venue') return doorOf(id, known, ground);
  const seal = kind === 'seal' && known.seals.find((one) => one.id === id);
  return seal ? {place: seal.place, door: seal.door, name: seal.label || seal.where, where: seal.label && seal.where} : null;
}

/** A place by its id: as it is inspected, as it is knocked at, or by its code alone. @param {string} id @param {Known} known @param {Ground} ground @returns {Where} */
export function placeOf(id, {places}, ground) {
  const spot = places.find((one) => one.id === id);
  const name = spot?.name ?? ground.places.get(id)?.name ?? '';
  return {place: id, door: null, name, where: spot?.where ?? around(ground.places.get(id)?.parent, places, ground)};
}

/** @param {string} id @param {Known} known @param {Ground} ground @returns {Where} */
export function doorOf(id, {places}, ground) {
  const door = ground.doors.get(id);
  return door ? {place: door.place, door: id, name: door.label, where: around(door.place, places, ground)} : {place: null, door: id, name: '', where: ''};
}

/** What a place is called, with what it lies in. @param {string|null|undefined} id @param {Spot[]} places @param {Ground} ground @returns {string} */
function around(id, places, ground) {
  const spot = places.find((one) => one.id === id);
  if (spot) return spot.where;
  const place = id ? ground.places.get(id) : undefined;
  return place ? [around(place.parent, places, ground), place.name].filter(Boolean).join(' ') : '';
}

/**
 * What was found here before within thirty days, the most frequent first: at one door, or in the whole place. What this
 * phone wrote down and the server has not answered counts, too.
 * @param {Earlier[]} earlier @param {Envelope[]} written findings of this phone @param {{place: string|null, door: string|null}} at
 * @param {number} now ms @returns {{what: string, times: number, last: number, open: boolean}[]} `last` in ms
 */
export function earlierAt(earlier, written, {place, door}, now) {
  const mine = written.filter((one) => one.kind === 'finding')
    .map(({place: where = '', door: behind = null, body, device_at: last}) => ({place: where, door: behind, what: body.what, times: 1, last, open: true}));
  const found = new Map();
  for (const one of [...earlier, ...mine]) {
    const last = Date.parse(one.last);
    if (last <= now - DAYS_MS || (door ? one.door !== door : one.place !== place)) continue;
    const {times, last: before, open} = found.get(one.what) ?? {times: 0, last: 0, open: false};
    found.set(one.what, {what: one.what, times: times + one.times, last: Math.max(before, last), open: open || one.open});
  }
  return [...found.values()].sort((a, b) => b.times - a.times || b.last - a.last);
}
