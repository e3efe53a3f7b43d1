/** Opens a sealed sheet: 12 bytes of iv, then AES-256-GCM of the gzipped JSON. */
import type { Sheet } from '../../rules/wire.ts';

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** Undefined when this is not its key. */
export async function openSheet(sealed: Uint8Array<ArrayBuffer>, key: string): Promise<Sheet | undefined> {
  try {
    const secret = await crypto.subtle.importKey('raw', bytesOf(key), 'AES-GCM', false, ['decrypt']);
    const packed = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.slice(0, 12) }, secret, sealed.slice(12));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
    return (await new Response(stream).json()) as Sheet;
  } catch {
    return undefined;
  }
}

/** The secretary's code: `…#k=<key>`, the part of an address that no server sees. Taken out of the address at once. */
export function keyInAddress(): string | null {
  const key = /^#k=(?:\d+\.)?([\w-]{43})$/.exec(location.hash)?.[1] ?? null;
  if (key) history.replaceState(history.state, '', location.pathname + location.search);
  return key;
}
