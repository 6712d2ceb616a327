/** Text size, theme and language of the whole page follow what the worker chose. */

import {effect} from '@preact/signals';

import {prefs} from '../session.js';

/** From here on nothing on the screen is fixed in its place. */
const LARGE = 1.5;

effect(() => {
  const {scale, theme} = prefs.value;
  const root = document.documentElement;
  root.style.setProperty('--scale', String(scale || 1));
  root.toggleAttribute('data-large', Number(scale) >= LARGE);
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
});
