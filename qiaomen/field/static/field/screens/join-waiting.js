/** Somebody asked to join: the phone looks every few seconds whether they are let in; six digits are the other way. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {claim} from '../session.js';
import {joinStatus} from '../signing.js';
import {t} from '../words.js';
import {Said, useDeed} from './join-deed.js';

const EVERY_MS = 5_000;

/** @param {{again: () => void}} props */
export function Waiting({again}) {
  const state = useSignal('waiting');
  const look = async (/** @type {string} */ code = '') => {
    const now = (await joinStatus(code)).state;
    state.value = now;
    if (now === 'accepted') location.hash = '#/welcome';
  };
  useEvery(() => state.value === 'waiting' && look().catch(() => undefined));
  if (state.value === 'refused' || state.value === 'over') return html`<${Turned} state=${state.value} again=${again} />`;
  return html`
    <${Frame} title=${t('Almost in')}>
      <p class="lead" role="status">${t('{organisation} has been asked. Your leader lets you in by a tap; this screen then goes on by itself.',
        {organisation: claim.value?.organisation ?? ''})}</p>
      <${Digits} look=${look} />
      <${Button} kind="bare" onClick=${again}>${t('Name or number was wrong: ask again')}<//>
    <//>`;
}

/** @param {{look: (code: string) => Promise<void>}} props */
function Digits({look}) {
  const deed = useDeed((form) => look(String(form.get('digits') ?? '')));
  return html`
    <form class="p-card padded stacked" onSubmit=${deed.submit}>
      <label class="labelled"><span>${t('Or type the six digits that your leader gave you')}</span>
        <input class="entry digits" name="digits" required inputmode="numeric" autocomplete="one-time-code" maxlength="9"
               pattern="[0-9 ]{6,9}" placeholder="······" /></label>
      <${Said} deed=${deed} />
      <${Button} type="submit" disabled=${deed.busy}>${t('Go in')}<//>
    </form>`;
}

/** @param {{state: string, again: () => void}} props */
const Turned = ({state, again}) => html`
  <${Frame} title=${state === 'refused' ? t('Not let in') : t('This took too long')}
            foot=${html`<${Button} kind="primary" onClick=${again}>${t('Ask again')}<//>`}>
    <section class="notice">
      <p>${state === 'refused'
        ? t('Your leader does not know this name and number. Call them, then ask again.')
        : t('The link is older than 24 hours or was revoked. Ask your leader for a new one.')}</p>
    </section>
  <//>`;

/** Now and every few seconds, as long as the screen is looked at. @param {() => void} act */
function useEvery(act) {
  useEffect(() => {
    act();
    const timer = setInterval(() => document.hidden || act(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
}
