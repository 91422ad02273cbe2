// The worker of the plain site, there only for who asked for notices on the device: it keeps nothing and stands between no page and the line.
import './js/push/notices.js';

self.addEventListener('install', () => self.skipWaiting());
