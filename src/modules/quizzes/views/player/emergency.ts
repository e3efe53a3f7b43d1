/**
 * The file for the worst case: what this device holds, sealed to the server (ECDH on P-256, HKDF-SHA256, AES-256-GCM).
 * Whoever carries it, an officer included, can hand it over and cannot read it.
 */
import type { EmergencyFile, EmergencyContent } from '../../rules/emergency.ts';
import { EMERGENCY_INFO } from '../../rules/emergency.ts';

const text = (bytes: ArrayBuffer | Uint8Array): string => {
  let plain = '';
  for (const byte of new Uint8Array(bytes as ArrayBuffer)) plain += String.fromCharCode(byte);
  return btoa(plain);
};

export async function sealAnswers(content: EmergencyContent, sealTo: JsonWebKey): Promise<EmergencyFile> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const theirs = await crypto.subtle.importKey('jwk', sealTo, curve, false, []);
  const own = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const base = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode(EMERGENCY_INFO);
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info };
  const key = await crypto.subtle.deriveKey(hkdf, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(content)));
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', own.publicKey);
  return { kind: 'cau-noi-answers', version: 1, key: { x, y }, iv: text(iv), data: text(data) };
}

/** Hands a file to the browser's downloads. */
export function save(name: string, file: object): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(file)], { type: 'application/json' }));
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
