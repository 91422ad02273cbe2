// On the page of who has just signed out: nothing of them stays on this device, wherever on the site they did it.

import * as store from './store.js';

const owner = await store.last();
if (owner) {
  await store.wipe(owner);
  await store.absent();
}
