{% for name in libraries %}import * as lib{{ forloop.counter }} from '{{ name }}';
{% endfor %}
const made = new Map([{% for name in libraries %}['{{ name }}', lib{{ forloop.counter }}],{% endfor %}]);
const modules = { __proto__: null,
{{ modules|safe }}
};
export function $(path) {
  if (!made.has(path)) made.set(path, modules[path]());
  return made.get(path);
}
export const $at = (path) => new URL('{{ static }}' + path, location.origin).href;
let others = './later.js';
export async function $later(path) {
  if (!(path in modules)) await import(others).catch(missed);
  return $(path);
}
// A browser may remember that a file did not come: another try is another address.
function missed(trouble) {
  others = `./later.js?${Date.now()}`;
  throw trouble;
}
export const part = (name) => $later(`field/${name}.js`);
export const $add = (more) => Object.assign(modules, more);
export const $bring = (name, library) => made.set(name, library);
$('{{ entry }}');
