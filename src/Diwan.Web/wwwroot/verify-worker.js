// Keeps the verification page, the keys and the list of ended documents for use without a connection. What is fresh is always preferred.

const page = new URL(self.registration.scope).pathname;
const name = `diwan-verify:${page}`;
const modules = ['bytes', 'code', 'keys', 'page', 'pdf', 'qr', 'qr-code', 'seal'].map(m => `/js/verify/${m}.js`);
const data = ['/.well-known/diwan-seal-keys.json', '/.well-known/diwan-ended-documents.cose', '/.well-known/diwan-document-words.json'];

/** Takes the page as anybody sees it, never as somebody signed in does, with all it needs. */
async function fill() {
  const html = await fetch(page, { credentials: 'omit', cache: 'no-cache' });
  if (!html.ok) throw new Error(`the page answers ${html.status}`);
  const text = await html.clone().text();
  const needed = new Set([...text.matchAll(/(?:href|src)="(\/(?:lib|js|img)\/[^"]+)"/g)].map(m => m[1]));
  for (const sheet of [...needed].filter(url => url.includes('.css'))) {
    const css = await (await fetch(sheet)).text();
    for (const [, font] of css.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)) needed.add(new URL(font, new URL(sheet, location.origin)).pathname);
  }
  for (const url of [...modules, ...data]) needed.add(url);
  const cache = await caches.open(name);
  await cache.put(page, html);
  await Promise.all([...needed].map(async url => {
    const answer = await fetch(url, { credentials: 'omit', cache: data.includes(url) ? 'no-cache' : 'default' });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    await cache.put(url, answer);
  }));
  for (const kept of await cache.keys()) {
    const path = new URL(kept.url).pathname;
    if (path !== page && !needed.has(path)) await cache.delete(kept);
  }
}

self.addEventListener('install', event => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  const isPage = event.request.mode === 'navigate';
  if (isPage && url.pathname !== page) return;
  const path = isPage ? page : url.pathname;
  event.respondWith((async () => {
    try {
      const answer = await fetch(event.request);
      if (isPage && answer.ok) event.waitUntil(fill().catch(() => {}));
      if (answer.ok && data.includes(path)) await (await caches.open(name)).put(path, answer.clone());
      return answer;
    } catch (fault) {
      const kept = await (await caches.open(name)).match(path);
      if (!kept) throw fault;
      return kept;
    }
  })());
});
