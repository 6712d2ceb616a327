/** Testing: which class, workplace or home comes now, and who is tested alone because a tube was positive. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {owed, sampledIn} from '../domain/sampling.js';
import {Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {ask, known, open, opened, people, samples} from '../sampling.js';
import {author, net, now} from '../session.js';
import {t, tn} from '../words.js';
import {Group} from './sampling-group.js';

/** @typedef {import('../domain/sampling.js').Round} Round */

const SHOWN = 40;
/** So many are found by looking. */
const FEW = 8;

/** @param {{params: string[]}} props */
export function SamplingScreen({params: [round, door]}) {
  useEffect(() => void open(), [author.value?.worker]);
  if (!author.value) return html`<${Frame} title=${t('Testing')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (opened.value !== author.value.worker) return html`<${Frame} title=${t('Testing')} back="#/today" />`;
  if (round) return html`<${Group} key=${`${round} ${door}`} round=${round} door=${door ?? ''} />`;
  const {rounds, retests} = known.value;
  return rounds.length || retests.length ? html`<${Choose} />` : html`<${None} />`;
}

function Choose() {
  const text = useSignal('');
  const {rounds, retests} = known.value;
  const left = owed(retests, samples.value);
  return html`
    <${Frame} title=${t('Testing')} back="#/today"
              end=${html`<button type="button" class="p-round" onClick=${ask} aria-label=${t('Look again')}><${Icon} name="repeat" /></button>`}>
      ${left.length > 0 && html`<section class="p-card"><a class="row" href="#/sampling/retests">
        <${Mark} name="late" /><span class="main"><b>${t('To be tested alone')}</b><span>${tn('{n} person of a positive tube', '{n} people of positive tubes', left.length)}</span></span><${Icon} name="next" /></a></section>`}
      ${rounds.some((one) => one.groups.length > FEW) && html`<label class="labelled"><span>${t('Class, workplace or home')}</span>
        <${Line} label=${t('Class, workplace or home')} value=${text.value} maxlength="40" onChange=${(/** @type {string} */ next) => (text.value = next)} /></label>`}
      ${rounds.map((one) => html`<${Groups} key=${one.id} round=${one} wanted=${text.value.trim()} />`)}
    <//>`;
}

/** @param {{round: Round, wanted: string}} props */
function Groups({round, wanted}) {
  const done = sampledIn(samples.value, round.id);
  /** As the server counts, and as this phone knows. @param {import('../domain/sampling.js').Group} one */
  const tested = (one) => Math.max(one.tested, (people.value.get(`${round.id} ${one.door}`) ?? []).filter((each) => each.tested || done.has(each.person)).length);
  const found = round.groups.filter((one) => !wanted || `${one.where} ${one.label}`.includes(wanted));
  return html`
    <h2 class="heading">${round.name}</h2>
    <section class="p-card">${found.slice(0, SHOWN).map((one, at) => html`
      <a class=${at ? 'row row-line' : 'row'} key=${one.door} href=${`#/sampling/${round.id}/${one.door}`}>
        <span class="main"><b>${one.label}</b><span>${[one.where, one.begins_at && moment(Date.parse(one.begins_at), now())].filter(Boolean).join(' · ')}</span></span>
        <span class="end">${t('{tested} of {due}', {tested: tested(one), due: one.due})}</span><${Icon} name="next" /></a>`)}
      ${found.length > SHOWN && html`<p class="say">${t('{n} more: type a name above', {n: found.length - SHOWN})}</p>`}</section>`;
}

const None = () => html`
  <${Frame} title=${t('Testing')} back="#/today">
    <${Empty} icon="test" title=${t('No round is open in your area')} action=${html`<${Button} icon="repeat" onClick=${ask}>${t('Look again')}<//>`}>
      ${net.value.online ? t('Your leader opens rounds at a desk.') : t('There is no signal. Once this phone has heard of a round, it needs none.')}<//>
  <//>`;
