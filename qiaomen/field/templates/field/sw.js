// Keeps this build's files for stairwells without a signal. It only caches: records and their sending are the page's.
const CACHE = 'field-{{ build }}';
const PAGE = {{ page|safe }};
const STANDING = {{ standing|safe }};
const FILES = {{ files|safe }};
const ALL = new Set([PAGE, ...STANDING, ...FILES]);

// Whole or not at all: a build of which a file is missing never becomes active. Then it waits until the page asks, or
// until no page of the older build is open.
self.addEventListener('install', (event) => {
  // A browser that knows how takes files from the cache by itself, and need not wake this worker for any.
  const condition = { or: [...ALL].map((pathname) => ({ urlPattern: { pathname, search: '' } })) };
  event.waitUntil(event.addRoutes?.({ condition, source: { cacheName: CACHE } }).catch(() => undefined));
  event.waitUntil(keepAll());
});

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([cache.addAll(FILES), ...[PAGE, ...STANDING].map((path) => keepAnew(cache, path))]);
}

// What does not change its address with its content is asked for again, whatever the browser has of it; and it is found
// whatever headers it is asked for with: a page depends on the language, and is the same app in each. While the server
// changes over it may answer the page of another build, whose scripts are not here: then the install fails, and comes again.
async function keepAnew(cache, path) {
  const answer = await fetch(path, { cache: 'no-cache' });
  if (!answer.ok) throw new TypeError(`${path}: ${answer.status}`);
  const body = await answer.text();
  if (path === PAGE && !body.includes('data-build="{{ build }}"')) throw new TypeError(`${path}: another build`);
  const headers = new Headers(answer.headers);
  for (const name of ['vary', 'content-encoding', 'content-length']) headers.delete(name);
  await cache.put(path, new Response(body, { headers }));
}

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  if (event.data === 'take over') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || url.pathname.startsWith('/api/')) return;
  if (ALL.has(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('field-') && name !== CACHE).map((name) => caches.delete(name)));
}
