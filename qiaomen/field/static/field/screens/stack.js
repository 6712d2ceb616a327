/** One stairwell as it stands: floors from the top, each door with its state; a floor's label takes the floor. */

import {html} from 'htm/preact';
import {useLayoutEffect, useRef} from 'preact/hooks';

import {isGap, markOf, STATE, wordOf} from '../domain/states.js';
import {Icon, Mark} from '../parts/icon.js';
import {t, tn, word} from '../words.js';
import {shortLabel} from './sweep.js';

/**
 * @typedef {import('../domain/building.js').Standing} Cell
 * @typedef {{floor: number|null, doors: Cell[]}} Floor
 * @typedef {(doors: string[]) => void} Pick
 */

/** How long a finger rests before the door is picked instead of opened. */
const LONG_PRESS_MS = 450;

/** What stands on a door beside its label. @param {Cell['target']} target @param {boolean} isNext @returns {string} */
export function stateWord(target, isNext) {
  if (!target) return t('not in this sweep');
  const {state, attempts, people, unaccounted} = target;
  if (isNext) return t('next door');
  if (state === STATE.UNTOUCHED) return '';
  if (state === STATE.ANSWERED) return tn('{n} person', '{n} people', people);
  if (state === STATE.PARTIAL) return t('{known}/{people} people', {known: people - unaccounted, people});
  if (state === STATE.ABSENT && attempts > 1) return tn('nobody, {n} try', 'nobody, {n} tries', attempts);
  return t(SHORT[state] ?? wordOf(state));
}

/** Words that fit on a door; the whole word is read out and stands on the door's own screen. @type {Record<number, string>} */
const SHORT = {[STATE.ABSENT]: word('nobody'), [STATE.REMOTE]: word('phoned'), [STATE.WRONG_ADDRESS]: word('no such door')};

/** States whose word stands on the door. @type {Set<number>} */
const SAID = new Set([STATE.ABSENT, STATE.REMOTE, STATE.WRONG_ADDRESS, STATE.VACANT, STATE.REFUSED, STATE.INACCESSIBLE]);

/** @type {Set<string>} */
const NONE = new Set();

/** @param {{floors: Floor[], next: string|null, picked: Set<string>|null, pick: Pick, flat?: boolean}} props */
export function Stack({floors, next, picked, pick, flat}) {
  const before = useRef(floors);
  before.current = floors.map((floor, at) => unchanged(before.current[at], floor) ?? floor);
  return html`
    <div class=${`stack ${flat ? 'flat' : ''} ${picked ? 'picking' : ''}`}>
      ${before.current.map((floor) => html`
        <${FloorRow} key=${floor.floor} floor=${floor} next=${floor.doors.some(({door}) => door.id === next) ? next : null}
                     picking=${picked !== null} picked=${picked ?? NONE} pick=${pick} flat=${flat} />`)}
    </div>`;
}

/** @param {Floor|undefined} before @param {Floor} now @returns {Floor|null} the floor as it was, where it is so still */
function unchanged(before, now) {
  if (before?.floor !== now.floor || before.doors.length !== now.doors.length) return null;
  const isSame = now.doors.every((one, at) => KEYS.every((key) => one[key] === before.doors[at][key]));
  return isSame ? before : null;
}

/** @type {(keyof Cell)[]} */
const KEYS = ['door', 'target', 'isMine', 'isWaiting'];

/**
 * Like its doors: drawn again only when something changed here.
 * @param {{floor: Floor, next: string|null, picking: boolean, picked: Set<string>, pick: Pick, flat?: boolean}} props
 */
function FloorRow({floor, next, picking, picked, pick, flat}) {
  const left = floor.doors.filter(({target, isMine}) => target && isMine && isGap(target.state)).map(({door}) => door.id);
  const name = floor.floor === null ? '?' : String(floor.floor);
  return html`
    <div class="floor" role="group" aria-label=${t('Floor {floor}', {floor: name})}>
      ${!flat && html`
        <button type="button" class="floor-label" disabled=${left.length === 0} onClick=${() => pick(left)}
                aria-label=${tn('Floor {floor}: take {n} door', 'Floor {floor}: take {n} doors', left.length, {floor: name})}>
          ${name}</button>`}
      <div class="floor-doors">
        ${floor.doors.map((cell) => html`
          <${DoorCell} key=${cell.door.id} ...${cell} isNext=${cell.door.id === next} pick=${pick}
                       picking=${picking} picked=${picked.has(cell.door.id)} />`)}
      </div>
    </div>`;
}

/**
 * Drawn again only when something of this door changed: of two hundred doors, one was saved. So it is given no more than
 * it shows, and reads no signal but the words'.
 * @param {Cell & {isNext: boolean, pick: Pick, picking: boolean, picked: boolean}} props
 */
function DoorCell({door, target, isMine, isWaiting, isNext, pick, picking, picked}) {
  const press = usePress(() => pick([door.id]));
  const self = useRef(/** @type {HTMLElement|null} */ (null));
  const isRinged = isNext && !picking;
  useLayoutEffect(() => {
    if (isNext) self.current?.scrollIntoView({block: 'center'});
  }, [isNext]);
  const mark = target ? markOf(target.state) : 'vacant';
  // What the door shows may be a number or the next door's word: its state is said as well.
  const said = target && !SAID.has(target.state) ? t(wordOf(target.state)) : '';
  const inside = html`
    <b>${shortLabel(door)}</b>${isWaiting && html`<span class="unsent"><${Mark} name="late" /><span class="unseen">${t('not sent yet')}</span></span>`}
    <span class="state">${said && html`<span class="unseen">${said}</span>`}${stateWord(target, isNext)}
      ${isRinged ? html`<${Icon} name="next" />` : html`<${Mark} name=${picked ? 'ok' : mark} />`}</span>`;
  const look = {
    class: 'door', ref: self, 'data-state': mark, 'data-next': isRinged ? '' : null,
    'data-others': isMine ? null : '', ...press,
  };
  return picking
    ? html`<button type="button" ...${look} aria-pressed=${picked} onClick=${() => pick([door.id])}>${inside}</button>`
    : html`<a ...${look} href=${`#/door/${door.id}`}>${inside}</a>`;
}

/**
 * A finger that rests picks; the click that follows does nothing.
 * @param {() => void} pick
 */
function usePress(pick) {
  const timer = useRef(0);
  const held = useRef(false);
  const end = () => clearTimeout(timer.current);
  const begin = () => {
    held.current = false;
    timer.current = setTimeout(() => ((held.current = true), pick()), LONG_PRESS_MS);
  };
  const swallow = (/** @type {Event} */ event) => {
    if (!held.current) return;
    event.preventDefault();
    event.stopPropagation();
    held.current = false;
  };
  return {
    onPointerDown: begin, onPointerUp: end, onPointerLeave: end, onPointerCancel: end, onClickCapture: swallow,
    onContextMenu: (/** @type {Event} */ event) => event.preventDefault(),
  };
}
