/** Checkpoint mode: begin a shift, or go on in one; then vehicle after vehicle. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {ask, here, known, open, opened} from '../checkpoint.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {author, net} from '../session.js';
import {t} from '../words.js';
import {Begin} from './checkpoint-begin.js';
import {Shift} from './checkpoint-shift.js';
import {Stop} from './checkpoint-stop.js';

/** @param {{params: string[]}} props */
export function CheckpointScreen({params: [room]}) {
  useEffect(() => void open(), [author.value?.worker]);
  if (!author.value) return html`<${Frame} title=${t('Checkpoint')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Checkpoint')} back="#/today" />`;
  if (here.value) return room === 'shift' ? html`<${Shift} />` : html`<${Stop} />`;
  return known.value.checkpoints.length ? html`<${Begin} />` : html`<${None} />`;
}

const None = () => html`
  <${Frame} title=${t('Checkpoint')} back="#/today">
    <${Empty} icon="gate" title=${t('No checkpoint has been given to you')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
      ${net.value.online ? t('Ask your leader to put you on duty at one.') : t('There is no signal. Once this phone has heard of its checkpoint, it needs none.')}<//>
  <//>`;
