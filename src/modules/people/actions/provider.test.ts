import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#platform/database/scope.server.ts';
import { startProvider, type TestProvider, type Visitor } from '#platform/testing/identity-provider.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import type { Person } from '../rules/roles.ts';
import type { Cookie } from './cookie.server.ts';
import {
  beginProvider,
  linkProvider,
  returnFromProvider,
  unlinkProvider,
  waitingIdentity,
} from './provider-sign-in.server.ts';
import { actorOf } from './sign-in.server.ts';
import { cookieHeader, newPerson, signedIn } from './testing.ts';

const REDIRECT = 'http://localhost:3000/dang-nhap/dinh-danh/ve';
const STRONG = 'mau:hai-lop';

let provider: TestProvider;
let runtime: TestRuntime;
beforeAll(async () => {
  provider = await startProvider([REDIRECT]);
  runtime = await testRuntime({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Định danh mẫu',
    OIDC_STRONG_ACR: STRONG,
  });
});
afterAll(async () => {
  await runtime.drop();
  await provider.stop();
});

const now = () => new Date();
const headersOf = (cookies: Cookie[]) => new Headers({ cookie: cookieHeader(cookies) });

/** A browser that follows the provider's redirects until it is sent back to us. */
async function visit(to: string, visitor: Visitor): Promise<URL> {
  provider.visitor = visitor;
  const jar = new Map<string, string>();
  let at = to;
  for (let hop = 0; hop < 10; hop += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    at = new URL(answer.headers.get('location') ?? '', at).href;
    if (at.startsWith(REDIRECT)) return new URL(at);
  }
  throw new Error(`never came back: ${at}`);
}

async function leave() {
  const begun = await beginProvider(runtime, { redirectUri: REDIRECT, language: 'vi', next: '/quan-tri', address: '10.9.0.1', now: now() });
  if (!begun.ok) throw new Error(JSON.stringify(begun));
  return begun.value;
}

async function come(visitor: Visitor, more: Cookie[] = []) {
  const { to, cookie } = await leave();
  const url = await visit(to, visitor);
  return returnFromProvider(runtime, { headers: headersOf([cookie, ...more]), url, now: now() });
}

async function linked(account: string) {
  const person = await newPerson(runtime);
  const session = await signedIn(runtime, person.signInName);
  const came = await come({ account, name: 'Điểu Thị Xuân' }, session);
  if (came.kind !== 'unknown') throw new Error(came.kind);
  const headers = headersOf([...session, ...came.cookies]);
  const actor = (await actorOf(runtime, headers, now())) as Person;
  return { person, headers, actor, result: await linkProvider(runtime, { actor, headers, now: now() }) };
}

describe('an identity of a provider', () => {
  it('that nobody linked opens nothing and makes nobody, whatever name it brings', async () => {
    const before = await runtime.db.selectFrom('people.person').select('id').execute();
    const came = await come({ account: '075200000001', name: 'Nguyễn Thị Thu Hà' });
    expect(came).toMatchObject({ kind: 'unknown', next: '/quan-tri', language: 'vi' });
    const cookies = came.kind === 'unknown' ? came.cookies : [];
    expect(await waitingIdentity(runtime, headersOf(cookies), now())).toEqual({ name: 'Nguyễn Thị Thu Hà' });
    expect((await actorOf(runtime, headersOf(cookies), now())).kind).toBe('anonymous');
    expect(await runtime.db.selectFrom('people.person').select('id').execute()).toHaveLength(before.length);
  });

  it('linked once by its person signs in from then on; what the provider calls them is stored nowhere', async () => {
    const { person, result } = await linked('075200000002');
    expect(result.ok).toBe(true);
    const came = await come({ account: '075200000002' });
    const entered = came.kind === 'entered' ? came.entered : undefined;
    expect(entered?.second).toBe(false);
    const actor = await actorOf(runtime, headersOf(entered?.cookies ?? []), now());
    expect(actor).toMatchObject({ kind: 'person', personId: person.personId });
    const stored = await runtime.db.selectFrom('people.credential').selectAll().where('provider', '=', 'oidc').execute();
    expect(stored.map((row) => row.subject).join()).toMatch(/^[0-9a-f]{64}(,[0-9a-f]{64})*$/);
    expect(JSON.stringify(stored)).not.toContain('075200000002');
  });

  it('counts as two factors only where the provider says so', async () => {
    const { person } = await linked('075200000003');
    const strong = async (acr?: string) => {
      const came = await come({ account: '075200000003', ...(acr ? { acr } : {}) });
      if (came.kind !== 'entered') throw new Error(came.kind);
      const rows = await runtime.db.selectFrom('people.session').select(['strong', 'factor'])
        .where('person_id', '=', person.personId).orderBy('created_at', 'desc').limit(1).execute();
      return rows[0];
    };
    expect(await strong()).toEqual({ strong: false, factor: 'oidc' });
    expect(await strong('mau:mot-lop')).toEqual({ strong: false, factor: 'oidc' });
    expect(await strong(STRONG)).toEqual({ strong: true, factor: 'oidc' });
  });

  it('belongs to one account, and an account has one', async () => {
    await linked('075200000004');
    const came = await come({ account: '075200000004' });
    expect(came.kind).toBe('entered');
    const again = await linked('075200000005');
    expect(again.result.ok).toBe(true);
    const second = await come({ account: '075200000006' });
    if (second.kind !== 'unknown') throw new Error(second.kind);
    // The newer cookie of a name is the one that counts.
    const headers = new Headers({ cookie: `${cookieHeader(second.cookies)}; ${again.headers.get('cookie')}` });
    expect(await linkProvider(runtime, { actor: again.actor, headers, now: now() })).toMatchObject({ problems: [{ code: 'provider.taken' }] });
  });

  it('unlinked is unknown again', async () => {
    const { actor, headers } = await linked('075200000007');
    expect((await unlinkProvider(runtime, { actor, headers, now: now() })).ok).toBe(true);
    expect((await come({ account: '075200000007' })).kind).toBe('unknown');
    const acts = await asSystem(runtime.db, 'a test', (tx) =>
      tx.selectFrom('audit.act').select('kind').where('subject', '=', `person:${actor.personId}`).orderBy('id').execute(),
    );
    expect(acts.map((act) => act.kind).filter((kind) => /provider/.test(kind))).toEqual(['people.provider.linked', 'people.provider.unlinked']);
  });
});

describe('what can go wrong on the way', () => {
  it('a refusal at the provider', async () => {
    expect(await come('deny')).toMatchObject({ kind: 'refused', code: 'provider.denied', next: '/quan-tri' });
  });

  it('an answer to another browser, a second time, too late, or with another state', async () => {
    const { to, cookie } = await leave();
    const url = await visit(to, { account: '075200000008' });
    const back = (headers: Headers, at = url, when = now()) => returnFromProvider(runtime, { headers, url: at, now: when });
    expect(await back(new Headers())).toMatchObject({ code: 'provider.expired' });
    expect((await back(headersOf([cookie]))).kind).toBe('unknown');
    expect(await back(headersOf([cookie]))).toMatchObject({ code: 'provider.expired' });

    const late = await leave();
    const lateUrl = await visit(late.to, { account: '075200000008' });
    expect(await back(headersOf([late.cookie]), lateUrl, new Date(Date.now() + 11 * 60_000))).toMatchObject({ code: 'provider.expired' });

    const forged = await leave();
    const forgedUrl = await visit(forged.to, { account: '075200000008' });
    forgedUrl.searchParams.set('state', 'of-somebody-else');
    expect(await back(headersOf([forged.cookie]), forgedUrl)).toMatchObject({ code: 'provider.failed' });

    const swapped = await leave();
    const swappedUrl = await visit(swapped.to, { account: '075200000008' });
    swappedUrl.searchParams.set('code', 'another-code');
    expect(await back(headersOf([swapped.cookie]), swappedUrl)).toMatchObject({ code: 'provider.failed' });
  });

  it('a code that was bought for another browser does not fit this one’s verifier', async () => {
    const [mine, theirs] = [await leave(), await leave()];
    const url = await visit(theirs.to, { account: '075200000009' });
    const own = await visit(mine.to, { account: '075200000010' });
    own.searchParams.set('code', url.searchParams.get('code') ?? '');
    const came = await returnFromProvider(runtime, { headers: headersOf([mine.cookie]), url: own, now: now() });
    expect(came).toMatchObject({ code: 'provider.failed' });
  });

  it('a provider that does not answer', async () => {
    const gone = await startProvider([REDIRECT]);
    await gone.stop();
    const oidc = { ...runtime.config.oidc!, issuer: gone.issuer };
    const ground = { ...runtime, config: { ...runtime.config, oidc } };
    const begun = await beginProvider(ground, { redirectUri: REDIRECT, language: 'vi', address: '10.9.0.2', now: now() });
    expect(begun).toMatchObject({ problems: [{ code: 'provider.down' }] });
  });

  it('linking needs somebody who has just proved who they are', async () => {
    const { actor, headers } = await linked('075200000011');
    const stale = { ...actor, provenAt: new Date(Date.now() - 11 * 60_000) };
    expect(await unlinkProvider(runtime, { actor: stale, headers, now: now() })).toMatchObject({ problems: [{ code: 'proof.needed' }] });
  });
});
