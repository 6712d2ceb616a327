/** Venue mode: staff check whoever comes in; inspectors see by the venue's code whether it is suspended. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';

import {holds} from '../domain/venue.js';
import {Line} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {Icon, Mark} from '../parts/icon.js';
import {moment} from '../parts/times.js';
import {author, now} from '../session.js';
import {t, tn} from '../words.js';
import {Found} from './venue-found.js';
import {VenuePost} from './venue-post.js';
import {askedAt, countAt, open, refresh, taken, venues} from './venue-state.js';
import {dayOf, groundOf} from './venue-words.js';

/** @typedef {import('../domain/venue.js').Venue} Venue */

const SHOWN = 30;

/** @param {{params: string[]}} props */
export function VenueScreen({params: [id, room, finds]}) {
  const ready = useSignal(false);
  useEffect(() => void open().then(() => (ready.value = true)), [author.value?.worker, taken.value]);
  if (!author.value) return html`<${Frame} title=${t('Venues')} back="#/today"><${Empty} icon="key" title=${t('Nobody has joined on this phone')} /><//>`;
  if (!ready.value && !venues.value.size) return html`<${Frame} title=${t('Venues')} back="#/today" />`;
  const venue = venues.value.get(id ?? '');
  if (venue && room === 'post') return html`<${VenuePost} venue=${venue} />`;
  if (venue && room === 'found') return html`<${Found} venue=${venue} finds=${finds ?? 'other'} />`;
  if (venue) return html`<${One} venue=${venue} />`;
  return html`<${Choose} unknown=${Boolean(id)} />`;
}

/** Which venue: by its code, or by name. @param {{unknown: boolean}} props */
function Choose({unknown}) {
  const text = useSignal('');
  const wanted = text.value.trim();
  const all = [...venues.value.values()];
  const shown = wanted ? all.filter((one) => `${one.where} ${one.label}`.includes(wanted)) : all.filter((one) => one.suspended);
  return html`
    <${Frame} title=${t('Venues')} back="#/today"
              foot=${html`<${Button} kind="primary" icon="scan" href="#/scan">${t('Scan a venue’s code')}<//>`}>
      ${unknown && html`<section class="notice"><b>${t('This venue is not in your area')}</b>
        <p>${t('Or it is the code that a worker holds out to a household: they scan it with their own phones.')}</p></section>`}
      <label class="labelled"><span>${t('Name of the shop or venue')}</span>
        <${Line} label=${t('Name of the shop or venue')} value=${text.value} maxlength="40" onChange=${(/** @type {string} */ next) => (text.value = next)} /></label>
      <p class="say">${wanted ? tn('{n} found', '{n} found', shown.length) : tn('{n} suspended in your area', '{n} suspended in your area', shown.length)} · ${askedAt.value ? moment(askedAt.value, now()) : t('not asked yet')}
        <button type="button" class="link" onClick=${refresh}><${Icon} name="repeat" />${t('Look again')}</button></p>
      <section class="p-card venue-list">${shown.slice(0, SHOWN).map((one) => html`<${Row} key=${one.id} venue=${one} />`)}</section>
    <//>`;
}

/** @param {{venue: Venue}} props */
const Row = ({venue}) => html`
  <a class="venue-row" href=${`#/venue/${venue.id}`}>
    <span class="lines"><b>${venue.label}</b><small>${venue.where}</small></span>
    ${holds(venue.suspended, now()) && html`<span class="venue-mark"><${Mark} name="locked" />${t('suspended')}</span>`}</a>`;

/** One venue: suspended or not, and what to do there. @param {{venue: Venue}} props */
function One({venue}) {
  const order = holds(venue.suspended, now()) ? venue.suspended : null;
  const count = countAt(venue.id);
  return html`
    <${Frame} title=${venue.label} sub=${venue.where} back="#/venue">
      ${order ? html`
        <section class="notice"><b><${Mark} name="locked" /> ${t('Suspended')}: ${groundOf(order.ground)}</b>
          <p>${order.until ? t('from {since} until {until}', {since: dayOf(order.since), until: dayOf(order.until)}) : t('from {since} until it is reopened', {since: dayOf(order.since)})}</p>
          ${order.document && html`<p>${order.document}</p>`}
          ${order.finds === 'open' && html`<p><${Mark} name="late" /> ${t('It was found open before.')}</p>`}</section>
        <${Button} kind="urgent" icon="alert" href=${`#/venue/${venue.id}/found/open`}>${t('It is open now')}<//>
        <${Button} icon="check" href=${`#/venue/${venue.id}/found/closed`}>${t('Closed as ordered')}<//>
        <${Button} icon="eye" href=${`#/venue/${venue.id}/found/ready`}>${t('Ready to reopen')}<//>` : html`
        <section class="notice calm"><b>${t('It may be open')}</b><p>${t('No order suspends it, as of {time}.', {time: moment(askedAt.value, now())})}</p></section>
        <${Button} kind="primary" icon="scan" href=${`#/venue/${venue.id}/post`}>${t('Stand at its door')}<//>`}
      <${Button} icon="edit" href=${`#/venue/${venue.id}/found/other`}>${t('Something is not right here')}<//>
      ${count.in + count.out + count.turned > 0 && html`<p class="say">${t('Scanned with this phone today: {in} in, {out} out, {turned} turned back', count)}</p>`}
    <//>`;
}
