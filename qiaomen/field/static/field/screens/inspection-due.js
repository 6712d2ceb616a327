/** Today's lines of what one is to put right, where to knock and ask, and what is to be disinfected. */

import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {left, more, open, opened, known, taken} from '../inspection.js';
import {Icon} from '../parts/icon.js';
import {author, now} from '../session.js';
import {tn} from '../words.js';

/** Asked for anew when Today is opened after so long, ms. */
const OLD_MS = 120_000;

export function InspectionDue() {
  const mine = opened.value === author.value?.worker;
  useEffect(() => {
    if (!mine || now() - known.value.at > OLD_MS) void open();
  }, [author.value?.worker, taken.value]);
  if (!mine) return null;
  const {mine: findings, asking, rounds} = left.value;
  const toMend = findings.length + more.value.mine, toDo = rounds.length + more.value.rounds;
  const late = (/** @type {(string|null)[]} */ dues) => dues.filter((due) => due && Date.parse(due) < now()).length;
  return html`
    <${Line} href="#/findings" icon="eye" count=${toMend} late=${late(findings.map((one) => one.due))} said=${tn('{n} finding to put right', '{n} findings to put right', toMend)} />
    <${Line} href="#/seal" icon="bell" count=${asking.length} late=${0} said=${tn('Knock and ask at {n} door: a seal was opened', 'Knock and ask at {n} doors: seals were opened', asking.length)} />
    <${Line} href="#/disinfecting" icon="check" count=${toDo} late=${late(rounds.map((one) => one.due))} said=${tn('{n} place to disinfect', '{n} places to disinfect', toDo)} />`;
}

/** @param {{href: string, icon: string, count: number, late: number, said: string}} props */
const Line = ({href, icon, count, late, said}) => count > 0 && html`
  <a class="p-card row" href=${href}><${Icon} name=${icon} /><span class="main"><b>${said}</b>
    ${late > 0 && html`<span><b class="late">${tn('{n} overdue', '{n} overdue', late)}</b></span>`}</span><${Icon} name="next" /></a>`;
