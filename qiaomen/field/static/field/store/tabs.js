/** Tabs of one phone tell each other what they changed; and do what only one of them may do at a time. */

const CHANNEL = 'qiaomen field';

/** @type {BroadcastChannel|null} */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);

/** @param {'outbox'|'district'|'authors'|'wiped'} what @param {string} worker */
export const tellTabs = (what, worker) => channel?.postMessage({what, worker});

/** @param {(what: 'outbox'|'district'|'authors'|'wiped', worker: string) => unknown} hear what the other tabs tell */
export function hearTabs(hear) {
  if (channel) channel.onmessage = (event) => void hear(event.data.what, event.data.worker);
}

/**
 * Does the work unless another tab is at it; then answers null.
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T|null>}
 */
export async function alone(name, work) {
  if (!navigator.locks) return work();
  return navigator.locks.request(`qiaomen ${name}`, {ifAvailable: true}, (lock) => (lock ? work() : null));
}
