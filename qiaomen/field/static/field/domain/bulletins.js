/** Messages from headquarters: which still hold, and which this worker has read. */

/** @typedef {import('./types.js').Bulletin} Bulletin */

/**
 * Those that have not ended, the newest first; what was read comes after what was not.
 * @param {Iterable<Bulletin>} all @param {ReadonlySet<string>} read ids @param {number} now by the server's clock
 * @returns {{bulletin: Bulletin, isRead: boolean}[]}
 */
export function shown(all, read, now) {
  const live = [...all].filter((one) => Date.parse(one.until) > now);
  return live
    .map((bulletin) => ({bulletin, isRead: read.has(bulletin.id)}))
    .sort((a, b) => Number(a.isRead) - Number(b.isRead) || Date.parse(b.bulletin.at) - Date.parse(a.bulletin.at));
}

/**
 * What is kept of what was read: only of messages that are still here.
 * @param {Iterable<string>} read @param {string} also @param {ReadonlyMap<string, Bulletin>} here @returns {string[]}
 */
export const readNow = (read, also, here) => [...new Set([...read, also])].filter((id) => here.has(id));
