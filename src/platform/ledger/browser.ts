/**
 * Checking a receipt where it matters: on the sender's own device. Runs in browsers, and in Node for tests.
 * Only needs WebCrypto; current browsers know Ed25519 (Chrome 137, Firefox 129, Safari 17).
 */
import { fromHex, toHex, utf8 } from './bytes.ts';
import { openCheckpoint, parseCheckpoint, parseNote, parseVerifierKey, type VerifierKey } from './note.ts';
import { leafInput, verifyInclusion } from './tree.ts';

/** Hashes in hex, `leaf` exactly as hashed; no `index`, `checkpoint` and `proof` until it has a place. */
export type Receipt = {
  leaf: string;
  leafHash: string;
  index?: number;
  checkpoint?: string;
  proof?: string[];
  /** Only in the author's own receipt: opens the commitment. */
  salt?: string;
};

export type Verdict =
  | { ok: true; index: number; size: number; at: string }
  | {
      ok: false;
      /**
       * `pending`: no place yet, come back in a minute · `leaf`: the text is not the one that was hashed ·
       * `proof`: not in the tree of that checkpoint · `signature`: not signed by the ledger · `content`: the
       * commitment is to another text · `unsupported`: this browser cannot check Ed25519 signatures (it is old)
       * or nothing at all (the page did not come over https); no fault was found in the receipt.
       */
      reason: 'pending' | 'leaf' | 'proof' | 'signature' | 'content' | 'unsupported';
    };

const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));

async function verifyEd25519(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const plain = (bytes: Uint8Array) => bytes as Uint8Array<ArrayBuffer>;
  const key = await crypto.subtle.importKey('raw', plain(publicKey), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', key, plain(signature), plain(message));
}

const no = (reason: Extract<Verdict, { ok: false }>['reason']): Verdict => ({ ok: false, reason });

/**
 * `publicKey` is one or more lines of `/ledger/key`. `content`, the canonical JSON of what was sent, is
 * checked against the commitment when given together with the receipt's salt. Never throws.
 */
export async function verifyReceipt(receipt: Receipt, publicKey: string, content?: string): Promise<Verdict> {
  try {
    const keys = await Promise.all(
      publicKey
        .trim()
        .split('\n')
        .map((line) => parseVerifierKey(line, sha256)),
    );
    return await check(
      receipt,
      keys.filter((key) => key !== undefined),
      content,
    );
  } catch {
    // WebCrypto is missing, or does not know the algorithm; every other case returns a reason.
    return no('unsupported');
  }
}

function readLeaf(leaf: string): { at: string; commitment?: string } | undefined {
  try {
    return JSON.parse(leaf) as { at: string };
  } catch {
    return undefined;
  }
}

async function check(receipt: Receipt, keys: VerifierKey[], content: string | undefined): Promise<Verdict> {
  const { leaf, index, checkpoint, proof } = receipt;
  const leafHash = await sha256(leafInput(utf8(leaf)));
  const said = readLeaf(leaf);
  if (said === undefined || toHex(leafHash) !== receipt.leafHash) return no('leaf');
  if (content !== undefined) {
    const salt = fromHex(receipt.salt ?? '') ?? [];
    const commitment = toHex(await sha256(Uint8Array.from([...salt, ...utf8(content)])));
    if (salt.length !== 32 || commitment !== said.commitment) return no('content');
  }
  if (index === undefined || checkpoint === undefined || proof === undefined) return no('pending');
  const head = parseCheckpoint(parseNote(checkpoint)?.text ?? '');
  if (head === undefined) return no('signature');
  const hashes = proof.map((hash) => fromHex(hash) ?? new Uint8Array());
  const { size, root } = head;
  if (!(await verifyInclusion({ leafHash, index, size, root, proof: hashes }, sha256))) return no('proof');
  // Last, because it is what an older browser cannot do: everything else has then been checked.
  if ((await openCheckpoint(checkpoint, keys, verifyEd25519)) === undefined) return no('signature');
  return { ok: true, index, size, at: said.at };
}
