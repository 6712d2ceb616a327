/**
 * What a household stated by the code that the worker holds out: it comes while somebody's screen is open, and fills what
 * the questionnaire asks, once the worker takes it over. It is their word: nothing is answered by it alone.
 */

import {signal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {answersOf} from '../domain/stated.js';
import {Button} from '../parts/button.js';
import {Mark} from '../parts/icon.js';
import {clock} from '../parts/times.js';
import * as ground from '../ground.js';
import * as authors from '../store/authors.js';
import * as state from '../store/state.js';
import {noted} from '../sync/contact.js';
import {ask} from '../sync/transport.js';
import {t, tn, word} from '../words.js';

/** @typedef {import('../domain/stated.js').Stated} Stated */

const ASK_MS = 6_000;

/** What was stated, by person. @type {import('@preact/signals').Signal<Map<string, Stated>>} */
const stated = signal(new Map());
state.wiped.subscribe(() => void (stated.value = new Map()));

async function look() {
  const row = state.open.me;
  if (!row || row.unknown || row.revoked || ground.practice.value || navigator.onLine === false || document.visibilityState === 'hidden') return;
  const reply = await ask('/api/statements', {token: await authors.tokenOf(row), body: {}});
  await noted(row, reply);
  if (reply.status !== 200 || state.open.me?.worker !== row.worker) return;
  const told = reply.answer.statements.flatMap((/** @type {any} */ one) => one.people.map((/** @type {any} */ said) => ({...said, at: one.at})));
  stated.value = new Map(told.map((/** @type {Stated} */ one) => [one.person, one]));
}

/** @param {{person: string, questions: import('../domain/types.js').Question[], take: (answers: Record<string, any>) => void}} props */
export function Stated({person, questions, take}) {
  useEffect(() => {
    void look();
    const timer = setInterval(look, ASK_MS);
    return () => clearInterval(timer);
  }, []);
  const said = stated.value.get(person);
  if (!said) return null;
  const answers = answersOf(said, questions);
  return html`
    <section class="notice calm stated" role="status"><b><${Mark} name="screened" /> ${t('They filled in themselves, at {time}', {time: clock(Date.parse(said.at))})}</b>
      <p>${linesOf(said).join(' · ')}</p>
      ${Object.keys(answers).length > 0 && html`<${Button} icon="check" onClick=${() => take(answers)}>${t('Take it over')}<//>`}</section>`;
}

/** @param {Stated} said @returns {string[]} */
function linesOf(said) {
  const lines = [
    said.health_code && `${t('Health code')}: ${t(HEALTH[said.health_code] ?? said.health_code)}`,
    said.travel_code && `${t('Travel code')}: ${t(TRAVEL[said.travel_code] ?? said.travel_code)}`,
    said.doses !== undefined && tn('{n} dose', '{n} doses', said.doses),
    said.tested && t('tested {day}', {day: said.tested.slice(5)}),
    said.result && t(RESULTS[said.result] ?? said.result),
  ];
  return /** @type {string[]} */ (lines.filter(Boolean));
}

/** @type {Record<string, string>} */
const HEALTH = {green: word('green'), yellow: word('yellow'), red: word('red'), none: word('none')};
/** @type {Record<string, string>} */
const TRAVEL = {clear: word('clear'), risk: word('risk area'), none: word('none')};
/** @type {Record<string, string>} */
const RESULTS = {negative: word('negative'), positive: word('positive'), waiting: word('no result yet')};
