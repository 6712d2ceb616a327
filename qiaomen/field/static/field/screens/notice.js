/** What a household is told before its data are written down. */

import {html} from 'htm/preact';

import {Sheet} from '../parts/sheet.js';
import {t} from '../words.js';

/** @param {{onClose: () => void}} props */
export const Notice = ({onClose}) => html`
  <${Sheet} title=${t('What happens with these data')} onClose=${onClose}>
    <p><b>${t('What for:')}</b> ${t('to find out who is ill or was exposed in this outbreak, and what the household lacks; for nothing else.')}</p>
    <p><b>${t('Who sees them:')}</b> ${t('the workers who answer for this door, and health staff. Every look at an id number is logged.')}</p>
    <p><b>${t('How long:')}</b> ${t('they are destroyed when the outbreak is closed; what is found to be unfounded, earlier.')}</p>
    <p><b>${t('Your rights:')}</b> ${t('you may see what is written, have it corrected, and object; ask the worker or your community.')}</p>
  <//>`;
