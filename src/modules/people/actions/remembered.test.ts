import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '#platform/config.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { accountLimit } from '../rules/sign-in.ts';
import type { Ground } from './authentication.server.ts';
import type { Cookie } from './cookie.server.ts';
import { forgetName, remember, rememberedPerson, signInPage } from './remembered.server.ts';
import { signIn } from './sign-in.server.ts';
import { PASSWORD, cookieHeader, newPerson } from './testing.ts';

const config = readConfig({ SECRET: 'a secret of tests, long enough to be accepted', DATA_DIR: '/nowhere' });
let database: TestDatabase;
let ground: Ground;
beforeAll(async () => {
  database = await testDatabase();
  ground = { db: database.db, config };
});
afterAll(() => database.drop());

const none = new Headers();
const withCookie = (...cookies: Cookie[]) => new Headers({ cookie: cookieHeader(cookies) });
const namesIn = (headers: Headers) => signInPage(ground, headers, new URL('http://own.vn/dang-nhap')).names;

describe('names on a private device', () => {
  it('are those who agreed, the newest first, five at most, and none of them an identifier', async () => {
    let headers = none;
    for (let at = 0; at < 7; at += 1) headers = withCookie(remember(config, headers, { personId: `id-${at}`, name: `Thị Số ${at}` }));
    expect(namesIn(headers)).toEqual([6, 5, 4, 3, 2].map((at) => `Thị Số ${at}`));
    expect(rememberedPerson(config, headers, '1')?.personId).toBe('id-5');
    for (const at of [null, '', '9', '-1', '10', 'x', '__proto__']) expect(rememberedPerson(config, headers, at)).toBeUndefined();
    headers = withCookie(forgetName(config, headers, '0'));
    expect(namesIn(headers)[0]).toBe('Thị Số 5');
    expect(forgetName(config, headers, null).options.maxAge).toBe(0);
  });

  it('count only with our signature', () => {
    const cookie = remember(config, none, { personId: 'id', name: 'Thị Số' });
    const [payload = ''] = cookie.value.split('.');
    const forged = Buffer.from(JSON.stringify([['other', 'Người khác']])).toString('base64url');
    for (const value of ['', payload, `${payload}.`, `${forged}.${cookie.value.split('.')[1]}`, `${payload}.AAAA`, 'x'.repeat(5_000)]) {
      expect(namesIn(withCookie({ ...cookie, value })), value.slice(0, 40)).toEqual([]);
    }
    const elsewhere = { ...config, secret: 'another secret, long enough to be accepted' };
    expect(namesIn(withCookie(remember(elsewhere, none, { personId: 'id', name: 'x' })))).toEqual([]);
  });

  it('are kept at sign-in when the person says so, never on a shared device', async () => {
    const who = await newPerson(ground, 'Lâm Sa Rêm');
    const attempt = { identifier: who.signInName, password: PASSWORD, address: '10.60.0.1', now: new Date(), rememberIn: none };
    const kept = async (shared: boolean) => {
      const entered = await signIn(ground, { ...attempt, shared });
      return entered.ok ? namesIn(withCookie(...entered.value.cookies)) : 'refused';
    };
    expect([await kept(false), await kept(true)]).toEqual([['Lâm Sa Rêm'], []]);
  });

  it('are no way around the password, nor around the guesses of the account', async () => {
    const who = await newPerson(ground);
    const tap = (password: string, at = 0) =>
      signIn(ground, { identifier: who.personId, remembered: who.personId, password, address: `10.61.${at}.1`, now: new Date() });
    expect((await tap(PASSWORD)).ok).toBe(true);
    for (let guess = 0; guess < accountLimit.limit; guess += 1) expect((await tap('sai', guess)).ok).toBe(false);
    // By another way of naming the account: refused although right, and with the answer that nobody's account has.
    const named = await signIn(ground, { identifier: who.signInName, password: PASSWORD, address: '10.62.0.1', now: new Date() });
    expect(named).toEqual({ ok: false, problems: [{ code: 'signIn.wrong' }] });
  });
});

describe('guesses of one account', () => {
  it('are five in all over everything it signs in with, and an unknown one looks the same', async () => {
    const who = await newPerson(ground);
    const now = new Date();
    const answers = async (identifiers: string[]) => {
      const codes = [];
      for (const [at, identifier] of identifiers.entries()) {
        for (let guess = 0; guess <= accountLimit.limit; guess += 1) {
          const result = await signIn(ground, { identifier, password: 'sai', address: `10.63.${at}.${guess}`, now });
          codes.push(result.ok ? 'in' : result.problems[0]?.code);
        }
      }
      return codes;
    };
    expect(await answers([who.signInName, who.email])).toEqual(await answers(['ai.do', 'ai.do@vi-du.example']));
    const right = { identifier: who.email, password: PASSWORD, address: '10.64.0.1' };
    expect((await signIn(ground, { ...right, now })).ok).toBe(false);
    expect((await signIn(ground, { ...right, now: new Date(now.getTime() + 3_601_000) })).ok).toBe(true);
  });
});
