/** Coming in: name and phone, then the leader's tap or six digits; or a personal code; and the first steps after that. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';

import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {author, claim} from '../session.js';
import {enrol, join} from '../signing.js';
import {t} from '../words.js';
import {Said, useDeed} from './join-deed.js';
import {Waiting} from './join-waiting.js';

/** @param {{params: string[]}} props the link's code, where one came by the link */
export function Join({params: [code = '']}) {
  const own = useSignal(!code);
  const anew = useSignal(false);
  if (!isSecureContext) return html`<${Insecure} />`;
  if (claim.value && !anew.value) return html`<${Waiting} again=${() => (anew.value = true)} />`;
  const asked = () => (anew.value = false);
  return html`
    <${Frame} title=${t('Join')} back=${author.value ? '#/me' : ''}>
      ${own.value ? html`<${Personal} />` : html`<${Named} code=${code} asked=${asked} />`}
      <${Button} kind="bare" onClick=${() => (own.value = !own.value)}>
        ${own.value ? t('I have my organisation’s link or code') : t('I have a personal code of ten characters')}<//>
    <//>`;
}

const Insecure = () => html`
  <${Frame} title=${t('Join')}>
    <section class="notice">
      <h2>${t('This address is not safe enough')}</h2>
      <p>${t('Without HTTPS the phone keeps nothing offline. Open this instead, or ask your leader for the right link:')}</p>
      <p><a href=${location.href.replace(/^http:/, 'https:')}>${t('Open by HTTPS')}</a></p>
    </section>
  <//>`;

/** Name and phone as the roster has them. @param {{code: string, asked: () => void}} props */
function Named({code, asked}) {
  const deed = useDeed(async (form) => {
    const said = (/** @type {string} */ name) => String(form.get(name) ?? '').trim();
    await join({link: code || said('link'), name: said('name'), phone: said('phone')});
    asked();
  });
  return html`
    <form class="stacked" onSubmit=${deed.submit}>
      <p class="lead">${t('As your organisation has them on its list.')}</p>
      ${!code && html`<${Entry} name="link" label=${t('Your organisation’s code')} autocapitalize="characters" autocomplete="off" />`}
      <${Entry} name="name" label=${t('Your name')} autocomplete="name" maxlength="60" />
      <${Entry} name="phone" label=${t('Phone number')} type="tel" inputmode="tel" autocomplete="tel" maxlength="40" />
      <${Said} deed=${deed} />
      <${Button} kind="primary" type="submit" disabled=${deed.busy}>${t('Ask to join')}<//>
      <p class="say">${t('Your leader sees that you ask. Nobody else does.')}</p>
    </form>`;
}

function Personal() {
  const deed = useDeed(async (form) => {
    await enrol(String(form.get('code') ?? ''));
    location.hash = '#/welcome';
  });
  return html`
    <form class="stacked" onSubmit=${deed.submit}>
      <p class="lead">${t('Type the code that your leader gave you.')}</p>
      <${Entry} name="code" label=${t('Personal code')} autocapitalize="characters" autocomplete="one-time-code" maxlength="40" />
      <${Said} deed=${deed} />
      <${Button} kind="primary" type="submit" disabled=${deed.busy}>${t('Start')}<//>
    </form>`;
}

/** @param {{name: string, label: string, [rest: string]: any}} props */
const Entry = ({name, label, ...rest}) => html`
  <label class="labelled"><span>${label}</span><input class="entry" name=${name} required spellcheck=${false} ...${rest} /></label>`;
