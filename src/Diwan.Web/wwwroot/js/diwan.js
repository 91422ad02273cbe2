// Enhancement only: every journey works without this file.

// A second click on a button that is already sending does nothing.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method !== 'post') return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = 'yes';
  setTimeout(() => delete form.dataset.sending, 8000);
});
// Back from the browser's memory: the form may be sent again.
addEventListener('pageshow', () => document.querySelectorAll('form[data-sending]').forEach(f => delete f.dataset.sending));

// How many characters are left.
for (const area of document.querySelectorAll('textarea[data-max]')) {
  const note = document.getElementById(area.dataset.countId);
  if (!note) continue;
  const max = Number(area.dataset.max);
  let said = 0;
  const show = () => {
    const left = max - [...area.value].length;
    note.textContent = (left < 0 ? note.dataset.over : note.dataset.left).replace('{0}', Math.abs(left));
    note.classList.toggle('govuk-error-message', left < 0);
  };
  area.addEventListener('input', () => { clearTimeout(said); said = setTimeout(show, 400); });
  show();
}

// An error summary takes the focus, and its links go to the field.
document.querySelector('.govuk-error-summary')?.focus();

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Hands an address to another application of the telephone, where it can.
for (const button of document.querySelectorAll('[data-share]')) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener('click', () => navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {}));
}

// Putting the application on the screen, when the browser offers it.
addEventListener('beforeinstallprompt', event => {
  const button = document.querySelector('[data-install]');
  if (!button) return;
  event.preventDefault();
  button.hidden = false;
  button.addEventListener('click', () => { button.hidden = true; event.prompt(); }, { once: true });
});

// What changes by itself is read anew in its place, and nothing else of the page moves. Without scripts the page refreshes as a whole.
for (const part of document.querySelectorAll('[data-live]')) {
  setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { cache: 'no-store' });
      if (!answer.ok) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    } catch {
      // The line is cut: what is shown stays, until the next time.
    }
  }, Number(part.dataset.live) * 1000);
}
