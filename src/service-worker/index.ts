/**
 * Keeps what is listed in offline-pages.ts at hand, and nothing else. Registered only by pages that need it
 * (enhance/worker.ts); every other request of the site goes past it.
 *
 * An update never takes anything away from an open tab: the new worker waits until the last tab of the old one is gone
 * (no skipWaiting), and each has a cache of its own.
 */
import { version } from '$app/env';
import { self as worker } from '$app/service-worker';
import { assetsIn, offlineDatabases, partsIn, shellFor, shells, signOutAddresses } from './offline-pages.ts';

const KEPT = `offline-${version}`;
/** A page that takes longer than this on a crowded network is taken from the device. */
const PATIENCE_MS = 5_000;
const always = ['/logo.svg', '/fonts/be-vietnam-pro-latin-600.woff2', '/fonts/be-vietnam-pro-vietnamese-600.woff2'];

async function fetched(address: string): Promise<Response> {
  // Without cookies the page is nobody's; without the browser's cache it is of this version.
  const response = await fetch(address, { credentials: 'omit', cache: 'reload', redirect: 'error' });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** Everything or nothing: a worker that could keep only half of it is not installed, and the old one stays. */
async function install(): Promise<void> {
  const cache = await caches.open(KEPT);
  const assets = new Set(always);
  for (const address of shells()) {
    const page = await fetched(address);
    for (const asset of assetsIn(await page.clone().text())) assets.add(asset);
    await cache.put(address, page);
  }
  // A script names its parts beside itself: they join the list while it is walked.
  for (const asset of assets) {
    const response = await fetched(asset);
    if (asset.endsWith('.js')) for (const part of partsIn(await response.clone().text(), asset)) assets.add(part);
    await cache.put(asset, response);
  }
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('offline-') && name !== KEPT) await caches.delete(name);
  await worker.clients.claim();
}

/** Names of these files change with their contents, so what is kept is right. */
const isAsset = (path: string): boolean => /^\/(_app\/immutable|fonts|icons)\//.test(path) || path === '/logo.svg';

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && response.status === 200) {
    const copy = response.clone();
    // A full disk must not cost the page its script.
    await caches.open(KEPT).then((cache) => cache.put(request, copy)).catch(() => undefined);
  }
  return response;
}

const soon = (work: Promise<Response>): Promise<Response> =>
  Promise.race([work, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('slow')), PATIENCE_MS))]);

/** True when something of a person waits on this device: then a page that asks to sign in must not stand in the way. */
async function holdsSomething(): Promise<boolean> {
  const known = await indexedDB.databases?.().catch(() => []);
  return (known ?? []).some(({ name }) => offlineDatabases.includes(name ?? ''));
}

/** The network first; the shell where it fails, is overloaded, too slow, or would only ask to sign in again. */
async function page(request: Request, shell: string): Promise<Response> {
  const kept = () => caches.match(shell, { ignoreVary: true });
  try {
    const response = await soon(fetch(request));
    const asksToSignIn = response.type === 'opaqueredirect' && (await holdsSomething());
    if (response.status < 500 && !asksToSignIn) return response;
    return (await kept()) ?? response;
  } catch (error) {
    const found = await kept();
    if (found) return found;
    throw error;
  }
}

const drop = (name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    // Blocked by an open tab: it closes its connection, and the deletion then happens by itself.
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

/** Whoever signs out takes everything with them: answers, papers, and the keys that opened them. */
async function signOut(request: Request): Promise<Response> {
  const response = await fetch(request);
  if (response.ok || response.type === 'opaqueredirect') for (const name of offlineDatabases) await drop(name);
  return response;
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.method === 'POST' && signOutAddresses.includes(pathname)) return event.respondWith(signOut(request));
  if (request.method !== 'GET') return;
  if (isAsset(pathname)) return event.respondWith(asset(request));
  const shell = request.mode === 'navigate' ? shellFor(pathname) : undefined;
  if (shell) event.respondWith(page(request, shell));
});
