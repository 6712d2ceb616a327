/** The words at the door (话术): large enough to read aloud from, in two languages. */

import {useSignal} from '@preact/signals';
import {html} from 'htm/preact';
import {useEffect} from 'preact/hooks';

import {AT_THE_DOOR, WHEN_IT_IS_HARD} from '../domain/script.js';
import {Button} from '../parts/button.js';
import {Frame} from '../parts/frame.js';
import {language, t} from '../words.js';

/** @param {{query: URLSearchParams}} props `door` is where one came from */
export function Script({query}) {
  const door = query.get('door');
  const back = door ? `#/door/${door}` : '#/today';
  const chinese = useChinese();
  return html`
    <${Frame} title=${t('At the door')} back=${back}
              foot=${html`<${Button} kind="primary" href=${back}>${door ? t('Back to the door') : t('To today’s work')}<//>`}>
      <${Lines} lines=${AT_THE_DOOR} chinese=${chinese} />
      <h2 class="heading">${t('When it is hard')}</h2>
      <${Lines} lines=${WHEN_IT_IS_HARD} chinese=${chinese} />
    <//>`;
}

/** @param {{lines: readonly import('../domain/script.js').Line[], chinese: Record<string, string>}} props */
const Lines = ({lines, chinese}) => html`
  <ol class="lines-to-say">
    ${lines.map(({when, say}) => html`
      <li><h2>${t(when)}</h2><p>${t(say)}</p>
        ${language() === 'en'
          ? chinese[say] && html`<p lang="zh-Hans">${chinese[say]}</p>`
          : html`<p lang="en">${say}</p>`}</li>`)}
  </ol>`;

/** The Chinese lines for one who reads English: the catalogue that Chinese phones have anyway. */
function useChinese() {
  const words = useSignal(/** @type {Record<string, string>} */ ({}));
  const wanted = language() === 'en';
  useEffect(() => {
    if (!wanted) return;
    fetch('/field/words/zh-hans.json')
      .then((answer) => (answer.ok ? answer.json() : {}))
      .then((found) => (words.value = found), () => undefined);
  }, [wanted]);
  return words.value;
}
