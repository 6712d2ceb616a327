/** The visitors of the day at a gate, as this phone registered them. */

import {computed} from '@preact/signals';

import {correct} from './correcting.js';
import {visited} from './domain/gate-records.js';
import {gate, known, limits, post, visitors} from './gate.js';
import {begin} from './gate-passing.js';
import {net, now, save} from './session.js';
import * as kept from './store/gate.js';
import {newId} from './store/phone.js';
import * as state from './store/state.js';

/** @typedef {import('./domain/gate-records.js').Visitor} Visitor */

/** A form with nothing on it. @returns {Visitor} */
export const nobody = () => ({
  id: '', visitor: '', at: 0, gate: '', name: '', phone: '', origin: '', purpose: 'visit', door: '', registered_by: 'gate',
  fetched: false, offline: false, note: '',
});

/** Announced for today at the gates of this place, and not registered on this phone. */
export const expected = computed(() => {
  const came = new Set([...visitors.value.values()].map((one) => one.visitor));
  return known.value.expected.filter((one) => one.area === gate.value?.area && !came.has(one.visitor));
});

/** The form as the household filled it in. @param {import('./domain/gate-known.js').Expected} one @returns {Visitor} */
export const announced = ({visitor, name, door, label, purpose, people}) => ({
  ...nobody(), visitor, name, covered: name, door: door ?? '', label, purpose, registered_by: 'household', people: people > 1 ? people : undefined,
});

/**
 * On the disk when it resolves; whoever is let in by it has a passage, too.
 * @param {Visitor} said @returns {Promise<Visitor>}
 */
export async function keepVisitor(said) {
  const {fever, second_after_s: after} = limits.value;
  const isNew = !said.id;
  const isHot = said.temperature !== undefined && said.temperature > fever && said.second === undefined;
  const before = visitors.value.get(said.id);
  const one = {
    ...said, id: said.id || newId(), visitor: said.visitor || newId(), at: said.at || now(), gate: said.gate || (post.value?.gate ?? ''),
    offline: !net.value.online, second_at: isHot ? (said.second_at ?? now() + after * 1000) : said.second_at,
  };
  visitors.value = new Map(visitors.value).set(one.id, one);
  const record = visited(one, limits.value);
  await (isNew ? save(record) : correct(record));
  if (state.open.me) await kept.put(state.open.me, `visitor ${one.id}`, one);
  const wasIn = before && visited(before, limits.value).body.verdict === 'passed';
  if (record.body.verdict === 'passed' && !wasIn) await begin({visitor: one.visitor, name: one.name, resident: false, direction: 'in', temperature: undefined, second_at: undefined});
  return one;
}
