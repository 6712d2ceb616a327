/** Who of this door is followed up: one has come to the door anyway. */

import {html} from 'htm/preact';

import {Icon, Mark} from '../parts/icon.js';
import {dayOf} from './followups-standing.js';
import {everybody, nameOf, standing} from './followups-words.js';
import {inWords} from './questions.js';
import {known} from './sweep.js';

/** @param {{door: string}} props */
export function FollowedHere({door}) {
  if (!known.value.followups.size) return null;
  return html`${everybody().filter((one) => one.door === door).map((one) => {
    const {mark, said} = standing(one);
    return html`
      <a class="p-card row followed" key=${one.person} href=${`#/followup/${one.person}?door=${door}`}>
        <span class="main"><b>${nameOf(one.person)}</b>
          <span>${[inWords({zh: one.measure_zh, en: one.measure_en}), dayOf(one)].filter(Boolean).join(' · ')}</span>
          <span class="standing"><${Mark} name=${mark} />${said}</span></span>
        <${Icon} name="next" /></a>`;
  })}`;
}
