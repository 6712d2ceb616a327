/** The page that the organisation's link leads to. It goes on into the app by itself where the browser can hold it. */

const address = /** @type {HTMLInputElement|null} */ (document.getElementById('address'));
const copy = document.getElementById('copy');
const way = document.body.dataset.way;

if (address) address.value = location.href;
copy?.addEventListener('click', copied);
if (!isSecureContext) sayInsecure();
else if (way) location.replace(way);

function sayInsecure() {
  const said = document.getElementById('insecure');
  const secure = /** @type {HTMLAnchorElement|null} */ (document.getElementById('secure'));
  if (said) said.hidden = false;
  if (secure) secure.href = location.href.replace(/^http:/, 'https:');
}

async function copied() {
  const said = document.getElementById('copied');
  address?.select();
  const done = await written(address?.value ?? '');
  if (said && done) said.textContent = copy?.dataset.done ?? '';
}

/**
 * Old browsers inside apps only know the other way, which needs the text selected.
 * @param {string} text @returns {Promise<boolean>}
 */
async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}
