/** Telling people: rounds of loudspeakers and posters, a place by a tap or its code; and what one hands out. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {isEnough, met, stageOf} from '../domain/outreach.js';
import {read} from '../domain/codes.js';
import {ask, known, left, open, opened, taken, tell} from '../outreach.js';
import {Button} from '../parts/button.js';
import {Camera} from '../parts/camera.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {Sheet} from '../parts/sheet.js';
import {Shots} from '../parts/shots.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {author, now, undo} from '../session.js';
import {t, tn, word} from '../words.js';
import {HandOut} from './outreach-give.js';
import {codesIn, warmUp} from './scan-reader.js';

/** @typedef {import('../domain/outreach.js').Round} Round @typedef {import('../domain/outreach.js').Spot} Spot */
/** @typedef {{round: Round, spot: Spot, how: 'scan'|'tap'}} Chosen */

const SHOWN = 60;

export function OutreachScreen() {
  useEffect(() => void open(), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('Telling people')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Telling people')} back="#/today" />`;
  return html`<${Here} />`;
}

function Here() {
  const chosen = useSignal(/** @type {Chosen|null} */ (null));
  const sheet = useSignal(/** @type {''|'scan'|'give'} */ (''));
  const rounds = left.value;
  return html`
    <${Frame} title=${t('Telling people')} sub=${known.value.at ? moment(known.value.at, now()) : ''} back="#/today">
      ${rounds.length === 0 && html`<${Empty} icon="check" title=${t('No round waits for you here')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`} />`}
      ${rounds.length > 0 && html`<${Button} kind="primary" icon="scan" onClick=${() => (sheet.value = 'scan')}>${t('Scan the code of a place')}<//>`}
      ${rounds.map((round) => html`<${Places} key=${round.id} round=${round} open=${(/** @type {Spot} */ spot) => (chosen.value = {round, spot, how: 'tap'})} />`)}
      ${known.value.titles.length > 0 && known.value.places.length > 0 && html`<${Button} icon="file" onClick=${() => (sheet.value = 'give')}>${t('Hand something out')}<//>`}
      ${sheet.value === 'scan' && html`<${Look} close=${() => (sheet.value = '')} found=${(/** @type {Chosen} */ one) => ((sheet.value = ''), (chosen.value = one))} />`}
      ${sheet.value === 'give' && html`<${HandOut} close=${() => (sheet.value = '')} />`}
      ${chosen.value && html`<${Done} ...${chosen.value} close=${() => (chosen.value = null)} />`}
    <//>`;
}

/** @param {{round: Round, open: (spot: Spot) => void}} props */
const Places = ({round, open: choose}) => html`
  <h2 class="heading">${round.title}</h2>
  <p class="say"><span>${t(WHAT[round.what])} · ${stageOf(round, now()) === 'late' ? html`<${Mark} name="late" />` : ''}${t('until {time}', {time: moment(Date.parse(round.due), now())})} · ${tn('{n} place is missing', '{n} places are missing', round.missing)}</span></p>
  ${round.words && html`<p class="say"><span>${round.words}</span></p>`}
  <section class="p-card">${round.spots.slice(0, SHOWN).map((spot, at) => html`
    <button type="button" class=${at ? 'row row-line' : 'row'} key=${spot.place} onClick=${() => choose(spot)}>
      <span class="main"><b>${spot.name}</b><span>${spot.where}</span></span><${Icon} name="next" /></button>`)}
    ${round.missing > Math.min(round.spots.length, SHOWN) && html`<p class="say padded">${t('{n} more: they come as these are done', {n: round.missing - Math.min(round.spots.length, SHOWN)})}</p>`}</section>`;

/** The camera: a place's code leads to its round. @param {{close: () => void, found: (one: Chosen) => void}} props */
function Look({close, found}) {
  const said = useSignal('');
  useEffect(() => void warmUp().catch(() => (said.value = t('The code reader is not on the phone yet'))), []);
  const see = async (/** @type {ImageData} */ picture) => {
    const texts = await codesIn(picture).catch(() => []);
    const codes = texts.map((text) => read(text)).filter((one) => one?.kind === 'place');
    const one = codes.map((code) => met(left.value, /** @type {{id: string}} */ (code).id)).find(Boolean);
    if (one) return navigator.vibrate?.(60), found({...one, how: 'scan'});
    if (texts.length) said.value = t('This place is in none of your rounds, or it is done.');
  };
  return html`
    <${Sheet} title=${t('Scan the code of a place')} onClose=${close}>
      <${Camera} see=${see} onTrouble=${() => (said.value = t('There is no camera here. Choose the place in the list.'))} />
      <div role="status">${said.value && html`<p class="say">${said.value}</p>`}</div>
    <//>`;
}

/** A place is done, perhaps with photos. @param {Chosen & {close: () => void}} props */
function Done({round, spot, how, close}) {
  const shots = useSignal(/** @type {Blob[]} */ ([]));
  const go = () => (close(), void written(round, spot, how, shots.value));
  const enough = isEnough(round, shots.value.length);
  return html`
    <${Sheet} title=${spot.where || spot.name} onClose=${close}>
      <p class="say"><span>${round.title} · ${t(WHAT[round.what])}${round.material && round.what !== 'check' ? ` × ${round.copies}` : ''}</span></p>
      ${round.words && html`<p class="say"><span>${round.words}</span></p>`}
      <${Shots} shots=${shots} label=${t('Take a photo')} />
      ${!enough && html`<p class="say"><${Icon} name="info" /><span>${t('This round asks for a photo at each place.')}</span></p>`}
      <${Button} kind="primary" icon="check" disabled=${!enough} onClick=${go}>${t('Done here')}<//>
    <//>`;
}

/** @param {Round} round @param {Spot} spot @param {'scan'|'tap'} how @param {Blob[]} shots */
async function written(round, spot, how, shots) {
  const ids = await tell(round, spot.place, how, shots).catch(() => null);
  if (!ids) return toast(t('The phone could not keep this. Make room on it, and save again.'));
  toast(t('{place}: done.', {place: spot.name}), {undo: () => undo(ids)});
}

/** @type {Record<Round['what'], string>} */
const WHAT = {
  loudspeaker: word('loudspeaker'), poster: word('posters hung up'), banner: word('banners hung up'),
  drop: word('leaflets or notices left'), check: word('what hangs is looked after'),
};
