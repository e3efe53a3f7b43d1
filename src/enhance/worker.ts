/**
 * Loaded only with `[data-offline]`, on pages of signed-in people that work without network. Kit does not register a
 * service worker where it has no client, and residents' pages need none.
 */
export function worker(): void {
  // On a device of others nothing is kept.
  if (!('serviceWorker' in navigator) || document.documentElement.hasAttribute('data-shared')) return;
  void navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => undefined);
}
