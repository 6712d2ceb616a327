/**
 * What is said of somebody and not saved yet.
 *
 * @typedef {{people: Record<string, any>, begun: Record<string, any>, answers: Record<string, any>,
 *   texts: Record<string, string>, note: string, photos: any[], since: number}} Draft
 * @typedef {{door: import('./types.js').Door, said: number, all: number}} Household `said`: of how many people something
 *   is said, of all who are registered there or were added
 */

/** Is anything said that would be lost? @param {Draft} draft @returns {boolean} */
export const isBegun = ({people, begun, answers, texts, note, photos}) =>
  Boolean(note) || photos.length > 0 || [people, begun, answers, texts].some((one) => Object.keys(one).length > 0);

/**
 * The households that are begun, the oldest first. Of a door that went to others, and of somebody who is followed up,
 * nothing is said here.
 * @param {import('./types.js').District} district @param {Map<string, Draft>} drafts @returns {Household[]}
 */
export function begunAt(district, drafts) {
  const found = [...drafts].filter(([, draft]) => isBegun(draft)).sort(([, a], [, b]) => a.since - b.since);
  return found.flatMap(([id, draft]) => {
    const door = district.doors.get(id);
    const said = new Set([...Object.keys(draft.people), ...Object.keys(draft.begun)]);
    const all = new Set([...said, ...(district.peopleAt.get(id) ?? [])]);
    return door ? [{door, said: said.size, all: all.size}] : [];
  });
}
