import { createHmac, randomUUID } from 'node:crypto';
import type { Actor } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { visibility } from '../rules/states.ts';
import { findIdea } from '../store/idea.server.ts';
import { addSupport, hasSupport, removeSupport } from '../store/support.server.ts';

/** The part of Kit's cookies that is needed here. */
type Cookies = {
  get(name: string): string | undefined;
  set(name: string, value: string, options: { path: string; maxAge: number; httpOnly: boolean; sameSite: 'lax'; secure: boolean }): void;
};
export type Supporter = {
  actor: Actor;
  cookies: Cookies;
  /** Over https the cookie never travels without. */
  secure: boolean;
  address: string;
  now: Instant;
};

const COOKIE = 'supporter';
const TWO_YEARS = 2 * 365 * 86_400;
/** Many phones stand behind one address of a mobile provider; a script that makes new browsers is slowed down. */
const RULE = { name: 'ideas.support', limit: 60, seconds: 3_600 };

/** A keyed hash of the account or the browser: enough to count once, useless to find out who. */
function supporterKey(secret: string, actor: Actor, browser: string | undefined): Buffer | undefined {
  if (actor.kind === 'person') return supporterOf(secret, actor.personId);
  return browser ? keyed(secret, `browser ${browser}`) : undefined;
}
const keyed = (secret: string, who: string): Buffer => createHmac('sha256', secret).update(`support ${who}`).digest();

/** What a person's supports are stored under: found again only by asking for this one person. */
export const supporterOf = (secret: string, personId: string): Buffer => keyed(secret, `person ${personId}`);

export async function isSupporting(
  { db, config }: Runtime,
  ideaId: number,
  actor: Actor,
  cookies: Pick<Cookies, 'get'>,
): Promise<boolean> {
  const key = supporterKey(config.secret, actor, cookies.get(COOKIE));
  return key ? hasSupport(db, ideaId, key) : false;
}

/** Supports an idea, or takes the support back. Doing either twice changes nothing. */
export async function supportIdea(
  runtime: Runtime,
  ideaId: number,
  back: boolean,
  { actor, cookies, secure, address, now }: Supporter,
): Promise<Result<{ supported: boolean }>> {
  const { db, config, pageCache } = runtime;
  const idea = await findIdea(db, ideaId);
  if (!idea || visibility(idea) !== 'public') return problem('idea.notPublic');
  let browser = cookies.get(COOKIE);
  if (!browser && actor.kind === 'anonymous') {
    if (back) return ok({ supported: false });
    browser = randomUUID();
    cookies.set(COOKIE, browser, { path: '/', maxAge: TWO_YEARS, httpOnly: true, sameSite: 'lax', secure });
  }
  const key = supporterKey(config.secret, actor, browser) as Buffer;
  if (!back) {
    const taken = await take(db, { rule: RULE, key: await addressKey(db, address, now), now });
    if (!taken.allowed) return problem('support.tooMany', { minutes: Math.ceil(taken.retryAfter / 60) });
  }
  const change = (tx: typeof db) => (back ? removeSupport(tx, ideaId, key) : addSupport(tx, ideaId, key, now));
  if (await db.transaction().execute(change)) pageCache.invalidate(['ideas', `idea:${ideaId}`]);
  return ok({ supported: !back });
}
