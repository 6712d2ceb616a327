/** The camera as a picture on the screen: frames go to whoever looks at them, one at a time; light where there is one. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect, useRef} from 'preact/hooks';

import {t} from '../words.js';
import {Icon} from './icon.js';
import {lightOf, turn} from './torch.js';

/**
 * @typedef {'none'|'denied'|'busy'} Trouble no camera, or not by HTTPS · not allowed · taken by another app
 * @typedef {(picture: ImageData) => Promise<void>} See
 * @typedef {import('@preact/signals').Signal<{track: MediaStreamTrack, on: boolean}|null>} Light
 */

const PAUSE_MS = 100;
const LONGEST = 1080;

/** @param {{see: See, onTrouble: (trouble: Trouble) => void}} props */
export function Camera({see, onTrouble}) {
  const video = useRef(/** @type {HTMLVideoElement|null} */ (null));
  /** @type {Light} */
  const light = useSignal(/** @type {{track: MediaStreamTrack, on: boolean}|null} */ (null));
  useEffect(() => watch(/** @type {HTMLVideoElement} */ (video.current), light, see, onTrouble), []);
  return html`
    <div class="camera">
      <video ref=${video} muted playsinline aria-label=${t('What the camera sees')}></video>
      <span class="camera-aim" aria-hidden="true"></span>
      ${light.value && html`
        <button type="button" class="camera-light" aria-pressed=${light.value.on} onClick=${() => turn(light)}>
          <${Icon} name="sun" />${t('Torch')}</button>`}
    </div>`;
}

/**
 * Films until the answered function is called; the camera rests while nobody looks at the screen.
 * @param {HTMLVideoElement} video @param {Light} light @param {See} see @param {(trouble: Trouble) => void} onTrouble
 */
function watch(video, light, see, onTrouble) {
  const ends = new AbortController();
  let filming = new AbortController();
  // A camera that is still being opened when one looks away is no camera that somebody else holds: it is let go.
  const attend = () => {
    filming.abort();
    close(video, light);
    filming = new AbortController();
    const {signal} = filming;
    if (document.visibilityState === 'visible') void film(video, light, signal).catch((error) => signal.aborted || onTrouble(troubleOf(error)));
  };
  document.addEventListener('visibilitychange', attend, {signal: ends.signal});
  attend();
  void look(video, see, ends.signal);
  return () => {
    ends.abort();
    filming.abort();
    close(video, light);
  };
}

/** @param {HTMLVideoElement} video @param {Light} light @param {AbortSignal} ends */
async function film(video, light, ends) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('', 'NotFoundError');
  const wanted = {facingMode: 'environment', width: {ideal: 1280}, height: {ideal: 1280}};
  const stream = await navigator.mediaDevices.getUserMedia({video: wanted, audio: false});
  if (ends.aborted) return stream.getTracks().forEach((track) => track.stop());
  video.srcObject = stream;
  const [track] = stream.getVideoTracks();
  light.value = lightOf(track);
  return video.play();
}

/** @param {HTMLVideoElement} video @param {Light} light */
function close(video, light) {
  const stream = /** @type {MediaStream|null} */ (video.srcObject);
  stream?.getTracks().forEach((track) => track.stop());
  video.srcObject = null;
  light.value = null;
}

/** @param {HTMLVideoElement} video @param {See} see @param {AbortSignal} ends */
async function look(video, see, ends) {
  const canvas = document.createElement('canvas');
  while (!ends.aborted) {
    if (video.srcObject && video.readyState >= video.HAVE_CURRENT_DATA) await see(frameOf(video, canvas));
    await new Promise((go) => setTimeout(go, PAUSE_MS));
  }
}

/** @param {HTMLVideoElement} video @param {HTMLCanvasElement} canvas @returns {ImageData} */
function frameOf(video, canvas) {
  const scale = Math.min(1, LONGEST / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const drawn = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', {willReadFrequently: true}));
  drawn.drawImage(video, 0, 0, canvas.width, canvas.height);
  return drawn.getImageData(0, 0, canvas.width, canvas.height);
}

/** @param {any} error @returns {Trouble} */
function troubleOf(error) {
  if (error?.name === 'NotAllowedError' || error?.name === 'SecurityError') return 'denied';
  return error?.name === 'NotReadableError' || error?.name === 'AbortError' ? 'busy' : 'none';
}
