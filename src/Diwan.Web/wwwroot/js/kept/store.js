// What could not be sent yet, and the pages needed to go on with it, on this device only. Each person has a key of their own that no script can read
// out (AES-GCM, in IndexedDB); without it what is kept is noise. In the clear stand only: whose it is (a random name), what kind of thing, and when.

const NAME = 'diwan-kept';
const DAY = 86_400_000;

/** How long somebody may go on without the line until the site must say again who they are. */
const TRUSTED = 3 * DAY;
const LONGEST = { entry: 30 * DAY, page: 3 * DAY };

const bytesOf = text => new TextEncoder().encode(text);
let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const ask = indexedDB.open(NAME, 1);
    ask.onupgradeneeded = () => {
      ask.result.createObjectStore('keys', { keyPath: 'owner' });
      ask.result.createObjectStore('items', { keyPath: 'id' }).createIndex('owner', 'owner');
      ask.result.createObjectStore('state', { keyPath: 'name' });
    };
    ask.onsuccess = () => resolve(ask.result);
    ask.onerror = () => reject(ask.error);
  });
  return opened;
}

async function run(name, mode, act) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, mode, { durability: 'strict' });
    const ask = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(ask?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? ask?.error);
  });
}

async function keyOf(owner) {
  const known = await run('keys', 'readonly', s => s.get(owner));
  if (known) return known.key;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  try {
    await run('keys', 'readwrite', s => s.add({ owner, key }));
    return key;
  } catch {
    // Another window was first.
    return (await run('keys', 'readonly', s => s.get(owner))).key;
  }
}

async function seal(owner, id, kind, at, head, files = []) {
  const text = bytesOf(JSON.stringify({ ...head, files: files.map(({ field, name, type, bytes }) => ({ field, name, type, size: bytes.byteLength })) }));
  const plain = new Uint8Array(4 + text.length + files.reduce((sum, f) => sum + f.bytes.byteLength, 0));
  new DataView(plain.buffer).setUint32(0, text.length);
  plain.set(text, 4);
  let to = 4 + text.length;
  for (const { bytes } of files) {
    plain.set(new Uint8Array(bytes), to);
    to += bytes.byteLength;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(`${owner} ${id}`) }, await keyOf(owner), plain);
  await run('items', 'readwrite', s => s.put({ id, owner, kind, at, iv, data }));
}

/** What stands in an item; null when it cannot be read, as when its key is gone. */
async function open(item) {
  try {
    const plain = new Uint8Array(await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: item.iv, additionalData: bytesOf(`${item.owner} ${item.id}`) }, await keyOf(item.owner), item.data));
    const length = new DataView(plain.buffer).getUint32(0);
    const head = JSON.parse(new TextDecoder().decode(plain.subarray(4, 4 + length)));
    let from = 4 + length;
    for (const file of head.files) {
      file.bytes = plain.slice(from, from + file.size);
      from += file.size;
    }
    return head;
  } catch {
    return null;
  }
}

const ofOwner = async (owner, kind) => (await run('items', 'readonly', s => s.index('owner').getAll(owner)) ?? []).filter(i => i.kind === kind);

/** The site has just said who is before the device. */
export const present = owner => run('state', 'readwrite', s => s.put({ name: 'owner', owner, at: Date.now() }));

/** The site has just said that nobody is signed in. What is kept stays, unseen, for the person whose it is. */
export const absent = () => run('state', 'readwrite', s => s.delete('owner'));

const said = () => run('state', 'readonly', s => s.get('owner'));

/** Who was before the device last, however long ago. */
export const last = async () => (await said())?.owner ?? null;

/** Who is before the device, as the site last said; null when nobody is, or when that was too long ago. */
export async function whose() {
  const state = await said();
  return state && Date.now() - state.at < TRUSTED ? state.owner : null;
}

/** @param {{id: string, at: number}} entry what was typed, under an id of its own for good */
export async function keep(owner, entry) {
  const { files = [], ...head } = entry;
  await seal(owner, entry.id, 'entry', entry.at, head, files);
}

/** What is kept of a person, the oldest first. */
export async function entries(owner) {
  const found = (await Promise.all((await ofOwner(owner, 'entry')).map(open))).filter(Boolean);
  return found.sort((a, b) => a.at - b.at);
}

export const forget = id => run('items', 'readwrite', s => s.delete(id));

const pageId = (owner, path) => `page ${owner} ${path}`;

export const keepPage = (owner, path, html, policy) => seal(owner, pageId(owner, path), 'page', Date.now(), { path, html, policy });

export async function page(owner, path) {
  const item = await run('items', 'readonly', s => s.get(pageId(owner, path)));
  return item ? open(item) : null;
}

/** How old the kept copy of a page is, in milliseconds; Infinity when there is none. */
export async function ageOf(owner, path) {
  const item = await run('items', 'readonly', s => s.get(pageId(owner, path)));
  return item ? Date.now() - item.at : Infinity;
}

/** Leaves nothing of a person on this device. */
export async function wipe(owner) {
  await run('keys', 'readwrite', s => s.delete(owner));
  for (const kind of ['entry', 'page']) for (const { id } of await ofOwner(owner, kind)) await forget(id);
}

/** What is older than may be kept goes, whosever it is. */
export async function tidy() {
  for (const item of await run('items', 'readonly', s => s.getAll()) ?? []) if (Date.now() - item.at > LONGEST[item.kind]) await forget(item.id);
}
