/** Gate mode: choose where one stands, once; then stand there. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {ask, gate, known, open, opened, standAt} from '../gate.js';
import {Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon} from '../parts/icon.js';
import {mayRing} from '../parts/signals.js';
import {author, net, setPref} from '../session.js';
import {t, tn} from '../words.js';
import {Explain} from './gate-explain.js';
import {Log} from './gate-log.js';
import {Post} from './gate-post.js';
import {VisitorScreen} from './gate-visitor.js';

/** @type {Record<string, any>} */
const ROOMS = {log: Log, explain: Explain, visitor: VisitorScreen};

/** @param {{params: string[]}} props */
export function GateScreen({params: [room, id]}) {
  useEffect(() => void open(), [author.value?.worker]);
  if (!author.value) return html`<${Frame} title=${t('Gate')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Gate')} back="#/today" />`;
  if (!gate.value) return html`<${Choose} />`;
  const Room = ROOMS[room ?? ''] ?? Post;
  return html`<${Room} id=${id} />`;
}

/** Up to so many gates one reads through; among more, one writes a part of the name. */
const READ = 12;

/** Where one stands, and which way people go there. */
function Choose() {
  const {gates} = known.value;
  const nearest = gates.length > READ ? '' : gates[0]?.id ?? '';
  const chosen = useSignal(nearest);
  const lane = useSignal('');
  const direction = useSignal(/** @type {'in'|'out'} */ ('in'));
  useEffect(() => void (chosen.value ||= nearest), [gates]);
  const begin = () => {
    mayRing();
    setPref('gate', {worker: author.value?.worker, name: gates.find((one) => one.id === chosen.value)?.name});
    return standAt({gate: chosen.value, lane: lane.value.trim(), direction: direction.value, bothCodes: false});
  };
  if (!gates.length) return html`<${NoGate} />`;
  return html`
    <${Frame} title=${t('Stand at a gate')} back="#/today"
              foot=${html`<${Button} kind="primary" disabled=${!chosen.value} onClick=${begin}>${t('Begin here')}<//>`}>
      <section class="p-card">
        <fieldset class="ask"><legend>${t('Which gate?')}</legend>
          <${Which} chosen=${chosen} /></fieldset>
        <fieldset class="ask"><legend>${t('Which way do people go here?')}</legend>
          <${One} name="direction" value=${direction.value} options=${[{value: 'in', label: t('In')}, {value: 'out', label: t('Out')}]}
                  onChange=${(/** @type {any} */ next) => next && (direction.value = next)} /></fieldset>
        <div class="ask"><label for="lane">${t('Lane, where there are several')}</label>
          <${Line} id="lane" label=${t('Lane, where there are several')} value=${lane.value} maxlength="12" onChange=${(/** @type {string} */ text) => (lane.value = text)} /></div>
      </section>
      <p class="say"><${Icon} name="offline" /><span>${t('Codes are verified on this phone, with or without a signal. The screen stays on; each verdict sounds and shakes in its own way.')}</span></p>
    <//>`;
}

/** One of the gates; the chosen one stays in sight, whatever is looked for. @param {{chosen: import('@preact/signals').Signal<string>}} props */
function Which({chosen}) {
  const {gates} = known.value;
  const text = useSignal('');
  const wanted = text.value.trim().toLowerCase();
  const found = gates.filter(({id, name}) => id === chosen.value || name.toLowerCase().includes(wanted));
  const shown = found.filter(({id}, at) => id === chosen.value || at < READ);
  const left = found.length - shown.length;
  return html`
    ${gates.length > READ && html`<${Line} label=${t('A part of the name')} placeholder=${t('A part of the name')} value=${text.value} maxlength="40"
                                           onChange=${(/** @type {string} */ next) => (text.value = next)} />`}
    <${One} name="gate" value=${chosen.value} options=${shown.map(({id, name}) => ({value: id, label: name}))}
            onChange=${(/** @type {string|undefined} */ next) => next && (chosen.value = next)} />
    ${gates.length > READ && html`<p class="mute" role="status">${left ? tn('{n} more gate: write more of its name', '{n} more gates: write more of the name', left)
      : found.length ? '' : t('No gate is called that.')}</p>`}`;
}

const NoGate = () => html`
  <${Frame} title=${t('Stand at a gate')} back="#/today">
    <${Empty} icon="gate" title=${t('No gate has been given to you')}
              action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
      ${net.value.online ? t('Ask your leader to put you on duty at one.') : t('There is no signal. Once this phone has heard of its gate, it needs none.')}<//>
  <//>`;
