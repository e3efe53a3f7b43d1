import { hash, verify } from '@node-rs/argon2';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '#platform/config.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { accountLimit, addressLimit } from '../rules/sign-in.ts';
import { deleteExpiredSessions } from '../store/session.server.ts';
import type { Ground } from './authentication.server.ts';
import { hasSessionCookie } from './cookie.server.ts';
import { NOBODYS_HASH, hashPassword, verifyPassword } from './password.server.ts';
import { signOut } from './session.server.ts';
import { actorOf, refusalOf, signIn } from './sign-in.server.ts';
import { PASSWORD, cookieHeader, newPerson, signedIn } from './testing.ts';

/** The real hashing, counted. */
vi.mock(import('@node-rs/argon2'), async (original) => {
  const real = await original();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const secret = 'a secret of tests, long enough to be accepted';
const local = readConfig({ SECRET: secret, DATA_DIR: '/nowhere' });
const online = readConfig({
  SECRET: secret,
  DATA_DIR: '/nowhere',
  PUBLIC_ORIGIN: 'https://caunoi.example.vn',
});
const HOUR = 3_600_000;

let database: TestDatabase;
let ground: Ground;
beforeAll(async () => {
  database = await testDatabase();
  ground = { db: database.db, config: local };
});
afterAll(() => database.drop());

describe('signing in', () => {
  it('works by name and by e-mail, and the request then has a name', async () => {
    const { personId, signInName, email } = await newPerson(ground, 'Lâm Sa Rêm');
    for (const identifier of [signInName, email]) {
      const cookies = await signedIn(ground, identifier);
      const actor = await actorOf(
        ground,
        new Headers({ cookie: `other=1; ${cookieHeader(cookies)}` }),
        new Date(),
      );
      expect(actor).toMatchObject({ kind: 'person', personId, name: 'Lâm Sa Rêm', grants: [] });
    }
  });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const { signInName } = await newPerson(ground);
    const [plain] = await signedIn(ground, signInName);
    expect(plain).toMatchObject({
      name: 'caunoi_session',
      options: { path: '/', httpOnly: true, secure: false, sameSite: 'lax', maxAge: 12 * 3_600 },
    });
    const https = { db: database.db, config: online };
    const cookies = await signedIn(https, signInName);
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ name: '__Host-caunoi_session', options: { secure: true, path: '/' } });
    expect(hasSessionCookie(cookieHeader(cookies))).toBe(true);
    expect((await actorOf(https, cookieHeader(cookies), new Date())).kind).toBe('person');
    expect((await actorOf(ground, cookieHeader(cookies), new Date())).kind).toBe('anonymous');
  });

  it('says the same of wrong passwords, unknown names, closed accounts and ones without password', async () => {
    const { signInName } = await newPerson(ground);
    const closed = await newPerson(ground);
    const bare = await newPerson(ground);
    await database.db
      .updateTable('people.person')
      .set({ closed_at: new Date() })
      .where('id', '=', closed.personId)
      .execute();
    await database.db.deleteFrom('people.credential').where('person_id', '=', bare.personId).execute();
    for (const [identifier, password] of [
      [signInName, 'wrong'],
      ['nobody.here', PASSWORD],
      ['nobody@vi-du.example', PASSWORD],
      ['?', PASSWORD],
      ['%', PASSWORD],
      [closed.signInName, PASSWORD],
      [bare.signInName, PASSWORD],
    ] as const) {
      const result = await signIn(ground, { identifier, password, address: '10.2.0.1', now: new Date() });
      expect(result).toEqual({ ok: false, problems: [{ code: 'signIn.wrong' }] });
    }
  });

  it('does the work of one hash for every answer, known account or not', async () => {
    const { signInName } = await newPerson(ground);
    const closed = await newPerson(ground);
    await database.db.updateTable('people.person').set({ closed_at: new Date() }).where('id', '=', closed.personId).execute();
    const work = [];
    for (const identifier of [signInName, 'nobody.at.all', closed.signInName, '0976175123']) {
      vi.mocked(verify).mockClear();
      vi.mocked(hash).mockClear();
      await signIn(ground, { identifier, password: 'wrong', address: '10.3.0.1', now: new Date() });
      const costs = vi.mocked(verify).mock.calls.map(([stored]) => String(stored).split('$').slice(0, 4).join('$'));
      work.push({ costs, hashed: vi.mocked(hash).mock.calls.length });
    }
    const one = { costs: ['$argon2id$v=19$m=32768,t=2,p=1'], hashed: 0 };
    expect(work).toEqual([one, one, one, one]);
    expect((await hashPassword('x')).split('$').slice(0, 4)).toEqual(NOBODYS_HASH.split('$').slice(0, 4));
  });

  it('accepts the password typed on a keyboard that writes NFD', async () => {
    const hash = await hashPassword('Mật khẩu tiếng Việt');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=32768,t=2,p=1\$/);
    expect(await verifyPassword('Mật khẩu tiếng Việt'.normalize('NFD'), hash)).toBe(true);
    expect(await verifyPassword('Mat khau tieng Viet', hash)).toBe(false);
    expect(await verifyPassword('x', 'not a hash')).toBe(false);
  });
});

describe('guessing', () => {
  it('is checked five times an hour an account, real or not; then even the right one waits', async () => {
    const { signInName } = await newPerson(ground);
    const now = new Date();
    for (const identifier of [signInName, 'never.was']) {
      const codes = [];
      for (let guess = 0; guess < accountLimit.limit + 3; guess += 1) {
        const address = `172.${16 + guess}.${identifier.length}.1`;
        const result = await signIn(ground, { identifier, password: 'guess', address, now });
        codes.push(result.ok ? 'in' : result.problems[0]?.code);
      }
      expect(codes).toEqual([
        ...Array(accountLimit.limit).fill('signIn.wrong'),
        ...Array(3).fill('signIn.tooMany'),
      ]);
    }
    const attempt = { identifier: signInName, password: PASSWORD, address: '172.31.9.9', now };
    expect(await signIn(ground, attempt)).toEqual({
      ok: false,
      problems: [{ code: 'signIn.tooMany', values: { minutes: 60 } }],
    });
    const later = new Date(now.getTime() + HOUR + 1_000);
    expect((await signIn(ground, { ...attempt, now: later })).ok).toBe(true);
  });

  it('is forgotten after the right password', async () => {
    const { signInName } = await newPerson(ground);
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < accountLimit.limit - 1; guess += 1) {
        await signIn(ground, {
          identifier: signInName,
          password: 'typo',
          address: '10.4.0.1',
          now: new Date(),
        });
      }
      await signedIn(ground, signInName);
    }
  });

  it('from one address range ends for all accounts, without using up anybody’s own guesses', async () => {
    const { signInName } = await newPerson(ground);
    const now = new Date();
    for (let tried = 0; tried < addressLimit.limit; tried += 1) {
      const key = await addressKey(database.db, `198.51.100.${tried}`, now);
      await take(database.db, { rule: addressLimit, key, now });
    }
    for (let guess = 0; guess < accountLimit.limit; guess += 1) {
      const refused = await signIn(ground, {
        identifier: signInName,
        password: 'x',
        address: '198.51.100.200',
        now,
      });
      expect(refused).toMatchObject({ problems: [{ code: 'signIn.tooMany' }] });
    }
    const elsewhere = { identifier: signInName, password: PASSWORD, address: '203.0.113.1', now };
    expect((await signIn(ground, elsewhere)).ok).toBe(true);
  });
});

describe('a session', () => {
  it('ends after its time, with the account, and at sign-out on the server too', async () => {
    const { personId, signInName } = await newPerson(ground);
    const cookie = cookieHeader(await signedIn(ground, signInName));
    const at = (ms: number) => actorOf(ground, cookie, new Date(Date.now() + ms));
    expect((await at(12 * HOUR - 60_000)).kind).toBe('person');
    expect((await at(12 * HOUR + 60_000)).kind).toBe('anonymous');

    await database.db
      .updateTable('people.person')
      .set({ closed_at: new Date() })
      .where('id', '=', personId)
      .execute();
    expect((await at(0)).kind).toBe('anonymous');
    await database.db
      .updateTable('people.person')
      .set({ closed_at: null })
      .where('id', '=', personId)
      .execute();
    expect((await at(0)).kind).toBe('person');

    const { cookies: cleared } = await signOut(ground, new Headers({ cookie }));
    expect(cleared.find((each) => each.name === 'caunoi_session')).toMatchObject({
      value: '',
      options: { maxAge: 0 },
    });
    expect((await at(0)).kind).toBe('anonymous');
  });

  it('is forgotten some time after its end, not before', async () => {
    const { signInName } = await newPerson(ground);
    const cookie = cookieHeader(await signedIn(ground, signInName));
    await deleteExpiredSessions(database.db, new Date());
    expect((await actorOf(ground, cookie, new Date())).kind).toBe('person');
    expect(await deleteExpiredSessions(database.db, new Date(Date.now() + 13 * HOUR))).toBeGreaterThan(0);
    expect((await actorOf(ground, cookie, new Date())).kind).toBe('anonymous');
  });

  it('keeps nothing about from where but the family of browser and system', async () => {
    const { rows } = await sql<{ column: string }>`
      select column_name as column from information_schema.columns
      where table_schema = 'people' and table_name = 'session' order by column_name`.execute(database.db);
    expect(rows.map((row) => row.column)).toEqual([
      'created_at',
      'device',
      'expires_at',
      'factor',
      'id',
      'person_id',
      'proven_at',
      'shared',
      'strong',
      'token',
      'updated_at',
      'used_at',
    ]);
  });

  it('is not opened by a cookie that we did not sign, and such a cookie costs no query', async () => {
    const unreachable = {
      config: local,
      get db(): never {
        throw new Error('queried');
      },
    };
    const { signInName } = await newPerson(ground);
    const value = (await signedIn(ground, signInName))[0]?.value ?? '';
    const [token = '', signature = ''] = value.split(/\.(?=[^.]*$)/);
    const forged = [
      '',
      token,
      `${token}.`,
      `${token}.AAAA`,
      `.${signature}`,
      `x${token}.${signature}`,
      '%E0%A4%A',
      `"${'a'.repeat(9_000)}"`,
    ];
    for (const each of forged) {
      expect(await actorOf(unreachable, `caunoi_session=${each}`, new Date())).toEqual({ kind: 'anonymous' });
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(
          await actorOf(unreachable, `caunoi_session=${encodeURIComponent(text.toWellFormed())}`, new Date()),
        ).toEqual({ kind: 'anonymous' });
        expect(await actorOf(unreachable, text, new Date())).toEqual({ kind: 'anonymous' });
      }),
    );
    expect(await actorOf(unreachable, null, new Date())).toEqual({ kind: 'anonymous' });
  });
});

it('each refusal has its status and its time to come back', () => {
  const refusal = (code: string, values = {}) => refusalOf({ ok: false, problems: [{ code, values }] });
  expect(refusal('signIn.tooMany', { minutes: 3 })).toEqual({ status: 429, retryAfter: 180 });
  expect(refusal('signIn.busy', { seconds: 2 })).toEqual({ status: 503, retryAfter: 2 });
  expect(refusal('signIn.wrong')).toEqual({ status: 401 });
  expect(refusal('signIn.password.missing')).toEqual({ status: 400 });
});
