/** What to say at a door, in the order in which one says it; each line is a text for `t()`. */

/** @typedef {{when: string, say: string}} Line */

/** Marks a text for translation; the screen translates it. @param {string} message @returns {string} */
const word = (message) => message;

/** @type {readonly Line[]} */
export const AT_THE_DOOR = Object.freeze([
  {when: word('Who you are'), say: word('Hello, I come from the community; here is my card. We ask at every door. It takes a minute.')},
  {when: word('Keep apart'), say: word('I stay out here. Please put on a mask if you have one.')},
  {when: word('Why'), say: word('We want to know who is unwell, who came from elsewhere, and who needs help. It is used for this outbreak only, and deleted afterwards.')},
  {when: word('Who lives here'), say: word('How many people live here now? Are all of them at home?')},
  {when: word('How they are'), say: word('Does anybody have a fever or feel unwell? Did anybody come back from elsewhere these days, when, and how?')},
  {when: word('What they lack'), say: word('Is there enough medicine and food? Is anybody old and alone, pregnant, or in treatment?')},
  {when: word('Goodbye'), say: word('Thank you. If anything happens, call the community at any hour.')},
]);

/** @type {readonly Line[]} */
export const WHEN_IT_IS_HARD = Object.freeze([
  {when: word('They refuse'), say: word('That is all right, I do not press you. I note it, and the community will call you.')},
  {when: word('A child opens'), say: word('I come back when a grown-up is home. You need not open the door.')},
  {when: word('They are afraid'), say: word('Nobody is taken away because of a question. Who has to stay at home is told why, until when, and how to object.')},
  {when: word('They ask about others'), say: word('I may not tell you about your neighbours, and I tell nobody about you.')},
]);
