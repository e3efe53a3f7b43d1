/**
 * Signed notes (c2sp.org/signed-note) and the checkpoints written in them (c2sp.org/tlog-checkpoint).
 * Runs in browsers too: signing and checking Ed25519 is passed in.
 */
import { fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import { type Hash, sameBytes, type Sha256 } from './tree.ts';

/** A public key as others keep it; text form `<name>+<key id in hex>+<base64 of 0x01 and the key>`. */
export type VerifierKey = { name: string; id: Uint8Array; publicKey: Uint8Array };
export type Signature = { name: string; id: Uint8Array; signature: Uint8Array };
/** `text` ends in a newline and is exactly what was signed. */
export type Note = { text: string; signatures: Signature[] };
export type Checkpoint = { origin: string; size: number; root: Hash };
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

/** Signature type of plain Ed25519 in the specification's list. */
const ED25519 = 1;
/** The specification asks for at least 16; a limit at all keeps a hostile note from costing time. */
const MOST_SIGNATURES = 64;

const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

const concat = (...parts: (Uint8Array | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((p) => [...p]));

/** First four bytes of SHA-256(name, newline, 0x01, public key). */
export const keyId = async (name: string, publicKey: Uint8Array, sha256: Sha256): Promise<Uint8Array> =>
  (await sha256(concat(utf8(`${name}\n`), [ED25519], publicKey))).slice(0, 4);

export const formatVerifierKey = ({ name, id, publicKey }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(concat([ED25519], publicKey))}`;

/** Undefined when the text is malformed, of another algorithm, or its id does not belong to its key. */
export async function parseVerifierKey(text: string, sha256: Sha256): Promise<VerifierKey | undefined> {
  const [, name = '', hex = '', base64 = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const id = fromHex(hex);
  const typed = fromBase64(base64);
  if (!isKeyName(name) || id === undefined || typed?.length !== 33 || typed[0] !== ED25519) return undefined;
  const publicKey = typed.slice(1);
  return sameBytes(await keyId(name, publicKey, sha256), id) ? { name, id, publicKey } : undefined;
}

/** The signed part of a checkpoint. Throws on an origin that the format cannot carry. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin)) throw new TypeError(`"${origin}" cannot name a ledger: no spaces, no plus sign.`);
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export const formatNote = ({ text, signatures }: Note): string =>
  `${text}\n${signatures.map((s) => `— ${s.name} ${toBase64(concat(s.id, s.signature))}\n`).join('')}`;

function parseSignature(line: string): Signature | undefined {
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  const bytes = fromBase64(base64);
  if (!isKeyName(name) || bytes === undefined || bytes.length < 5) return undefined;
  return { name, id: bytes.slice(0, 4), signature: bytes.slice(4) };
}

/** Undefined when the text is not a signed note. Says nothing yet about whether a signature is right. */
export function parseNote(note: string): Note | undefined {
  const at = note.lastIndexOf('\n\n');
  // Control characters other than the newline are forbidden by the specification.
  if (at < 0 || !note.endsWith('\n') || /[^\P{Cc}\n\u007f-\u009f]/u.test(note)) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  const signatures = lines.map(parseSignature);
  if (lines.length > MOST_SIGNATURES || signatures.some((s) => s === undefined)) return undefined;
  return { text: note.slice(0, at + 1), signatures: signatures as Signature[] };
}

/** Undefined when the note's text is not a checkpoint in its one canonical form. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [, origin, digits, base64] =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([^\n]+)\n(?:[^\n]+\n)*$/.exec(text) ?? [];
  const root = fromBase64(base64 ?? '');
  const size = Number(digits);
  if (origin === undefined || root?.length !== 32 || !Number.isSafeInteger(size)) return undefined;
  return { origin, size, root };
}

/**
 * Signed by at least one of the known keys, and by none of them wrongly? Signatures of unknown keys
 * (witnesses, retired keys) are ignored, as the specification demands.
 */
export async function verifyNote(
  note: Note,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
): Promise<boolean> {
  let trusted = false;
  for (const { name, id, signature } of note.signatures) {
    const known = keys.find((candidate) => candidate.name === name && sameBytes(candidate.id, id));
    if (known === undefined) continue;
    if (signature.length !== 64 || !(await verify(known.publicKey, utf8(note.text), signature))) return false;
    trusted = true;
  }
  return trusted;
}

/** The checkpoint in a note, if a known key whose name is the checkpoint's origin signed it. */
export async function openCheckpoint(
  note: string,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
): Promise<Checkpoint | undefined> {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  if (parsed === undefined || checkpoint === undefined) return undefined;
  const own = keys.filter((key) => key.name === checkpoint.origin);
  return (await verifyNote(parsed, own, verify)) ? checkpoint : undefined;
}
