/** What one endpoint says to whoever is signed in: kept sealed on the phone, asked for anew, answered without a signal. */

import {signal} from '@preact/signals';

import {now} from './session.js';
import * as kept from './store/gate.js';
import * as state from './store/state.js';
import {asked, forgetting} from './sync/gate.js';

/**
 * @template {{at: number}} T `at`: when the server said so, ms by this phone's clock
 * @param {{path: string, name: string, nothing: T, read: (answer: any) => Omit<T, 'at'>, loaded?: (rows: Map<string, any>) => void}} means
 *   `name`: what it is kept as; `loaded`: what else lay on the phone
 */
export function feedOf({path, name, nothing, read, loaded}) {
  const known = signal(nothing);
  /** Whose rows are open. @type {import('@preact/signals').Signal<string|null>} */
  const opened = signal(null);

  /** Opens what the phone has, then asks. */
  async function open() {
    const row = state.open.me;
    if (!row) return;
    if (opened.value !== row.worker) {
      const rows = await kept.load(row);
      if (state.open.me?.worker !== row.worker) return;
      known.value = rows.get(name) ?? nothing;
      loaded?.(rows);
      opened.value = row.worker;
    }
    await ask();
  }

  /** Asks anew; without a signal what is known stays. */
  async function ask() {
    const at = now();
    const found = await get(path);
    if (!found) return;
    known.value = /** @type {any} */ ({...read(found.answer), at});
    await kept.put(found.row, name, known.value);
  }

  /** What an address answers to whose rows are open; null: nothing came. @param {string} from */
  async function get(from) {
    const row = state.open.me;
    if (!row || row.unknown || row.revoked || navigator.onLine === false) return null;
    const {status, answer} = await asked(from, row);
    return status === 200 && row.worker === opened.value ? {row, answer} : null;
  }

  const reset = () => {
    known.value = nothing;
    loaded?.(new Map());
  };
  forgetting(opened, reset, ask);

  return {known, opened, open, ask, get};
}
