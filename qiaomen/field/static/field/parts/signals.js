/** What a guard hears and feels without looking: each verdict has a melody and a tremor of its own. */

/** Tones as [hertz, seconds]; the tremor in ms, on and off. @type {Record<string, {notes: [number, number][], tremor: number[]}>} */
const SIGNS = {
  green: {notes: [[1320, 0.12]], tremor: [60]},
  yellow: {notes: [[740, 0.14], [0, 0.06], [740, 0.14]], tremor: [80, 80, 80]},
  red: {notes: [[330, 0.35], [0, 0.08], [260, 0.5]], tremor: [400, 120, 400]},
  urgent: {notes: [[880, 0.12], [1100, 0.12], [1320, 0.2]], tremor: [60, 40, 60, 40, 200]},
  due: {notes: [[980, 0.1], [0, 0.1], [980, 0.1], [0, 0.1], [980, 0.1]], tremor: [150, 100, 150]},
};

/** @type {AudioContext|null} */
let sound = null;

/** A phone sounds only after it was touched; called by the tap that begins. */
export function mayRing() {
  if (typeof AudioContext === 'undefined') return;
  sound ??= new AudioContext();
  void sound.resume().catch(() => undefined);
}

/** @param {'green'|'yellow'|'red'|'urgent'|'due'} sign */
export function ring(sign) {
  const {notes, tremor} = SIGNS[sign];
  navigator.vibrate?.(tremor);
  if (sound?.state !== 'running') return;
  let at = sound.currentTime;
  for (const [hertz, seconds] of notes) {
    if (hertz) play(sound, hertz, at, seconds);
    at += seconds;
  }
}

/** @param {AudioContext} on @param {number} hertz @param {number} at @param {number} seconds */
function play(on, hertz, at, seconds) {
  const tone = on.createOscillator();
  const volume = on.createGain();
  tone.frequency.value = hertz;
  // Without a slope at its end each tone would click.
  volume.gain.setValueAtTime(0.4, at);
  volume.gain.exponentialRampToValueAtTime(0.01, at + seconds);
  tone.connect(volume).connect(on.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
