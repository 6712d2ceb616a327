/** Add what the register lacks, or correct it: `#/add/door/PLACE`, `#/add/building/PLACE`, `#/add/change/DOOR`. */

import {html} from 'htm/preact';

import {Button} from '../parts/button.js';
import {Empty} from '../parts/empty.js';
import {Frame} from '../parts/frame.js';
import {t} from '../words.js';
import {AddBuilding} from './add-building.js';
import {AddDoor, ChangeDoor} from './add-door.js';
import {known} from './sweep.js';

/** @param {{params: string[]}} props what, and where */
export function Add({params: [what, id]}) {
  if (what === 'change' && known.value.doors.has(id)) return html`<${ChangeDoor} key=${id} id=${id} />`;
  if (what === 'door' && known.value.places.has(id)) return html`<${AddDoor} key=${id} place=${id} />`;
  if (what === 'building' && known.value.places.has(id)) return html`<${AddBuilding} key=${id} place=${id} />`;
  return html`
    <${Frame} title=${t('Add')} back="#/today">
      <${Empty} icon="place" title=${t('This place is not on the phone')}
                action=${html`<${Button} href="#/today">${t('To my buildings')}<//>`}>
        ${t('It may have gone to another team.')}<//>
    <//>`;
}
