import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Failed, Result } from '#platform/result.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { RECOVERY_CODES } from '../rules/factors.ts';
import { operator, type Person } from '../rules/roles.ts';
import { insertGrant } from '../store/grant.server.ts';
import { totpSecretOf } from '../store/factor.server.ts';
import { removeFactors } from './clear-factors.server.ts';
import type { Cookie } from './cookie.server.ts';
import { beginApp, confirmApp, removeApp, renewCodes, securityOf } from './factors.server.ts';
import { proofIn, proofOf, prove } from './prove.server.ts';
import { finishSecondStep, secondStepOf } from './second-step.server.ts';
import { actorOf, signIn } from './sign-in.server.ts';
import { cookieHeader, newPerson, PASSWORD } from './testing.ts';
import { codeAt } from './totp.server.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

const NOW = new Date('2026-11-23T02:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const headersOf = (cookies: Cookie[]) => new Headers({ cookie: cookieHeader(cookies) });
const codeIn = (result: Result<unknown>) => (result as Failed).problems?.[0]?.code;
let place = 0;

async function enter(identifier: string, now = NOW) {
  const entered = await signIn(runtime, { identifier, password: PASSWORD, address: `10.7.${(place += 1) % 250}.1`, now });
  if (!entered.ok) throw new Error(JSON.stringify(entered));
  return { ...entered.value, headers: headersOf(entered.value.cookies) };
}
const actorIn = async (headers: Headers, now = NOW) => (await actorOf(runtime, headers, now)) as Person;
const second = (headers: Headers, code: string, now: Date) =>
  finishSecondStep(runtime, { headers, code, address: `10.8.${(place += 1) % 250}.1`, now });

/** Somebody with an app, set up at `NOW` with the code of that moment. */
async function withApp() {
  const person = await newPerson(runtime);
  const { headers } = await enter(person.signInName);
  const actor = await actorIn(headers);
  await beginApp(runtime, { actor, headers, now: NOW });
  const { setup } = await securityOf(runtime, { actor, now: NOW }, true);
  const secret = setup?.secret.replaceAll(' ', '') ?? '';
  const confirmed = await confirmApp(runtime, { actor, headers, now: NOW }, codeAt(secret, NOW));
  if (!confirmed.ok) throw new Error(JSON.stringify(confirmed));
  return { ...person, headers, secret, codes: confirmed.value.codes };
}

describe('an authenticator app', () => {
  it('is set up with its first code; the secret is stored sealed, the recovery codes as hashes', async () => {
    const { personId, secret, codes } = await withApp();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(codes).toHaveLength(RECOVERY_CODES);
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    const sealed = await totpSecretOf(runtime.db, personId);
    expect(sealed?.toString('latin1')).not.toContain(secret);
    const stored = JSON.stringify(await runtime.db.selectFrom('people.recovery_code').selectAll().where('person_id', '=', personId).execute());
    for (const code of codes) expect(stored).not.toContain(code);
  });

  it('is not set up by a wrong code, nor after five of them', async () => {
    const { signInName } = await newPerson(runtime);
    const { headers } = await enter(signInName);
    const own = { actor: await actorIn(headers), headers, now: NOW };
    await beginApp(runtime, own);
    const secret = (await securityOf(runtime, own, true)).setup?.secret.replaceAll(' ', '') ?? '';
    for (let guess = 0; guess < 5; guess += 1) expect(codeIn(await confirmApp(runtime, own, '000000'))).toBe('code.wrong');
    expect(codeIn(await confirmApp(runtime, own, codeAt(secret, NOW)))).toBe('app.expired');
    expect((await securityOf(runtime, own, false)).app).toBe(false);
  });

  it('is asked after the password; each code opens one session', async () => {
    const { signInName, personId, secret } = await withApp();
    const at = later(60);
    const begun = await enter(signInName, at);
    expect(begun.second).toBe(true);
    expect((await actorOf(runtime, begun.headers, at)).kind).toBe('anonymous');
    expect(await secondStepOf(runtime, begun.headers, at)).toEqual({ app: true, passkey: false });
    const opened = await second(begun.headers, codeAt(secret, at), at);
    const headers = headersOf(opened.ok ? opened.value.cookies : []);
    expect(await actorIn(headers, at)).toMatchObject({ personId, provenAt: at });
    expect(codeIn(await second(begun.headers, codeAt(secret, later(90)), later(90)))).toBe('second.expired');

    const again = await enter(signInName, at);
    expect(codeIn(await second(again.headers, codeAt(secret, at), at))).toBe('code.wrong');
    expect((await second(again.headers, codeAt(secret, later(90)), at)).ok).toBe(true);
  });

  it('takes a code one step early or late, and none from further away or before the last one', async () => {
    const { signInName, secret } = await withApp();
    const at = later(3_000);
    const tried = async (offset: number) => {
      const { headers } = await enter(signInName, at);
      return (await second(headers, codeAt(secret, later(3_000 + offset)), at)).ok;
    };
    expect(await tried(-60)).toBe(false);
    expect(await tried(60)).toBe(false);
    expect(await tried(-30)).toBe(true);
    expect(await tried(30)).toBe(true);
    expect(await tried(0)).toBe(false);
  });

  it('opens one session when one code is sent twice at the same moment', async () => {
    const { signInName, secret } = await withApp();
    const at = later(120);
    const [one, two] = [await enter(signInName, at), await enter(signInName, at)];
    const results = await Promise.all([second(one.headers, codeAt(secret, at), at), second(two.headers, codeAt(secret, at), at)]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const same = await enter(signInName, later(240));
    const code = codeAt(secret, later(240));
    const twice = await Promise.all([second(same.headers, code, later(240)), second(same.headers, code, later(240))]);
    expect(twice.filter((result) => result.ok)).toHaveLength(1);
  });

  it('can be guessed five times a sign-in and ten times an hour, from however many places', async () => {
    const { signInName, secret } = await withApp();
    const at = later(600);
    const codes: (string | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { headers } = await enter(signInName, at);
      for (let guess = 0; guess < 6; guess += 1) codes.push(codeIn(await second(headers, '000000', at)));
    }
    expect(codes.filter((code) => code === 'code.wrong')).toHaveLength(8);
    expect(codes.slice(12)).toEqual([...Array(5).fill('signIn.tooMany'), 'second.expired']);
    const hour = later(600 + 3_700);
    const { headers } = await enter(signInName, hour);
    expect((await second(headers, codeAt(secret, hour), hour)).ok).toBe(true);
  });

  it('is not reached without the password, with another browser’s step, or after five minutes', async () => {
    const { signInName, secret } = await withApp();
    const at = later(200);
    expect(codeIn(await second(new Headers(), codeAt(secret, at), at))).toBe('second.expired');
    expect(codeIn(await second(new Headers({ cookie: 'caunoi_second=abc' }), codeAt(secret, at), at))).toBe('second.expired');
    const { headers } = await enter(signInName, at);
    expect(codeIn(await second(headers, codeAt(secret, later(501)), later(501)))).toBe('second.expired');
    expect(await secondStepOf(runtime, headers, later(501))).toBeUndefined();
  });
});

describe('recovery codes', () => {
  it('open one session each, are told by mail, and end with new ones', async () => {
    const { signInName, personId, email, codes, headers } = await withApp();
    const at = later(60);
    const open = async (code: string) => second((await enter(signInName, at)).headers, code, at);
    expect((await open(codes[0]?.toUpperCase() ?? '')).ok).toBe(true);
    expect(codeIn(await open(codes[0] ?? ''))).toBe('code.wrong');
    const { rows } = { rows: await runtime.db.selectFrom('mail.message').select(['key']).where('key', 'like', `people.%/${personId}/%`).execute() };
    expect(rows.map((row) => row.key.split('/')[0]).sort()).toEqual(['people.app.set', 'people.codes.used']);
    expect(email).toBeTruthy();

    const own = { actor: await actorIn(headers), headers, now: NOW };
    const renewed = await renewCodes(runtime, own);
    expect(renewed.ok && renewed.value.codes).toHaveLength(RECOVERY_CODES);
    expect(codeIn(await open(codes[1] ?? ''))).toBe('code.wrong');
  });

  it('of one person open nobody else’s account', async () => {
    const [mine, theirs] = [await withApp(), await withApp()];
    const { headers } = await enter(theirs.signInName, later(60));
    expect(codeIn(await second(headers, mine.codes[0] ?? '', later(60)))).toBe('code.wrong');
  });
});

describe('roles', () => {
  it('count in a session with a second factor only, at once when one is set up, and no longer when the last is removed', async () => {
    const { personId, signInName } = await newPerson(runtime);
    await insertGrant(runtime.db, { personId, role: 'officer', bodyId: 1, validFrom: '2026-01-01', grantedBy: null }, NOW);
    const { headers } = await enter(signInName);
    const other = await enter(signInName);
    expect(await actorIn(headers)).toMatchObject({ grants: [], awaitsFactor: true });
    const own = async () => ({ actor: await actorIn(headers), headers, now: NOW });
    await beginApp(runtime, await own());
    const secret = (await securityOf(runtime, await own(), true)).setup?.secret.replaceAll(' ', '') ?? '';
    await confirmApp(runtime, await own(), codeAt(secret, NOW));
    const strong = await actorIn(headers);
    expect(strong.grants).toMatchObject([{ role: 'officer', bodyId: 1 }]);
    expect(strong.awaitsFactor).toBeUndefined();

    // The other browser showed a password only: the app has to be shown there too.
    expect(await actorIn(other.headers)).toMatchObject({ grants: [], awaitsFactor: true, provenAt: null });
    const actor = await actorIn(other.headers);
    expect(codeIn(await prove(runtime, { actor, headers: other.headers, proof: PASSWORD, now: NOW }))).toBe('proof.wrongCode');
    expect((await prove(runtime, { actor, headers: other.headers, proof: codeAt(secret, later(30)), now: NOW })).ok).toBe(true);
    expect((await actorIn(other.headers)).grants).toHaveLength(1);

    expect((await removeApp(runtime, await own())).ok).toBe(true);
    for (const each of [headers, other.headers]) expect(await actorIn(each)).toMatchObject({ grants: [], awaitsFactor: true });
    expect((await securityOf(runtime, await own(), false)).codes).toBe(0);
  });
});

describe('a fresh proof', () => {
  it('is asked for after ten minutes; the answer is noted in the session', async () => {
    const { signInName } = await newPerson(runtime);
    const { headers } = await enter(signInName);
    const at = later(601);
    const actor = await actorIn(headers, at);
    const own = { actor, headers, now: at };
    expect(codeIn(await beginApp(runtime, own))).toBe('proof.needed');
    expect(await proofOf(runtime, own)).toEqual({ password: true, app: false, passkey: false });
    const form = new FormData();
    expect(codeIn(await proofIn(runtime, { ...own, form }))).toBe('proof.needed');
    form.set('proof', 'not it');
    expect(codeIn(await proofIn(runtime, { ...own, form }))).toBe('proof.wrong');
    form.set('proof', PASSWORD);
    const proven = await proofIn(runtime, { ...own, form });
    expect(proven).toMatchObject({ ok: true, value: { provenAt: at } });
    expect((await actorIn(headers, at)).provenAt).toEqual(at);
  });

  it('is refused after ten wrong ones within an hour', async () => {
    const { signInName } = await newPerson(runtime);
    const { headers } = await enter(signInName);
    const actor = await actorIn(headers);
    const tried = [];
    for (let guess = 0; guess < 12; guess += 1) tried.push(codeIn(await prove(runtime, { actor, headers, proof: 'guess', now: NOW })));
    expect(tried.slice(9)).toEqual(['proof.wrong', 'signIn.tooMany', 'signIn.tooMany']);
  });
});

it('the operator can take every factor away from who lost them; the password alone then opens no role', async () => {
  const { signInName, headers, codes } = await withApp();
  expect((await removeFactors(runtime, 'nobody.here', { by: operator, now: NOW })).ok).toBe(false);
  expect((await removeFactors(runtime, signInName, { by: operator, now: NOW })).ok).toBe(true);
  expect((await actorOf(runtime, headers, NOW)).kind).toBe('anonymous');
  const entered = await enter(signInName, later(60));
  expect(entered.second).toBe(false);
  expect(codeIn(await second(entered.headers, codes[0] ?? '', later(60)))).toBe('second.expired');
});

it('every change of factors is in the log of acts, without what was changed', async () => {
  const { personId, headers, secret, codes } = await withApp();
  const own = { actor: await actorIn(headers), headers, now: NOW };
  await renewCodes(runtime, own);
  await removeApp(runtime, own);
  const acts = await asSystem(runtime.db, 'a test', (tx) =>
    tx.selectFrom('audit.act').selectAll().where('subject', '=', `person:${personId}`).orderBy('id').execute(),
  );
  expect(acts.map((act) => act.kind).filter((kind) => kind !== 'people.account')).toEqual(['people.app.set', 'people.codes.renewed', 'people.app.removed']);
  for (const word of [secret, ...codes]) expect(JSON.stringify(acts)).not.toContain(word);
});
