/** Progress as a bar; the tick is where the plan says it should be by now. Its numbers stand beside it in words. */

import {html} from 'htm/preact';

/** @param {{share: number, plan?: number|null}} props both from 0 to 1 */
export const Bar = ({share, plan = null}) => html`
  <span class="bar" aria-hidden="true"><i style=${{width: percent(share)}}></i>
    ${plan !== null && html`<u style=${{left: percent(plan)}}></u>`}</span>`;

/** @param {number} share @returns {string} */
export const percent = (share) => `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
