// Passkeys: shown only where the browser can make and use them; without this file the national identity remains.
const can = 'PublicKeyCredential' in window && PublicKeyCredential.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

for (const form of can ? document.querySelectorAll('form[data-passkey]') : []) {
  const adds = form.dataset.passkey === 'add';
  const said = form.querySelector('[data-said]');
  form.closest('[data-passkeys]').hidden = false;
  form.addEventListener('submit', async event => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    if (form.reportValidity && !form.reportValidity()) return;
    said.textContent = '';
    try {
      const asked = await fetch(form.dataset.from, { method: 'POST', credentials: 'same-origin' });
      if (asked.status === 429) throw new DOMException('', 'TooMany');
      if (asked.ok) {
        const { challenge, options } = await asked.json();
        const key = adds
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
        form.elements.challenge.value = challenge;
        form.elements.answer.value = JSON.stringify(key.toJSON());
      } else {
        // The page says why not.
        form.elements.answer.value = '-';
      }
      delete form.dataset.sending;
      form.requestSubmit();
    } catch (fault) {
      delete form.dataset.sending;
      said.textContent = fault.name === 'InvalidStateError' ? said.dataset.known : fault.name === 'TooMany' ? said.dataset.many : said.dataset.stopped;
    }
  });
}

// Back from the browser's memory: the answer was used.
addEventListener('pageshow', event => {
  if (event.persisted) document.querySelectorAll('form[data-passkey]').forEach(form => { form.elements.answer.value = ''; });
});
