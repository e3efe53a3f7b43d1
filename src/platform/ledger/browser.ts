/**
 * Checking a receipt where it matters: on the sender's own device. Runs in browsers, and in Node for tests.
 * Only needs WebCrypto; current browsers know Ed25519 (Chrome 137, Firefox 129, Safari 17).
 */
import { fromHex, toHex, utf8 } from './bytes.ts';
import { openCheckpoint, parseVerifierKey, type VerifierKey } from './note.ts';
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
       * commitment is to another text · `unsupported`: this browser cannot check Ed25519 or SHA-256 (old,
       * or the page did not come over https); nothing is wrong with the receipt.
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

async function check(receipt: Receipt, keys: VerifierKey[], content: string | undefined): Promise<Verdict> {
  const { leaf, index, checkpoint, proof } = receipt;
  const leafHash = await sha256(leafInput(utf8(leaf)));
  if (toHex(leafHash) !== receipt.leafHash) return no('leaf');
  const said = JSON.parse(leaf) as { at: string; commitment?: string };
  if (content !== undefined) {
    const salt = fromHex(receipt.salt ?? '') ?? [];
    const commitment = toHex(await sha256(Uint8Array.from([...salt, ...utf8(content)])));
    if (salt.length !== 32 || commitment !== said.commitment) return no('content');
  }
  if (index === undefined || checkpoint === undefined || proof === undefined) return no('pending');
  const head = await openCheckpoint(checkpoint, keys, verifyEd25519);
  if (head === undefined) return no('signature');
  const hashes = proof.map((hash) => fromHex(hash) ?? new Uint8Array());
  const included = await verifyInclusion(
    { leafHash, index, size: head.size, root: head.root, proof: hashes },
    sha256,
  );
  return included ? { ok: true, index, size: head.size, at: said.at } : no('proof');
}
