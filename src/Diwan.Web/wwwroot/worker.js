// The worker of an institution's application, within its own path only. Of the site it keeps what is the same for everybody: the page shown without a
// line, and what pages are dressed with. A person's own form pages it reads from the device's encrypted store, and puts nothing personal anywhere else.

import * as store from './js/kept/store.js';
import './js/push/notices.js';

const base = new URL(self.registration.scope).pathname.replace(/\/$/, '');
const name = `diwan-app:${base}`;
const shells = ['ar', 'en'].map(language => `${base}/${language}/kept`);
const modules = ['store', 'page'].map(module => `${base}/js/kept/${module}.js`);
const dress = new RegExp(`^(?:${base})?/(?:lib|js|img)/|^${base}/app\\.css$`);
const SLOW = 12_000;
const WEEK = 7 * 86_400_000;
const FRESH = 600_000;

/** Takes the pages as anybody sees them, never as somebody signed in does. */
async function fill() {
  const cache = await caches.open(name);
  const needed = new Set(modules);
  for (const shell of shells) {
    const html = await fetch(shell, { credentials: 'omit', cache: 'no-cache' });
    if (!html.ok) throw new Error(`${shell} answers ${html.status}`);
    const text = await html.clone().text();
    for (const [, url] of text.matchAll(/(?:href|src)="(\/[^"]+)"/g)) if (dress.test(url)) needed.add(url);
    await cache.put(shell, html);
  }
  for (const sheet of [...needed].filter(url => url.includes('.css'))) {
    const css = await (await fetch(sheet, { credentials: 'omit' })).text();
    for (const [, font] of css.matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
      const path = new URL(font, new URL(sheet, location.origin)).pathname;
      if (dress.test(path)) needed.add(path);
    }
  }
  await Promise.all([...needed].map(async url => {
    const answer = await fetch(url, { credentials: 'omit' });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    await cache.put(url, answer);
  }));
  // What an older version of the site was dressed with is kept as long as a page of it may be.
  for (const request of await cache.keys()) {
    const path = new URL(request.url).pathname;
    const kept = Date.parse((await cache.match(request))?.headers.get('date') ?? '');
    if (!needed.has(path) && !shells.includes(path) && !(Date.now() - kept < WEEK)) await cache.delete(request);
  }
}

/** When the pages were taken last. A worker is stopped whenever it rests, and would not remember. */
const filled = async () => Date.parse((await (await caches.open(name)).match(shells[0]))?.headers.get('date') ?? '') || 0;

self.addEventListener('install', event => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener('activate', event => event.waitUntil(Promise.all([self.clients.claim(), store.tidy()])));

/** The page says of itself that it comes from the device. */
const marked = html => html.replace('<html ', '<html data-offline ');

async function keptPage(path) {
  const owner = path.includes('/applications/') ? await store.whose() : null;
  const own = owner && await store.page(owner, path);
  if (own) return new Response(marked(own.html), { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': own.policy, 'cache-control': 'no-store' } });
  const shell = await (await caches.open(name)).match(path.startsWith(`${base}/en`) ? shells[1] : shells[0]);
  return shell ? new Response(marked(await shell.text()), { headers: shell.headers }) : null;
}

async function ofTheLine(request) {
  let slow;
  try {
    // A navigation is repeated as it is; only its patience is ours.
    return await Promise.race([fetch(request), new Promise((_, reject) => { slow = setTimeout(() => reject(new Error('too slow')), SLOW); })]);
  } finally {
    clearTimeout(slow);
  }
}

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (!url.pathname.startsWith(`${base}/`) || url.pathname.endsWith('/verify')) return;
    event.respondWith((async () => {
      try {
        const answer = await ofTheLine(request);
        if (answer.ok) event.waitUntil(filled().then(at => Date.now() - at > FRESH ? fill() : null).catch(() => {}));
        return answer;
      } catch (fault) {
        const kept = await keptPage(url.pathname);
        if (!kept) throw fault;
        return kept;
      }
    })());
  } else if (dress.test(url.pathname)) {
    event.respondWith((async () => {
      try {
        return await fetch(request);
      } catch (fault) {
        const kept = await (await caches.open(name)).match(url.pathname);
        if (!kept) throw fault;
        return kept;
      }
    })());
  }
});
