/** The light beside the camera, where the phone has one and the browser may switch it. */

/** @typedef {{value: {track: MediaStreamTrack, on: boolean}|null}} Light a signal; null: there is none */

/** The light of a camera, dark. @param {MediaStreamTrack} track @returns {Light['value']} */
export function lightOf(track) {
  const can = /** @type {any} */ (track.getCapabilities?.() ?? {});
  return can.torch ? {track, on: false} : null;
}

/** Switches it on or off; a phone that refuses has none. @param {Light} light */
export async function turn(light) {
  if (!light.value) return;
  const {track, on} = light.value;
  try {
    // Chromium knows `torch`; the types do not yet.
    await track.applyConstraints(/** @type {any} */ ({advanced: [{torch: !on}]}));
    light.value = {track, on: !on};
  } catch {
    light.value = null;
  }
}
