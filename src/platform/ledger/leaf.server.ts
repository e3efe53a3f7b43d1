/** What a leaf says, and how its commitment is made and opened. */
import { randomBytes } from 'node:crypto';
import type { Instant } from '../clock.ts';
import { toHex } from './bytes.ts';
import { canonical, type Json } from './canonical.ts';
import { commit, hashLeaf } from './crypto.server.ts';
import type { NewLeaf } from './store.server.ts';
import { LARGEST_LEAF } from './tiles.ts';

/** Members that the ledger writes itself. */
const OWN_FIELDS = ['kind', 'at', 'commitment'];
const KIND = /^[a-z]+(?:\.[a-z-]+)+$/;
/** Says in public that the salt of an earlier leaf was erased, and why. */
export const ERASED = 'ledger.erased';

export type Entry = {
  /** `module.what`, for example `ideas.received`. */
  kind: string;
  /** What everybody may read for ever. Nothing about a person belongs here: it can never be erased. */
  publicFields?: { readonly [name: string]: Json };
  /**
   * What is committed to without being shown. `subject` names the row that holds it, so that verification can
   * ask the module for today's content; (kind, subject) is therefore unique: use the id of the decision or
   * answer, not of the idea that it is about.
   */
  secret?: { subject: string; content: Json };
  now: Instant;
};

/** What the caller keeps: the leaf as hashed, its hash (hex), and the salt (hex) for the author's receipt. */
export type Ticket = { leaf: string; leafHash: string; salt?: string };

/**
 * Writes the leaf: canonical JSON of `{kind, at, commitment?, …publicFields}`, commitment = hex of
 * SHA-256(salt of 32 random bytes, canonical content). Throws on what only a programming mistake can cause.
 */
export function writeLeaf({ kind, publicFields = {}, secret, now }: Entry): {
  leaf: NewLeaf;
  ticket: Ticket;
} {
  if (!KIND.test(kind)) throw new TypeError(`"${kind}" is not a kind of entry; write module.what`);
  const clash = OWN_FIELDS.find((name) => name in publicFields);
  if (clash !== undefined) throw new TypeError(`The ledger itself writes the field "${clash}".`);
  const salt = secret && randomBytes(32);
  const commitment: Record<string, Json> =
    secret && salt ? { commitment: toHex(commit(salt, canonical(secret.content))) } : {};
  const data = canonical({ ...publicFields, kind, at: now.toISOString(), ...commitment });
  if (Buffer.byteLength(data) > LARGEST_LEAF)
    throw new RangeError(`An entry of kind ${kind} exceeds 64 KiB.`);
  const leafHash = hashLeaf(data);
  const opening = secret && salt ? { opening: { kind, subject: secret.subject, salt } } : {};
  return {
    leaf: { leafHash, data, ...opening },
    ticket: { leaf: data, leafHash: toHex(leafHash), ...(salt ? { salt: toHex(salt) } : {}) },
  };
}

/** The members of a leaf that the ledger wrote; undefined when the text is not such a leaf. */
export function readLeaf(data: string): { kind: string; commitment?: string; leaf?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
      ? (value as { kind: string })
      : undefined;
  } catch {
    return undefined;
  }
}
