// The verification page: scans, reads files and codes in the browser, asks for the present state when there is a connection, and says what is
// known when there is none. Without this file the page's forms do it on the server.

import { hex, sha256 } from './bytes.js';
import { readCode } from './code.js';
import { readKeys } from './keys.js';
import { readPdf } from './pdf.js';
import { readQr } from './qr.js';
import { readEnded, readSeal } from './seal.js';

const root = document.getElementById('verify');
const words = Object.fromEntries([...document.getElementById('verify-words').content.children].map(e => [e.dataset.key, e.textContent.trim()]));
const arabic = document.documentElement.lang === 'ar';
const region = document.getElementById('verify-answer');
const patience = 6000;
const largest = 32 * 1024 * 1024;

const known = { keys: null, ended: null, labels: null };
let asked = 0;
let closeCamera = () => {};

// ---- what is published ----

async function refresh() {
  const get = async path => {
    const answer = await fetch(path, { signal: AbortSignal.timeout(patience) });
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    return answer;
  };
  try {
    known.keys = await readKeys(await (await get('/.well-known/diwan-seal-keys.json')).json());
    known.labels = await (await get('/.well-known/diwan-document-words.json')).json();
    known.ended = await readEnded(new Uint8Array(await (await get('/.well-known/diwan-ended-documents.cose')).arrayBuffer()), known.keys);
  } catch {
    // What could be had stays; what is missing is said with the answer.
  }
  state();
}

function state() {
  const line = document.getElementById('verify-state');
  const offline = !navigator.onLine;
  line.hidden = !offline && !(known.ended && Date.now() > known.ended.next);
  if (line.hidden) return;
  const text = !known.keys ? words.stateNothing : !known.ended ? words.stateNoList : Date.now() > known.ended.next ? words.stateStale : words.stateOffline;
  line.replaceChildren(...fill(text, known.ended ? [moment(known.ended.asAt)] : []));
}

// ---- what is asked ----

async function ask(what) {
  const turn = ++asked;
  closeCamera();
  root.setAttribute('aria-busy', 'true');
  region.replaceChildren(element('p', 'govuk-body', words.working));
  await ready;
  let answer;
  try {
    answer = await what();
  } catch {
    answer = { answer: 'failed' };
  }
  if (turn !== asked) return;
  root.removeAttribute('aria-busy');
  show(answer);
}

async function bySeal(text) {
  if (!known.keys) return await live({ seal: text }) ?? { answer: 'nothing' };
  const reading = await readSeal(text, known.keys);
  return reading.answer === 'genuine' ? await live({ seal: text }) ?? await judge(reading) : local(reading);
}

async function byFile(file) {
  if (file.size === 0 || file.size > largest) return { answer: 'unknown', why: words.tooLarge };
  if (file.type.startsWith('image/')) {
    const text = readQr(await pixels(file));
    return text === null ? { answer: 'unknown', why: words.noSeal } : bySeal(text);
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const hash = hex(await sha256(bytes));
  if (!known.keys) return await live({ sha256: hash }) ?? { answer: 'nothing' };
  const reading = await readPdf(bytes, known.keys);
  return reading.answer === 'genuine' ? await live({ sha256: hash }) ?? await judge(reading) : local(reading);
}

async function byCode(typed) {
  const code = readCode(typed);
  if (!code) return { answer: 'unknown', why: words.notACode };
  const answer = await live({ code });
  if (answer) return answer;
  const end = await known.ended?.find(code);
  return end ? { answer: end.revoked ? 'revoked' : 'superseded', since: end.since, reason: end.reason, how: 'list' } : { answer: 'nothing', why: words.codeNeedsConnection };
}

/** The present state, from the server; null when it cannot be reached. */
async function live(question) {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch('/api/v1/verification', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(question), signal: AbortSignal.timeout(patience), credentials: 'omit',
    });
    if (answer.status === 429) return { answer: 'tooMany' };
    if (!answer.ok) return null;
    const body = await answer.json();
    const inLanguage = both => (both ? (arabic ? both.ar ?? both.en : both.en ?? both.ar) : '');
    return {
      answer: body.answer, how: 'live', since: body.since && Date.parse(body.since), reason: body.reason, lastDay: body.lastDay && Date.parse(`${body.lastDay}T12:00:00Z`), why: inLanguage(body.why),
      document: body.document && {
        title: inLanguage(body.document.title), institution: inLanguage(body.document.institution), code: body.document.code, sandbox: body.document.sandbox,
        facts: body.document.facts.map(f => [inLanguage(f.label), f.value]), issuedAt: Date.parse(body.document.issuedAt),
        lastDay: body.document.validUntil && Date.parse(`${body.document.validUntil}T12:00:00Z`),
      },
    };
  } catch {
    return null;
  }
}

const local = reading => ({ answer: reading.answer, why: { notPdf: words.notPdf, key: navigator.onLine ? words.unknownKey : words.unknownKeyOffline, added: words.added }[reading.why] ?? null, how: 'here' });

/** What a genuine seal says without the server: expiry from the seal, endings from the list. */
async function judge(seal) {
  const kind = known.labels?.kinds[seal.kind];
  const say = both => both && (arabic ? both.ar : both.en);
  const document = {
    title: say(kind?.title) ?? seal.kind ?? '', institution: say(known.labels?.institutions[seal.institution]) ?? seal.institution, code: seal.code, sandbox: seal.sandbox,
    facts: seal.facts.map(([key, value]) => [say(kind?.facts[key]) ?? key, value]), issuedAt: seal.issuedAt, lastDay: seal.expires && seal.expires - 1000,
  };
  const end = await known.ended?.find(seal.code);
  if (end) return { answer: end.revoked ? 'revoked' : 'superseded', since: end.since, reason: end.reason, document, how: 'list' };
  if (seal.expires !== null && Date.now() >= seal.expires) return { answer: 'expired', lastDay: seal.expires - 1000, document, how: 'here' };
  return { answer: known.ended && Date.now() <= known.ended.next ? 'inForce' : 'genuineOnly', document, how: known.ended ? 'list' : 'noList' };
}

// ---- what is shown ----

const tones = { inForce: 'good', superseded: 'warning', expired: 'warning', genuineOnly: 'warning', revoked: 'bad', altered: 'bad', unknown: 'bad' };

function show(found) {
  const verdict = document.getElementById('verify-verdict').content.firstElementChild.cloneNode(true);
  verdict.classList.add(`dw-verdict--${tones[found.answer] ?? 'none'}`);
  verdict.querySelector('h2').textContent = words[found.answer];
  const detail = verdict.querySelector('.dw-verdict__detail');
  const lines = [
    found.since ? fill(words.since, [day(found.since)]) : null,
    found.reason ? [words[`reason-${found.reason}`]] : null,
    found.answer === 'expired' && found.lastDay ? fill(words.lastDay, [day(found.lastDay)]) : null,
    found.why ? [found.why] : null,
    found.answer === 'genuineOnly' ? [words.genuineOnlyWhy] : null,
  ].filter(line => line);
  detail.replaceWith(...lines.map(line => element('p', 'dw-verdict__detail', ...line)));
  const shown = verdict.querySelector('.dw-verdict__document');
  if (found.document) {
    const d = found.document;
    shown.querySelector('.dw-verdict__name').textContent = d.title;
    shown.querySelector('.dw-verdict__issuer').textContent = d.institution;
    const rows = [[words.number, value(d.code)], ...d.facts.map(([label, v]) => [label, value(v)]), [words.issuedOn, day(d.issuedAt)]];
    if (d.lastDay) rows.push([words.validUntil, day(d.lastDay)]);
    shown.querySelector('dl').replaceChildren(...rows.map(([label, v]) => {
      const row = element('div', 'govuk-summary-list__row');
      row.append(element('dt', 'govuk-summary-list__key', label), element('dd', 'govuk-summary-list__value', v));
      return row;
    }));
    shown.querySelector('.dw-verdict__sandbox').hidden = !d.sandbox;
  } else {
    shown.remove();
  }
  const how = verdict.querySelector('.dw-verdict__how');
  const text = { live: words.howLive, list: words.howList, here: words.howHere, noList: words.howNoList }[found.how];
  if (text) how.replaceChildren(...fill(text, found.how === 'list' ? [moment(known.ended.asAt)] : [moment(Date.now())]));
  else how.remove();
  region.replaceChildren(verdict);
  verdict.scrollIntoView({ block: 'nearest' });
}

function element(tag, css, ...content) {
  const made = document.createElement(tag);
  made.className = css;
  made.append(...content);
  return made;
}

/** Puts values in the places {0}, {1} of a sentence, each set apart from its direction. */
function fill(text, values) {
  return text.split(/\{(\d)\}/).map((part, i) => (i % 2 ? value(values[part]) : part));
}

function value(text) {
  const made = document.createElement('bdi');
  if (/^[\x20-\x7e]*$/.test(text)) made.dir = 'ltr';
  made.textContent = text;
  return made;
}

const day = at => new Intl.DateTimeFormat(arabic ? 'ar-JO-u-nu-latn' : 'en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Asia/Amman' }).format(at);
const moment = at => `${day(at)}${arabic ? '، ' : ', '}${new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Amman' }).format(at)}`;

// ---- pictures and the camera ----

async function pixels(source, most = 1600) {
  const bitmap = await createImageBitmap(source);
  const scale = Math.min(1, most / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function camera() {
  const part = document.getElementById('verify-camera');
  const [start, stop] = part.querySelectorAll('button');
  const video = part.querySelector('video');
  const note = part.querySelector('[data-note]');
  let stream = null;
  part.hidden = false;

  const end = () => {
    stream?.getTracks().forEach(track => track.stop());
    stream = null;
    video.srcObject = null;
    video.hidden = stop.hidden = true;
    start.hidden = false;
  };
  const look = async () => {
    while (stream) {
      const text = video.videoWidth ? readQr(await pixels(video, 1280)) : null;
      if (text !== null && stream) {
        end();
        start.focus();
        ask(() => bySeal(text));
        return;
      }
      await new Promise(again => setTimeout(again, 120));
    }
  };
  start.addEventListener('click', async () => {
    note.textContent = '';
    // What was answered before is not taken for what the camera is about to see.
    asked++;
    region.replaceChildren();
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } } });
    } catch {
      note.textContent = words.noCamera;
      return;
    }
    video.srcObject = stream;
    video.hidden = stop.hidden = false;
    start.hidden = true;
    stop.focus();
    await video.play();
    look();
  });
  stop.addEventListener('click', () => { end(); start.focus(); });
  closeCamera = end;
  addEventListener('pagehide', end);
}

// ---- the page ----

document.getElementById('verify-code').addEventListener('submit', event => {
  event.preventDefault();
  ask(() => byCode(event.target.elements.code.value));
});
const input = document.getElementById('file');
input.accept = '.pdf,application/pdf,image/*';
input.form.addEventListener('submit', event => {
  event.preventDefault();
  if (input.files.length === 0) { show({ answer: 'unknown', why: words.noFile }); return; }
  ask(() => byFile(input.files[0]));
});
for (const hint of document.querySelectorAll('[data-with-script]')) hint.hidden = false;
if (navigator.mediaDevices?.getUserMedia) camera();
addEventListener('online', refresh);
addEventListener('offline', state);
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/verify-worker.js', { scope: location.pathname }).catch(() => {});
const ready = refresh();
ready.then(() => { root.dataset.ready = known.keys ? 'yes' : 'no'; });
