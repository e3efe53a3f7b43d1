/** Tickets as text: what they say and a signature that only this installation can make. Checked without the database. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { isPayload } from '../rules/ticket.ts';
import type { TicketPayload } from '../rules/wire.ts';

/** Keys for each purpose, so that a signature for one is none for another. */
const keys = new Map<string, Buffer>();
function keyOf(secret: string, purpose: string): Buffer {
  const name = `${purpose}\n${secret}`;
  const known = keys.get(name) ?? createHmac('sha256', secret).update(`quizzes ${purpose}`).digest();
  keys.set(name, known);
  return known;
}

export const keyed = (secret: string, purpose: 'ticket' | 'lot' | 'receipt' | 'late' | 'reading' | 'statements', text: string): Buffer =>
  createHmac('sha256', keyOf(secret, purpose)).update(text).digest();

export function signTicket(secret: string, payload: TicketPayload): string {
  const body = Buffer.from(JSON.stringify(payload)).toString('base64url');
  return `${body}.${keyed(secret, 'ticket', body).toString('base64url')}`;
}

/** A payload with 11 numbers is far shorter. */
const LONGEST = 1_000;

/** What was found to be ours, by secret: a phone says the same ticket with every answer, and a signature costs as much as the rest. */
const opened = new Map<string, Map<string, TicketPayload>>();
const MOST_OPENED = 50_000;

/** Undefined for everything that we did not sign. */
export function openToken(secret: string, token: string): TicketPayload | undefined {
  const known = opened.get(secret)?.get(token);
  if (known) return known;
  const payload = verify(secret, token);
  if (!payload) return undefined;
  const mine = opened.get(secret) ?? new Map<string, TicketPayload>();
  opened.set(secret, mine);
  if (mine.size >= MOST_OPENED) mine.clear();
  mine.set(token, payload);
  return payload;
}

function verify(secret: string, token: string): TicketPayload | undefined {
  const dot = token.indexOf('.');
  if (dot < 1 || token.length > LONGEST) return undefined;
  const body = token.slice(0, dot);
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  const wanted = keyed(secret, 'ticket', body);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const payload: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  return isPayload(payload) ? payload : undefined;
}
