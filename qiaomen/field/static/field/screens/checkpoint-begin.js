/** The beginning of a shift: where, in which lane, who is on it, what was handed over. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {begin, handedOver, join, known, me} from '../checkpoint.js';
import {Figure, Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {moment} from '../parts/times.js';
import {toast} from '../parts/toast.js';
import {net, now} from '../session.js';
import {t, tn} from '../words.js';

/** @typedef {import('../checkpoint.js').Checkpoint} Checkpoint */

export function Begin() {
  const {checkpoints} = known.value;
  const place = useSignal(checkpoints[0].id);
  const lane = useSignal('');
  const crew = useSignal([me()]);
  const others = useSignal({agency: '', count: /** @type {number|undefined} */ (undefined)});
  const chosen = checkpoints.find((one) => one.id === place.value) ?? checkpoints[0];
  const start = () => {
    const {agency, count} = others.value;
    const more = agency.trim() && count ? [{agency: agency.trim(), count}] : [];
    return begin(chosen.id, lane.value.trim(), crew.value, more).catch(() => toast(t('The phone could not keep this. Make room on it, and save again.')));
  };
  const foot = html`
    ${chosen.shift && html`<${Button} kind="primary" onClick=${() => join(chosen, lane.value.trim())} small=${t('since {time}', {time: moment(Date.parse(chosen.shift.began_at), now())})}>${t('Go on in the shift that is on')}<//>`}
    <${Button} kind=${chosen.shift ? '' : 'primary'} onClick=${start}>${tn('Begin a shift of {n}', 'Begin a shift of {n}', crew.value.length + (others.value.count ?? 0))}<//>`;
  return html`
    <${Frame} title=${t('Stand at a checkpoint')} back="#/today" foot=${foot}>
      <section class="p-card">
        ${checkpoints.length > 1 && html`<fieldset class="ask"><legend>${t('Which checkpoint?')}</legend>
          <${One} name="checkpoint" value=${place.value} options=${checkpoints.map(({id, name}) => ({value: id, label: name}))}
                  onChange=${(/** @type {string|undefined} */ next) => next && (place.value = next)} /></fieldset>`}
        <div class="ask"><label for="lane">${t('Lane, where there are several')}</label>
          <${Line} id="lane" label=${t('Lane, where there are several')} value=${lane.value} maxlength="12" onChange=${(/** @type {string} */ text) => (lane.value = text)} /></div>
      </section>
      <${HandedOver} key=${chosen.id} checkpoint=${chosen} />
      <${Crew} crew=${crew.value} onChange=${(/** @type {string[]} */ next) => (crew.value = next)} />
      <section class="p-card"><div class="ask"><label for="agency">${t('Others without an account: agency')}</label>
        <${Line} id="agency" label=${t('Others without an account: agency')} value=${others.value.agency} maxlength="60"
                 onChange=${(/** @type {string} */ agency) => (others.value = {...others.value, agency})} />
        <${Figure} label=${t('How many of them')} whole minimum=${0} maximum=${200} value=${others.value.count}
                   onChange=${(/** @type {number|undefined} */ count) => (others.value = {...others.value, count})} /></div></section>
    <//>`;
}

/** What the shift before wrote down; asked for by a tap, because reading it is logged. @param {{checkpoint: Checkpoint}} props */
function HandedOver({checkpoint}) {
  const note = useSignal(/** @type {string|null} */ (null));
  const read = async () => (note.value = (await handedOver(checkpoint.id)) ?? t('No signal'));
  useEffect(() => void (note.value = null), [checkpoint.id]);
  return checkpoint.handed_over && html`
    <section class="p-card"><div class="ask"><b>${t('Handed over at {time}', {time: moment(Date.parse(checkpoint.handed_over), now())})}</b>
      ${note.value === null ? html`<${Button} icon="edit" disabled=${!net.value.online} onClick=${read}>${t('Read it')}<//>` : html`<p>${note.value}</p>`}</div></section>`;
}

/** Who is on the shift, by agency; a name is one tap. @param {{crew: string[], onChange: (next: string[]) => void}} props */
function Crew({crew, onChange}) {
  const agencies = [...new Set(known.value.crew.map((one) => one.agency))];
  const toggle = (/** @type {string} */ id) => onChange(crew.includes(id) ? crew.filter((one) => one !== id) : [...crew, id]);
  return html`
    <h2 class="heading">${t('Who is on this shift?')}</h2>
    <section class="p-card">${agencies.map((agency) => html`
      <fieldset class="ask" key=${agency}><legend>${agency || t('Without an organisation')}</legend>
        <div class="chips">${known.value.crew.filter((one) => one.agency === agency).map(({worker, name}) => html`
          <label class="chip" key=${worker}><input type="checkbox" checked=${crew.includes(worker)} onChange=${() => toggle(worker)} />${name}</label>`)}</div>
      </fieldset>`)}</section>`;
}
