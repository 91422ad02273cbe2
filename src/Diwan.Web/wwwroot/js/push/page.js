// Asks the browser for notices on this device, and hands what it gives to the form of the page. Without this file the page says what remains.
const part = document.querySelector('[data-push]');
const can = part && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

if (can) {
  const { key, worker, root } = part.dataset;
  const form = part.querySelector('form');
  const said = part.querySelector('[data-said]');
  part.hidden = false;
  document.querySelector('[data-push-none]').hidden = true;

  const subscribe = manager => manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });

  form.addEventListener('submit', async event => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    said.textContent = '';
    try {
      if (await Notification.requestPermission() !== 'granted') throw new DOMException('', 'NotAllowedError');
      const registration = await navigator.serviceWorker.register(worker, { type: 'module', scope: `${root}/` });
      await navigator.serviceWorker.ready;
      const subscription = await subscribe(registration.pushManager).catch(async fault => {
        // Kept from a time when the platform had another key.
        const old = await registration.pushManager.getSubscription();
        if (!old) throw fault;
        await old.unsubscribe();
        return subscribe(registration.pushManager);
      });
      const { endpoint, keys } = subscription.toJSON();
      const address = { endpoint, p256dh: keys.p256dh, auth: keys.auth };
      await (await caches.open(`diwan-push:${root}`)).put(`${root}/push/kept`, Response.json({ key, address }));
      for (const [name, value] of Object.entries(address)) form.elements[name].value = value;
      delete form.dataset.sending;
      form.requestSubmit();
    } catch (fault) {
      delete form.dataset.sending;
      said.textContent = fault.name === 'NotAllowedError' ? said.dataset.denied : said.dataset.stopped;
    }
  });

  // Back from the browser's memory: what was given was used.
  addEventListener('pageshow', event => { if (event.persisted) form.elements.endpoint.value = ''; });
}
