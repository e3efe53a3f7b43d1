/**
 * Loaded only with `[data-offline]`, on pages of signed-in people that work without network. Kit does not register a
 * service worker where it has no client, and residents' pages need none.
 */
export function worker(): void {
  // On a device of others nothing is kept.
  if (!('serviceWorker' in navigator) || document.documentElement.hasAttribute('data-shared')) return;
  void navigator.serviceWorker.register(trusted() as string, { updateViaCache: 'none' }).catch(() => undefined);
}

type Policies = { createPolicy(name: string, rules: object): { createScriptURL(address: string): unknown } };

/** Under Trusted Types a worker's address must come from a policy; Kit's own name is free on pages without its client. */
function trusted(): unknown {
  const address = '/service-worker.js';
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  return policies?.createPolicy('sveltekit-trusted-url', { createScriptURL: () => address }).createScriptURL(address) ?? address;
}
