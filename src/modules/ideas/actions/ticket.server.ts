import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Day } from '#platform/clock.ts';
import type { Runtime } from '#platform/runtime.server.ts';

/** What the page after sending shows; carried by a signed cookie of the sender's own browser. */
export type SentTicket = { id: number; code: string; admissibleDue: Day; leaf: string | null };

const sign = (secret: string, text: string) => createHmac('sha256', secret).update(`sent\n${text}`).digest();

export function signTicket(secret: string, ticket: SentTicket): string {
  const text = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${text}.${sign(secret, text).toString('base64url')}`;
}

/** The ticket of the sender's own browser; undefined when there is none or it was made by somebody else. */
export function readTicket(runtime: Pick<Runtime, 'config'>, cookie: string | undefined): SentTicket | undefined {
  const [text = '', signature = ''] = (cookie ?? '').split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = sign(runtime.config.secret, text);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as SentTicket;
}
