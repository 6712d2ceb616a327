// Keeps this build's files for stairwells without a signal. It only caches: records and their sending are the page's.
const CACHE = 'field-{{ build }}';
const PAGE = {{ page|safe }};
const STATIC = '{{ static }}';
const STANDING = {{ standing|safe }};
const FILES = new Set({{ files|safe }});

// Whole or not at all: a build of which a file is missing never becomes active. Then it waits until the page asks, or
// until no page of the older build is open.
self.addEventListener('install', (event) => {
  // A browser that knows how takes files from the cache by itself, and need not wake this worker for each. Not the page:
  // it depends on the language that is asked for, and a browser whose language changed would not find it.
  const files = { condition: { urlPattern: { pathname: STATIC + '*' } }, source: { cacheName: CACHE } };
  event.waitUntil(event.addRoutes?.(files).catch(() => undefined));
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([...[PAGE, ...STANDING].map(anew), ...FILES])),
  );
});

// What does not change its address with its content is asked for again, whatever the browser has of it.
const anew = (path) => new Request(path, { cache: 'no-cache' });

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
  if (request.mode === 'navigate' && url.pathname === PAGE) event.respondWith(kept(PAGE, request));
  else if (FILES.has(url.pathname) || STANDING.includes(url.pathname)) event.respondWith(kept(url.pathname, request));
});

async function kept(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) || fetch(request);
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('field-') && name !== CACHE).map((name) => caches.delete(name)));
}
