/**
 * Takes the place of the service worker of a build, drops what that has stored and removes itself: from the next load on
 * the browser asks the server for everything.
 */
export const RETIRED_SERVICE_WORKER = `
addEventListener('install', () => void skipWaiting());
addEventListener('activate', (event) => event.waitUntil(leave()));
async function leave() {
  for (const name of await caches.keys()) if (name.endsWith(registration.scope)) await caches.delete(name);
  await registration.unregister();
}
`;
