/**
 * What the server will read in a door's label, for the plain forms that nearly all labels have. Of anything else nothing
 * is foretold: the server reads more, and keeps every label as it was written. (contracts/labels.json)
 *
 * @typedef {{building: string, stairwell: string, floor: number|null, room: string}} Label
 */

const BUILDING = '(?:(\\d{1,4}|[A-Z])(?:号楼|栋|幢|座|号院))?';
const STAIRWELL = '(?:(\\d{1,3})单元)?';
const WORDED = new RegExp(`^${BUILDING}${STAIRWELL}(\\d{2,4})?(?:室|号房)?$`);
const DASHED = /^(\d{1,4}|[A-Z])-(?:(\d{1,3})-)?(\d{3,4})(?:室)?$/;

/**
 * @param {string} text @returns {Label|null} null where the form is not a plain one
 */
export function preview(text) {
  const said = text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
  const found = DASHED.exec(said) ?? WORDED.exec(said);
  if (!found) return null;
  const [building, stairwell, room] = found.slice(1).map((number = '') => number.replace(/^0+(?=\d)/, ''));
  if (!building && !stairwell && !room) return null;
  return {building, stairwell, floor: floorOf(room), room};
}

/** 501 is on floor 5, 1203 on 12; of shorter numbers nobody can say. @param {string} room @returns {number|null} */
function floorOf(room) {
  const floor = room.length === 3 || room.length === 4 ? Number(room.slice(0, -2)) : 0;
  return floor || null;
}
