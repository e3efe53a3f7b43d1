import { createHash, createHmac } from 'node:crypto';
import { codeOf, parseCode } from '#platform/text/code.ts';

const sha256Hex = (value: string): string => createHash('sha256').update(value).digest('hex');

/** 17 characters of 5 bits: 85 bits. */
const CODE_LENGTH = 17;

export type Issued = { code: string; codeHash: string; idempotencyHash: string };

/**
 * The tracking code is derived from the server's secret, the sender's idempotency key and the content, so that a
 * retry of a lost reply gets the same code although only its hash is stored. Another content under the same key
 * gives another code, and thereby shows itself.
 */
export function issueCode(secret: string, idempotencyKey: string, content: string): Issued {
  const hmac = createHmac('sha256', secret).update(`idea\n${idempotencyKey}\n${sha256Hex(content)}`).digest();
  const code = codeOf(hmac.subarray(0, CODE_LENGTH));
  return { code, codeHash: hashCode(code) as string, idempotencyHash: sha256Hex(`idea\n${idempotencyKey}`) };
}

/** Hex of the stored hash for a code that somebody typed; undefined when it cannot be one of ours. */
export function hashCode(typed: string): string | undefined {
  const canonical = parseCode(typed);
  return canonical && sha256Hex(canonical);
}
