/** The codes on a session's screen: made for its whole time at once, so that the screen needs no network afterwards. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#platform/clock.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { codeText, readCode, signedText, WINDOW_MS, windowOf, windowsOf, type Code } from '../rules/code.ts';
import { codeSecret, type RollCampaign, type RollSession } from '../store/roll.server.ts';
import { closedFor } from '../rules/roll.ts';
import { heldOf, ofOrganiser, targetOf, type Ground, type Keeper } from './roll-ground.server.ts';

/** 96 bits: nobody finds one by trying while a session lasts. */
const LENGTH = 16;
const signatureOf = (secret: Buffer, session: number, window: number): string =>
  createHmac('sha256', secret).update(signedText(session, window)).digest('base64url').slice(0, LENGTH);

export type Screen = {
  campaign: RollCampaign;
  session: RollSession;
  /** From the half minute `from` on, one each. */
  codes: string[];
  from: number;
  windowMs: number;
  now: Instant;
};

/** A screen of two days at most. */
const MOST = 2 * 2_880;

/** Problems: `session.missing`, `forbidden`: only the body that organises it shows codes; `not.open`, `cancelled`, `session.over`. */
export async function readScreen({ db }: Ground, sessionId: number, { actor, now }: Keeper): Promise<Result<Screen>> {
  const target = await targetOf(db, { session: sessionId });
  if (!target.ok) return target;
  const { campaign, session } = target.value;
  if (!session || !ofOrganiser(session, actor)) return problem('forbidden');
  const closed = closedFor(heldOf(target.value));
  if (closed) return problem(closed);
  const { from: first, until } = windowsOf(session);
  const from = Math.max(first, windowOf(now));
  if (from > until) return problem('session.over');
  const secret = (await codeSecret(db, sessionId))!;
  const codes = Array.from({ length: Math.min(until - from + 1, MOST) }, (_, at) => codeText(from + at, signatureOf(secret, sessionId, from + at)));
  return ok({ campaign, session, codes, from, windowMs: WINDOW_MS, now });
}

/** What the code says, when this session's screen has made it. */
export async function verifiedCode({ db }: Ground, sessionId: number, text: string): Promise<Code | undefined> {
  const code = readCode(text);
  const secret = code && (await codeSecret(db, sessionId));
  if (!code || !secret) return undefined;
  const expected = Buffer.from(signatureOf(secret, sessionId, code.window));
  return timingSafeEqual(expected, Buffer.from(code.signature)) ? code : undefined;
}
