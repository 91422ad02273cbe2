// Enhancement only. In an institution's application and at a counter: what is typed while the line is cut is kept on the device, encrypted, and sent when
// the line is back; once, because each entry has an id that the site takes but once. What the site holds otherwise is shown beside it, never overwritten.

import * as store from './store.js';

const frame = document.getElementById('kept');
const words = JSON.parse(frame.dataset.words);
const { owner, session = '', application = '' } = frame.dataset;
const fromDevice = document.documentElement.hasAttribute('data-offline');
const list = document.getElementById('kept-list');
const stateOf = document.getElementById('kept-state');
const PATIENCE = 60_000;
const FRESH = 600_000;
const AGAIN = 15_000;

/** Whose entries these are; null until that is known, and while nobody is signed in. */
let me = null;

/** @returns an element; children that are null are left out, texts are texts. */
function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name, value);
    else if (value !== null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter(c => c !== null));
  return made;
}

const say = (key, ...values) => values.reduce((text, value, i) => text.replaceAll(`{${i}}`, value), words[key]);
const time = at => {
  const format = options => new Intl.DateTimeFormat(document.documentElement.lang === 'ar' ? 'ar-JO-u-nu-latn-ca-gregory' : 'en-GB', { ...options, timeZone: 'Asia/Amman' }).format(at);
  return `${format({ dateStyle: 'long' })} ${format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
};
const button = (text, press, secondary = true) => h('button', { type: 'button', class: `govuk-button${secondary ? ' govuk-button--secondary' : ''}`, click: press }, text);
/** Not form.action, which a question of that name would hide. */
const addressOf = form => new URL(form.getAttribute('action') || location.href, location.href).pathname;
const short = entry => entry.id.slice(0, 8).toUpperCase();

async function who() {
  if (fromDevice) return store.whose();
  if (owner) await store.present(owner);
  else await store.absent();
  return owner || null;
}

// ---- what was typed ----

/** As the person reads it: the label of each question and what stands in it. */
function shown(form) {
  const rows = [];
  for (const group of form.querySelectorAll('.govuk-form-group')) {
    if (group.parentElement.closest('.govuk-form-group')) continue;
    const label = group.querySelector('legend, label')?.textContent.trim();
    const values = [...group.querySelectorAll('input, select, textarea')].map(field =>
      field.type === 'file' ? [...field.files].map(f => f.name).join(', ')
        : field.type === 'radio' || field.type === 'checkbox' ? (field.checked ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent.trim() : '')
          : field.tagName === 'SELECT' ? field.selectedOptions[0]?.textContent.trim() : field.type === 'hidden' ? '' : field.value).filter(Boolean);
    if (label && values.length > 0) rows.push([label, values.join(' ')]);
  }
  return rows;
}

async function entryOf(form, action) {
  const data = new FormData(form);
  const path = addressOf(form);
  const before = (await store.entries(me)).find(e => e.path === path);
  const fields = [['do', action]];
  const files = [];
  for (const [name, value] of data) {
    if (!(value instanceof File)) {
      if (name !== '_token' && name !== 'do') fields.push([name, value]);
    } else if (value.size > 0) {
      files.push({ field: name, name: value.name, type: value.type, bytes: await value.arrayBuffer() });
    }
  }
  // Files chosen before, on this device, stay with their question until others are chosen for it.
  for (const file of before?.files ?? []) if (!files.some(f => f.field === file.field)) files.push(file);
  return {
    id: crypto.randomUUID(), at: Date.now(), state: 'waiting', path, fields, files, session,
    application: form.dataset.keep, base: form.dataset.base, earlier: before?.id ?? form.dataset.sent ?? '',
    service: form.dataset.service, step: document.querySelector('main h1')?.textContent.trim() ?? '', shown: shown(form),
  };
}

/** Keeps an entry in the place of what was kept of the same page before. */
async function keep(entry) {
  const before = (await store.entries(me)).filter(e => e.path === entry.path && e.id !== entry.id);
  await store.keep(me, entry);
  for (const old of before) await store.forget(old.id);
}

// ---- sending ----

async function post(entry, token) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set('_token', token);
  for (const { field, name, type, bytes } of entry.files) body.append(field, new File([bytes], name, { type }));
  return fetch(entry.path, {
    method: 'POST', body, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE),
    headers: { 'Diwan-Entry': entry.id, 'Diwan-Base': entry.base ?? '', 'Diwan-Earlier': entry.earlier ?? '', 'Diwan-Session': entry.session ?? '' },
  });
}

/** What became of an entry that was sent: saved, faults, conflict, consent, refused, or nothing that is certain. */
async function outcome(answer) {
  const json = answer.headers.get('content-type')?.startsWith('application/json') ? await answer.json() : null;
  if (answer.ok && json) return json;
  if (answer.status === 409 && json) return json;
  if (answer.headers.has('Diwan-Entry')) return { state: 'faults', html: await answer.text() };
  if (answer.status === 413) return { state: 'refused' };
  return { state: answer.status === 404 ? 'gone' : 'unknown' };
}

/** A token good now, from the form's own page; or why there is none. */
async function fresh(path) {
  const answer = await fetch(path, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  if (answer.redirected && answer.url.includes('/sign-in')) return { state: 'signIn' };
  if (answer.redirected && answer.url.includes('/cases/')) return { state: 'gone' };
  if (answer.status === 404) return { state: 'gone' };
  if (!answer.ok) return { state: 'unknown' };
  const token = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main input[name=_token], input[name=_token]')?.value;
  return token ? { token } : { state: 'unknown' };
}

async function settle(entry, result) {
  switch (result.state) {
    case 'saved':
      await store.forget(entry.id);
      return true;
    case 'faults':
      await store.keep(me, { ...entry, state: 'faults' });
      return false;
    case 'conflict':
      await store.keep(me, { ...entry, state: 'conflict', theirs: result.theirs, now: result.base });
      return false;
    case 'consent':
      await store.keep(me, { ...entry, state: 'held' });
      return false;
    case 'gone':
    case 'refused':
      await store.keep(me, { ...entry, state: entry.session && result.state !== 'refused' ? 'held' : result.state });
      return false;
    default:
      return false;
  }
}

async function sendOne(entry) {
  const { token, state } = await fresh(entry.path);
  if (state) {
    if (state === 'signIn') frame.dataset.signIn = 'yes';
    if (state === 'gone') await settle(entry, { state });
    return null;
  }
  const result = await outcome(await post(entry, token));
  return await settle(entry, result) ? result : null;
}

/** Sends what waits, in its order. An entry of a session that is over is never sent of itself. */
async function flush() {
  if (!me) return;
  await navigator.locks.request('diwan-kept', { ifAvailable: true }, async lock => {
    if (!lock) return;
    for (const entry of await store.entries(me)) {
      if (entry.state !== 'waiting') continue;
      if (entry.session !== session) {
        if (entry.session) await store.keep(me, { ...entry, state: 'held' });
        continue;
      }
      try {
        const sent = await sendOne(entry);
        if (sent) tellSent(entry, sent);
      } catch {
        return;
      }
    }
  });
  await render();
}

// ---- what the person sees ----

const main = () => document.querySelector('main .govuk-main-wrapper');

function replaceMain(...content) {
  document.querySelector('.govuk-back-link')?.remove();
  main().replaceChildren(...content);
  const heading = main().querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
  scrollTo(0, 0);
}

function rowsOf(entry) {
  return h('dl', { class: 'govuk-summary-list' }, [
    [words.service, entry.service], [words.step, entry.step], [words.at, time(entry.at)], [words.number, short(entry)], ...entry.shown,
    ...(entry.files.length > 0 ? [[words.files, entry.files.map(f => `${f.name} (${Math.max(1, Math.round(f.bytes.byteLength / 1000))} kB)`).join(', ')]] : []),
  ].map(([key, value]) => h('div', { class: 'govuk-summary-list__row' },
    h('dt', { class: 'govuk-summary-list__key' }, key), h('dd', { class: 'govuk-summary-list__value' }, h('bdi', {}, value)))));
}

/** What may be printed and handed over meanwhile. It says in both languages that nothing is submitted. */
async function receipt(entry) {
  const next = JSON.parse(document.querySelector('form[data-steps]')?.dataset.steps ?? '[]').map(s => s.path);
  const after = next[next.indexOf(entry.path) + 1];
  const there = after && navigator.serviceWorker?.controller && await store.page(me, after);
  replaceMain(
    h('h1', { class: 'govuk-heading-l' }, words.keptTitle),
    h('div', { class: 'dw-not-submitted', id: 'not-submitted' },
      h('p', { lang: 'ar', dir: 'rtl' }, words.notSubmittedAr), h('p', { lang: 'en', dir: 'ltr' }, words.notSubmittedEn)),
    h('p', { class: 'govuk-body' }, words.keptText),
    rowsOf(entry),
    h('div', { class: 'dw-actions dw-no-print' },
      there ? h('a', { class: 'govuk-button', href: after }, words.next) : null,
      button(words.print, () => print()),
      h('a', { class: 'govuk-link', href: entry.path }, words.change)));
  main().dataset.receipt = entry.id;
}

function tellSent(entry, { next }) {
  const note = h('div', { class: 'govuk-notification-banner govuk-notification-banner--success', role: 'alert', id: 'kept-sent' },
    h('div', { class: 'govuk-notification-banner__content' },
      h('p', { class: 'govuk-notification-banner__heading' }, say('sent', entry.step), ' ', h('a', { class: 'govuk-notification-banner__link', href: next }, words.goOn))));
  document.getElementById('kept-sent')?.remove();
  if (main().dataset.receipt === entry.id || location.pathname === entry.path) replaceMain(h('h1', { class: 'govuk-heading-l' }, words.sentTitle), note);
  else main().prepend(note);
}

async function again(entry, changes) {
  await store.keep(me, { ...entry, ...changes, state: 'waiting' });
  await flush();
}

async function drop(entry) {
  if (!confirm(words.dropAsk)) return;
  await store.forget(entry.id);
  await render();
}

function cardOf(entry) {
  const consented = entry.state === 'held' && session && entry.application === application;
  return h('section', { class: 'dw-kept', 'data-entry': entry.id, 'data-state': entry.state },
    h('h2', { class: 'govuk-heading-m' }, say(`state.${entry.state}`, entry.step)),
    h('p', { class: 'govuk-body' }, consented ? words.heldConsented : words[`why.${entry.state}`]),
    entry.state === 'conflict' ? h('h3', { class: 'govuk-heading-s' }, words.mine) : null,
    rowsOf(entry),
    entry.state === 'conflict' ? [
      h('h3', { class: 'govuk-heading-s' }, words.theirs),
      h('dl', { class: 'govuk-summary-list' }, (entry.theirs ?? []).map(({ label, value }) => h('div', { class: 'govuk-summary-list__row' },
        h('dt', { class: 'govuk-summary-list__key' }, label), h('dd', { class: 'govuk-summary-list__value' }, h('bdi', {}, value))))),
    ] : null,
    h('div', { class: 'dw-actions dw-no-print' },
      entry.state === 'conflict' ? button(words.useMine, () => again(entry, { base: entry.now }), false) : null,
      consented ? button(words.useConsent, () => again(entry, { session }), false) : null,
      entry.state === 'waiting' || entry.state === 'faults' ? h('a', { class: 'govuk-link', href: entry.path }, words.change) : null,
      button(entry.state === 'conflict' ? words.useTheirs : words.drop, () => drop(entry))));
}

async function render() {
  const kept = me ? await store.entries(me) : [];
  document.documentElement.toggleAttribute('data-kept-waiting', kept.some(e => e.state === 'waiting'));
  frame.hidden = kept.length === 0;
  const line = frame.querySelector('p');
  const troubled = kept.filter(e => e.state !== 'waiting').length;
  const text = [say('count', kept.length), troubled > 0 ? say('troubled', troubled) : '', frame.dataset.signIn ? words.signIn : ''].filter(Boolean).join(' ');
  if (line.firstChild?.textContent !== text) line.replaceChildren(text, ' ', h('a', { class: 'govuk-link', href: frame.dataset.list }, words.see));
  list?.replaceChildren(...kept.map(cardOf));
  if (stateOf) stateOf.textContent = kept.length === 0 ? words.nothing : words.listLead;
}

/** A page from the device shows again what was typed into it and not sent. */
async function fill() {
  const form = document.querySelector('form[data-keep]');
  const entry = form && me && (await store.entries(me)).find(e => e.path === location.pathname);
  if (!entry) return;
  for (const field of form.elements) {
    const values = entry.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
    else if (field.type !== 'file' && field.type !== 'hidden' && field.type !== 'submit' && values.length > 0) field.value = values[0];
  }
  for (const file of entry.files) form.querySelector(`input[type=file][name="${CSS.escape(file.field)}"]`)?.before(h('p', { class: 'govuk-hint' }, say('fileKept', file.name)));
}

// ---- the forms ----

/** The other pages of the form, so that one can go on without the line. */
async function keepPages() {
  const form = document.querySelector('form[data-steps]');
  if (!form || !me || fromDevice || !navigator.serviceWorker) return;
  for (const { path } of JSON.parse(form.dataset.steps)) {
    if (path !== location.pathname && await store.ageOf(me, path) < FRESH) continue;
    try {
      const answer = await fetch(path, { cache: 'no-store' });
      if (answer.ok && !answer.redirected) await store.keepPage(me, path, await answer.text(), answer.headers.get('content-security-policy') ?? "default-src 'none'");
    } catch {
      return;
    }
  }
}

async function submit(form, action) {
  let entry = await entryOf(form, action);
  form.setAttribute('aria-busy', 'true');
  try {
    const result = await outcome(await post(entry, form.elements.namedItem('_token').value));
    if (result.state === 'saved') {
      for (const old of (await store.entries(me)).filter(e => e.path === entry.path)) await store.forget(old.id);
      location.assign(result.next);
      return;
    }
    if (result.state === 'faults') {
      const page = new DOMParser().parseFromString(result.html, 'text/html');
      document.title = page.title;
      // Files cannot be put back into a field by a page; those that were good are kept by the site.
      document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
      document.querySelector('form[data-keep]')?.setAttribute('data-sent', entry.id);
      document.querySelector('.govuk-error-summary')?.focus();
      scrollTo(0, 0);
      return;
    }
    entry = { ...entry, state: 'waiting' };
    await keep(entry);
    await settle(entry, result);
    if (result.state === 'unknown') {
      await flush();
      if ((await store.entries(me)).some(e => e.id === entry.id && e.state === 'waiting')) await receipt(entry);
    } else {
      location.assign(frame.dataset.list);
    }
  } catch {
    await keep(entry);
    await receipt(entry);
  } finally {
    delete form.dataset.sending;
    form.removeAttribute('aria-busy');
    await render();
  }
}

document.addEventListener('submit', async event => {
  const form = event.target;
  if (event.defaultPrevented || !me) return;
  if (addressOf(form).endsWith('/sign-out')) {
    event.preventDefault();
    const unsent = (await store.entries(me)).length;
    delete form.dataset.sending;
    if (unsent > 0 && !confirm(say('signOut', unsent))) return;
    await store.wipe(me);
    await store.absent();
    form.submit();
    return;
  }
  const action = event.submitter?.value;
  if (!form.hasAttribute('data-keep') || (action !== 'continue' && action !== 'save')) return;
  event.preventDefault();
  await submit(form, action);
});

me = await who();
await store.tidy();
if (frame.dataset.app && 'serviceWorker' in navigator) navigator.serviceWorker.register(`${frame.dataset.app}/worker.js`, { type: 'module', scope: `${frame.dataset.app}/` }).catch(() => {});
if (fromDevice) await fill();
await render();
document.documentElement.setAttribute('data-kept-ready', '');
await flush();
await keepPages();
document.documentElement.setAttribute('data-kept-pages', '');
addEventListener('online', flush);
setInterval(() => { if (document.documentElement.hasAttribute('data-kept-waiting')) flush(); }, AGAIN);
