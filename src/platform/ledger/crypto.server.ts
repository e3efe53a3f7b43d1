/** The cryptography of the ledger on the server: node:crypto, synchronous, much faster than WebCrypto. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { utf8 } from './bytes.ts';
import { formatNote, keyId, type VerifierKey, type VerifyEd25519 } from './note.ts';
import { type Hash, leafInput } from './tree.ts';

/** Fixed DER header of an Ed25519 SubjectPublicKeyInfo (RFC 8410 §4); the 32 key bytes follow. */
const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex');

export const sha256 = (bytes: Uint8Array): Hash => createHash('sha256').update(bytes).digest();
export const hashLeaf = (leaf: string | Uint8Array): Hash =>
  sha256(leafInput(typeof leaf === 'string' ? utf8(leaf) : leaf));

/** SHA-256(salt, content): the salt has a fixed length, so the two cannot be confused. */
export const commit = (salt: Uint8Array, content: string): Hash =>
  sha256(Buffer.concat([salt, utf8(content)]));

export const verifyEd25519: VerifyEd25519 = async (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.concat([SPKI_HEADER, publicKey]), format: 'der', type: 'spki' }),
    signature,
  );

/** `privateKey` is PKCS #8 DER. */
export type SigningKey = VerifierKey & { privateKey: Uint8Array };

export async function createSigningKey(name: string): Promise<SigningKey> {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI_HEADER.length);
  const privateKey = pair.privateKey.export({ format: 'der', type: 'pkcs8' });
  return { name, id: await keyId(name, publicKey, sha256), publicKey, privateKey };
}

/** The whole note: the text, an empty line, one signature line. */
export function signNote(text: string, key: SigningKey): string {
  const privateKey = createPrivateKey({ key: Buffer.from(key.privateKey), format: 'der', type: 'pkcs8' });
  return formatNote({
    text,
    signatures: [{ name: key.name, id: key.id, signature: sign(null, utf8(text), privateKey) }],
  });
}
