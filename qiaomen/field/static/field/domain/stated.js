/**
 * What a household stated of a member, as answers to what is asked. Pure.
 *
 * @typedef {{person: string, at: string, health_code?: string, travel_code?: string, doses?: number, tested?: string,
 *   result?: string}} Stated `at` and `tested` as the server writes them
 */

/** Which question each word of theirs answers, where an edition asks it. @type {[keyof Stated, string][]} */
const ANSWERS = [['health_code', 'health_code'], ['travel_code', 'travel_code'], ['doses', 'vaccinated'], ['tested', 'tested_on'], ['result', 'test_result']];

/**
 * Only what is asked, and only by a choice that the question has. @param {Stated} said
 * @param {import('./types.js').Question[]} questions @returns {Record<string, any>}
 */
export function answersOf(said, questions) {
  /** @type {Record<string, any>} */
  const answers = {};
  for (const [field, name] of ANSWERS) {
    const question = questions.find((one) => one.name === name);
    const value = said[field];
    if (!question || value === undefined) continue;
    const choices = question.choices ?? [];
    if (choices.length === 0 || choices.some((choice) => choice.value === value)) answers[name] = value;
  }
  return answers;
}
