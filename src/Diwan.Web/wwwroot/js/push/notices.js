// Notices on the device, for the workers: shown while no page is open, in the reader's language. They name nothing personal; what they lead to asks for a sign-in.

const base = new URL(self.registration.scope).pathname.replace(/\/$/, '');
const institution = /^\/app\/([^/]+)$/.exec(base)?.[1];
const picture = institution ? { icon: `${base}/img/apps/${institution}-192.png` } : {};
const PATH = /^\/(ar|en)(\/[\w./-]*)?$/;

/** A browser wants everything that comes to be shown; of what it cannot read, this. */
const UNREADABLE = { title: 'ديوان · Diwan', body: 'لديك خبر جديد · There is news for you', lang: 'ar', dir: 'rtl', path: '/ar/account/messages' };

function read(data) {
  try {
    const notice = data.json();
    return typeof notice.title === 'string' && PATH.test(notice.path) ? notice : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

async function show(data) {
  const { id, key, title, body, lang, dir, path, tag } = read(data);
  // A later notice of one matter takes the place of the earlier and is heard; the same one, come twice, is not heard again.
  const same = tag && (await self.registration.getNotifications({ tag })).some(n => n.data?.id === id);
  await self.registration.showNotification(title, { body, lang, dir, ...picture, ...(tag ? { tag, renotify: !same } : {}), data: { id, path } });
  if (id) await post('shown', { id, key }).catch(() => {});
}

async function open(path) {
  const url = new URL(base + (PATH.test(path ?? '') ? path : '/'), location.origin).href;
  const there = (await self.clients.matchAll({ type: 'window' })).find(w => w.url === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

/** The push service gives the device another address: whoever knows the old one whole is the device. */
async function renew(fresh) {
  const kept = await (await (await caches.open(cacheOf(base))).match(keptAt(base)))?.json();
  if (!kept) return;
  const now = plain(fresh ?? await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: kept.key }));
  const answer = await post('renew', { old: kept.address, fresh: now });
  if (answer.ok) await keep(base, kept.key, now);
}

const post = (where, what) => fetch(`${base}/push/${where}`, {
  method: 'POST', credentials: 'omit', headers: { 'content-type': 'application/json' }, body: JSON.stringify(what),
});

const cacheOf = root => `diwan-push:${root}`;
const keptAt = root => `${root}/push/kept`;

function plain(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

const keep = async (root, key, address) => (await caches.open(cacheOf(root))).put(keptAt(root), Response.json({ key, address }));

self.addEventListener('push', event => event.waitUntil(show(event.data)));
self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path));
});
self.addEventListener('pushsubscriptionchange', event => event.waitUntil(renew(event.newSubscription)));
