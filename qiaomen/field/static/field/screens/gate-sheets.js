/** What lies over the camera for a moment: the thermometer, somebody without a code, a vehicle, why not. */

import {html} from 'htm/preact';
import {useSignal} from '@preact/signals';

import {isPlate, plateOf} from '../domain/gate.js';
import {celsius} from '../domain/followups.js';
import {limits, person, post, signOf, standAt, vehicle} from '../gate.js';
import {begin, measure, tell} from '../gate-passing.js';
import {Figure, Line, One} from '../parts/answers.js';
import {Button} from '../parts/button.js';
import {Sheet} from '../parts/sheet.js';
import {ring} from '../parts/signals.js';
import {Temperature} from '../parts/temperature.js';
import {toast} from '../parts/toast.js';
import {setPref} from '../session.js';
import {t, word} from '../words.js';
import {nameOf} from './gate-words.js';

/** @typedef {{close: () => void, open: (name: string) => void}} Way */

/** Three digits, and it closes by itself. @param {Way} props */
function Thermometer({close}) {
  const digits = useSignal('');
  const one = person.value;
  const forNext = !one || (one.temperature !== undefined && (one.second_at ?? Infinity) > Date.now());
  const type = (/** @type {string} */ next) => {
    digits.value = next;
    const found = celsius(next);
    if (next.length < 3 || found === null) return;
    void measure(found).then(() => person.value && !forNext && ring(signOf(person.value)));
    close();
  };
  return html`
    <${Sheet} title=${forNext ? t('Temperature of the next one') : t('Temperature: {name}', {name: nameOf(one)})} onClose=${close}>
      <${Temperature} digits=${digits.value} onChange=${type} limit=${limits.value.fever} warning=${t('Above the limit: a second reading after 5 minutes.')} />
    <//>`;
}

/** Somebody without phone or pass: said who they are, then verified like yellow. @param {Way} props */
function NoCode({close}) {
  const name = useSignal('');
  const home = useSignal('');
  const resident = useSignal(/** @type {boolean|null} */ (null));
  const go = () => {
    const note = [name.value, home.value].map((one) => one.trim()).filter(Boolean).join(', ');
    void begin({name: masked(name.value.trim()), note: note || undefined, resident: resident.value}, ring);
    close();
  };
  return html`
    <${Sheet} title=${t('Without a code')} onClose=${close}>
      <p class="say">${t('A printed card is held before the camera like a phone. Without either, write down who they say they are.')}</p>
      <label class="labelled"><span>${t('Full name')}</span><${Line} label=${t('Full name')} value=${name.value} maxlength="40" onChange=${(/** @type {string} */ next) => (name.value = next)} /></label>
      <label class="labelled"><span>${t('Lives at, or visits')}</span><${Line} label=${t('Lives at, or visits')} value=${home.value} maxlength="60" onChange=${(/** @type {string} */ next) => (home.value = next)} /></label>
      <${One} name="home" value=${resident.value} options=${[{value: true, label: t('Lives here')}, {value: false, label: t('Does not live here')}]}
              onChange=${(/** @type {boolean|undefined} */ next) => (resident.value = next ?? null)} />
      <${Button} kind="primary" onClick=${go}>${t('Go on')}<//>
    <//>`;
}

/** On the screen as little as settles who it is. @param {string} name @returns {string} */
const masked = (name) => (name ? `${[...name][0]}${'*'.repeat(Math.min(3, Math.max(1, [...name].length - 1)))}` : '');

/** @type {[string, string][]} */
const REASONS = [['no_pass', word('no pass, and nobody knows them')], ['stranger', word('a stranger')], ['wrong_person', word('somebody else’s pass')],
  ['not_fetched', word('nobody came to fetch them')], ['other', word('another reason')]];

/** @param {Way} props */
const Refuse = ({close}) => html`
  <${Sheet} title=${t('Why not?')} onClose=${close}>
    ${REASONS.map(([reason, said]) => html`<${Button} key=${reason} onClick=${() => (void decide('refused', reason), close())}>${t(said)}<//>`)}
  <//>`;

/** @param {'refused'} verdict @param {string} reason */
const decide = async (verdict, reason) => person.value && tell(person.value.id, {decided: {verdict, reason}});

/** @param {Way} props */
const Objection = ({close}) => html`
  <${Sheet} title=${t('They object')} onClose=${close}>
    <p>${t('Everybody may object to a colour: on the page of their pass, or at the community. Somebody else answers within 24 hours; what was set by hand lapses without an answer.')}</p>
    <p>${t('Until then they stay where they are cared for, and nobody keeps them from a doctor.')}</p>
    <${Button} kind="primary" onClick=${() => (void decide('refused', 'objects'), toast(t('Written down.')), close())}>${t('Write down that they object')}<//>
  <//>`;

/** @param {Way} props */
const More = ({close, open}) => html`
  <${Sheet} title=${t('More')} onClose=${close}>
    <${Button} icon="team" onClick=${() => open('vehicle')}>${t('A vehicle and who is in it')}<//>
    <${Button} icon="file" onClick=${() => open('delivery')}>${t('A delivery')}<//>
    <${Button} icon=${post.value?.bothCodes ? 'check' : 'scan'} onClick=${() => (void toggle(), close())}>
      ${post.value?.bothCodes ? t('Ask no more for health and travel codes') : t('Ask for health code and travel code too')}<//>
    <${Button} icon="list" href="#/gate/log">${t('Today at this gate')}<//>
    <${Button} icon="exit" onClick=${() => (setPref('gate', null), void standAt(null))}>${t('Leave the gate')}<//>
  <//>`;

const toggle = async () => post.value && standAt({...post.value, bothCodes: !post.value.bothCodes});

/** Plate and heads; then each of them holds out a code, or it is turned back. @param {Way} props */
function VehicleSheet({close}) {
  const plate = useSignal('');
  const occupants = useSignal(/** @type {number|undefined} */ (undefined));
  const found = plateOf(plate.value);
  const turn = () => {
    void begin({way: 'vehicle', plate: found, occupants: occupants.value, decided: {verdict: 'refused', reason: 'vehicle'}}, ring);
    close();
  };
  return html`
    <${Sheet} title=${t('A vehicle and who is in it')} onClose=${close}>
      <label class="labelled"><span>${t('Number plate')}</span><${Line} label=${t('Number plate')} value=${plate.value} maxlength="16" autocapitalize="characters"
        onChange=${(/** @type {string} */ next) => (plate.value = next)} /></label>
      ${found.length > 5 && !isPlate(found) && html`<p class="say">${t('This is no plate of ours; it is kept as it is.')}</p>`}
      <fieldset class="labelled"><legend>${t('How many people, driver too?')}</legend>
        <${Figure} label=${t('How many people, driver too?')} whole minimum=${1} maximum=${99} value=${occupants.value} onChange=${(/** @type {number|undefined} */ next) => (occupants.value = next)} /></fieldset>
      <${Button} kind="primary" disabled=${!found} onClick=${() => ((vehicle.value = {plate: found, occupants: occupants.value, first: null, seen: 0}), close())}>${t('Check the people in it')}<//>
      <${Button} disabled=${!found} onClick=${turn}>${t('From outside: turn it back')}<//>
    <//>`;
}

/** @param {Way} props */
function Delivery({close}) {
  const note = useSignal('');
  const go = (/** @type {'refused'|'provisional'} */ verdict, /** @type {string} */ reason) => {
    void begin({way: 'delivery', note: note.value.trim() || undefined, resident: false, decided: {verdict, reason}}, ring);
    close();
  };
  return html`
    <${Sheet} title=${t('A delivery')} onClose=${close}>
      <label class="labelled"><span>${t('For whom, from whom')}</span><${Line} label=${t('For whom, from whom')} value=${note.value} maxlength="120" onChange=${(/** @type {string} */ next) => (note.value = next)} /></label>
      <${Button} kind="primary" onClick=${() => go('refused', 'left_at_gate')}>${t('Left at the gate')}<//>
      <${Button} onClick=${() => go('provisional', 'delivery')}>${t('Carrier let in for now')}<//>
    <//>`;
}

/** @type {Record<string, any>} */
export const SHEETS = {temperature: Thermometer, noCode: NoCode, refuse: Refuse, objection: Objection, more: More, vehicle: VehicleSheet, delivery: Delivery};
