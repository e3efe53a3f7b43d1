/**
 * Loaded only with `[data-offline]`, on pages of signed-in people that work without network. Kit does not register a
 * service worker where it has no client, and residents' pages need none.
 */
const ADDRESS = '/service-worker.js';

type Policies = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } };

/** Under Trusted Types a script's address comes from a policy; this one knows a single address. */
function trusted(): string {
  const { trustedTypes } = window as unknown as { trustedTypes?: Policies };
  return trustedTypes?.createPolicy('caunoi-worker', { createScriptURL: () => ADDRESS }).createScriptURL(ADDRESS) ?? ADDRESS;
}

export function worker(): void {
  // On a device of others nothing is kept.
  if (!('serviceWorker' in navigator) || document.documentElement.hasAttribute('data-shared')) return;
  void navigator.serviceWorker.register(trusted(), { updateViaCache: 'none' }).catch(() => undefined);
}
