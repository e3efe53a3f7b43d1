import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { drainEvents } from '#platform/jobs/events.server.ts';
import { deliverJob, mailFolder } from '#platform/mail/jobs.server.ts';
import { listMails } from '#platform/mail/mail.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { identifierKey } from '../rules/identifier.ts';
import { contactLimit, recoverTypedLimit } from '../rules/recovery.ts';
import type { Person } from '../rules/roles.ts';
import { accountLimit } from '../rules/sign-in.ts';
import { askEmail, changePassword, changePhone, confirmOwnEmail, ownAccount, readEmailLink } from './own-account.server.ts';
import { hashing } from './password.server.ts';
import { askRecovery, readRecoveryLink, recoveryJob, resetPassword } from './recovery.server.ts';
import { endOthers, endOwnSession, ownSessions } from './sessions.server.ts';
import { actorOf, signIn } from './sign-in.server.ts';
import { PASSWORD, cookieHeader, newPerson, signedIn } from './testing.ts';

/** The real hashing, counted. */
vi.mock(import('@node-rs/argon2'), async (original) => {
  const real = await original();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

const NEW = 'vườn điều cuối mùa khô';
const HOUR = 3_600_000;

let runtime: TestRuntime;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await testRuntime();
});
afterAll(() => runtime.drop());

type Owner = Awaited<ReturnType<typeof newPerson>>;
const self = (who: Owner, now = new Date()) => {
  const actor: Person = { kind: 'person', personId: who.personId, name: 'Thị Hằng', grants: [] };
  return { actor, now };
};
const confirmed = async (who: Owner) => {
  await runtime.db.updateTable('people.person').set({ email_confirmed: true }).where('id', '=', who.personId).execute();
  return who;
};

let place = 0;
const ask = (typed: string, now = new Date()) =>
  askRecovery(runtime, { typed, language: 'vi', address: `10.50.${(place += 1) % 250}.1`, now });
/** Everything that waits is done, and what was sent to somebody since the beginning, oldest first. */
async function mailsTo(address: string) {
  await drainEvents(runtime, [recoveryJob]);
  await deliverJob.run(runtime, {}, 'test');
  const mails = await listMails(mailFolder(runtime.config), 500);
  return mails.filter(({ to }) => to === address).toReversed();
}
const linkIn = (text: string | undefined) => new URL(/https?:\/\/\S+/.exec(text ?? '')![0]).searchParams.get('link')!;
const codes = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? [] : result.problems?.map((each) => each.code));
const acts = async (subject: string) =>
  (await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: null, subject, limit: 50 }))).filter(({ kind }) => kind !== 'people.account')
    .map(({ kind, details }) => [kind, details]);
const signsIn = async (identifier: string, password: string) =>
  (await signIn(runtime, { identifier: identifierKey(identifier), password, address: `10.51.${(place += 1) % 250}.1`, now: new Date() })).ok;

describe('a forgotten password', () => {
  it('has one answer and one kind of work for every text, and a mail only for a proven address', async () => {
    const [proven, unproven] = [await confirmed(await newPerson(runtime)), await newPerson(runtime)];
    vi.mocked(hash).mockClear();
    vi.mocked(verify).mockClear();
    const statements = [];
    for (const typed of [proven.signInName, proven.email.toUpperCase(), unproven.email, 'không.có', '0976 111 000']) {
      const { rows: [before] } = await sql<{ n: number }>`select count(*)::int as n from platform.event`.execute(runtime.db);
      expect(await ask(typed), typed).toEqual({ ok: true, value: undefined });
      const { rows: [after] } = await sql<{ n: number }>`select count(*)::int as n from platform.event`.execute(runtime.db);
      statements.push(after!.n - before!.n);
    }
    expect(statements, 'one event each').toEqual([1, 1, 1, 1, 1]);
    expect([vi.mocked(hash).mock.calls, vi.mocked(verify).mock.calls]).toEqual([[], []]);
    const { rows } = await sql<{ text: string }>`select data::text as text from platform.event`.execute(runtime.db);
    expect(rows.map(({ text }) => text).join(), 'what was typed is kept nowhere').not.toMatch(/không|0976111000/);
    expect(await mailsTo(proven.email)).toHaveLength(2);
    expect(await mailsTo(unproven.email)).toHaveLength(0);
    expect(codes(await ask('   '))).toEqual(['signIn.identifier.missing']);
  });

  it('is replaced by a link, once, within half an hour; every session ends and roles to sign in stay', async () => {
    const who = await confirmed(await newPerson(runtime));
    const cookie = cookieHeader(await signedIn(runtime, who.signInName));
    await ask(who.email);
    const [mail] = await mailsTo(who.email);
    expect(mail?.text).toContain(`${runtime.config.publicOrigin}/quen-mat-khau/dat-lai?link=`);
    const link = linkIn(mail?.text);
    const { rows } = await sql<{ text: string }>`select l::text as text from people.mail_link l`.execute(runtime.db);
    expect(rows.map(({ text }) => text).join()).not.toContain(link);
    const at = (ms: number) => readRecoveryLink(runtime, { link, now: new Date(Date.now() + ms) });
    expect([(await at(29 * 60_000)).ok, (await at(31 * 60_000)).ok]).toEqual([true, false]);
    expect(codes(await resetPassword(runtime, { link, password: 'matkhau123456', now: new Date() }))).toEqual(['password.common']);
    expect((await resetPassword(runtime, { link, password: NEW, now: new Date() })).ok).toBe(true);
    expect(codes(await resetPassword(runtime, { link, password: NEW, now: new Date() }))).toEqual(['link.wrong']);
    expect((await actorOf(runtime, cookie, new Date())).kind).toBe('anonymous');
    expect([await signsIn(who.email, PASSWORD), await signsIn(who.email, NEW)]).toEqual([false, true]);
    expect(await acts(`person:${who.personId}`)).toEqual([['people.password', { how: 'mail' }]]);
    expect((await mailsTo(who.email)).at(-1)?.subject).toContain('đã được đổi');
  });

  it('lets somebody in whom wrong guesses had shut out', async () => {
    const who = await confirmed(await newPerson(runtime));
    for (let guess = 0; guess <= accountLimit.limit; guess += 1) await signsIn(who.signInName, 'sai');
    expect(await signsIn(who.signInName, PASSWORD)).toBe(false);
    await ask(who.email);
    const link = linkIn((await mailsTo(who.email)).at(-1)?.text);
    await resetPassword(runtime, { link, password: NEW, now: new Date() });
    expect(await signsIn(who.signInName, NEW)).toBe(true);
  });

  it('is asked for three times an hour, whatever is typed, and mailed three times whichever name is typed', async () => {
    const who = await confirmed(await newPerson(runtime));
    for (const typed of [who.email, 'ai.do.khong.co']) {
      const answers = [];
      for (let asked = 0; asked <= recoverTypedLimit.limit; asked += 1) answers.push((await ask(typed)).ok);
      expect(answers, typed).toEqual([true, true, true, false]);
    }
    expect((await ask(who.signInName)).ok).toBe(true);
    expect(await mailsTo(who.email)).toHaveLength(3);
  });

  it('does not work for a link to an address that is no longer the person’s, nor for an older link', async () => {
    const who = await confirmed(await newPerson(runtime));
    await ask(who.email);
    const older = linkIn((await mailsTo(who.email))[0]?.text);
    await ask(who.signInName);
    const newer = (await mailsTo(who.email)).map(({ text }) => linkIn(text)).find((link) => link !== older);
    expect(codes(await resetPassword(runtime, { link: older, password: NEW, now: new Date() }))).toEqual(['link.wrong']);
    await runtime.db.updateTable('people.person').set({ email: 'khac@vi-du.example' }).where('id', '=', who.personId).execute();
    expect(codes(await resetPassword(runtime, { link: newer!, password: NEW, now: new Date() }))).toEqual(['link.wrong']);
  });
});

describe('one’s own contacts', () => {
  it('an address counts once its link is opened; the former one is told', async () => {
    const who = await confirmed(await newPerson(runtime));
    const fresh = 'dia.chi.moi@vi-du.example';
    expect(await askEmail(runtime, { typed: ' Dia.Chi.Moi@vi-du.example ', language: 'vi' }, self(who))).toMatchObject({ ok: true });
    expect((await ownAccount(runtime, self(who))).identifiers.find(({ kind }) => kind === 'email')?.shown).toBe(who.email);
    const link = linkIn((await mailsTo(fresh))[0]?.text);
    expect(await readEmailLink(runtime, { link, now: new Date() })).toMatchObject({ value: { address: fresh } });
    expect((await confirmOwnEmail(runtime, { link, now: new Date() })).ok).toBe(true);
    expect((await confirmOwnEmail(runtime, { link, now: new Date() })).ok).toBe(false);
    expect(await ownAccount(runtime, self(who))).toMatchObject({ emailConfirmed: true });
    expect([await signsIn(fresh, PASSWORD), await signsIn(who.email, PASSWORD)]).toEqual([true, false]);
    expect((await mailsTo(who.email)).at(-1)?.subject).toContain('đã được đổi');
  });

  it('an address of somebody else has the same answer, and only its owner is told', async () => {
    const [who, owner] = [await newPerson(runtime), await newPerson(runtime)];
    const answer = await askEmail(runtime, { typed: owner.email, language: 'vi' }, self(who));
    expect(answer).toEqual({ ok: true, value: { email: owner.email } });
    const [mail] = await mailsTo(owner.email);
    expect(mail?.text).not.toContain('link=');
    for (const typed of ['', 'không phải', 'a@b', 'a@b.example\r\nBcc: x@y.example', 'a b@c.example']) {
      expect((await askEmail(runtime, { typed, language: 'vi' }, self(who))).ok, typed).toBe(false);
    }
  });

  it('a telephone is taken in any usual form, is one person’s, and can be given up', async () => {
    const [who, other] = [await newPerson(runtime), await newPerson(runtime)];
    expect((await changePhone(runtime, '+84 (0)976 222-333', self(who))).ok).toBe(true);
    for (const typed of ['0976222333', '0976 222 333', '+84976222333', '84 976.222.333']) expect(await signsIn(typed, PASSWORD), typed).toBe(true);
    await changePhone(runtime, '0911 000 111', self(other));
    expect(codes(await changePhone(runtime, '0976.222.333', self(other)))).toEqual(['phone.unusable']);
    expect(await signsIn('0911000111', PASSWORD), 'the old one stays').toBe(true);
    for (const typed of ['12345', 'số của tôi', '0976222333000']) expect(codes(await changePhone(runtime, typed, self(other)))).toEqual(['phone.form']);
    expect((await changePhone(runtime, '', self(who))).ok).toBe(true);
    expect(await signsIn('0976222333', PASSWORD)).toBe(false);
  });

  it('cannot be used to ask many times who has an account', async () => {
    const who = await newPerson(runtime);
    const answers = [];
    for (let tried = 0; tried <= contactLimit.limit; tried += 1) answers.push(codes(await changePhone(runtime, `09880000${10 + tried}`, self(who)))?.[0]);
    expect(answers.slice(0, -1)).toEqual(Array(contactLimit.limit).fill(undefined));
    expect(answers.at(-1)).toBe('contact.tooMany');
  });
});

describe('one’s own password', () => {
  it('is changed by who knows the old one; other sessions end, this one goes on', async () => {
    const who = await newPerson(runtime);
    const [here, there] = [cookieHeader(await signedIn(runtime, who.signInName)), cookieHeader(await signedIn(runtime, who.signInName))];
    const change = (old: string, password: string) =>
      changePassword(runtime, { old, password, headers: new Headers({ cookie: here }) }, self(who));
    expect(codes(await change('', NEW))).toEqual(['old.missing']);
    expect(codes(await change('sai rồi', NEW))).toEqual(['old.wrong']);
    expect(codes(await change(PASSWORD, 'Thị Hằng của tôi'))).toEqual(['password.personal']);
    expect((await change(PASSWORD, NEW)).ok).toBe(true);
    const kinds = [here, there].map(async (cookie) => (await actorOf(runtime, cookie, new Date())).kind);
    expect(await Promise.all(kinds)).toEqual(['person', 'anonymous']);
    expect([await signsIn(who.signInName, PASSWORD), await signsIn(who.signInName, NEW)]).toEqual([false, true]);
    expect(await acts(`person:${who.personId}`)).toEqual([['people.password', { how: 'own' }]]);
  });

  it('waits for its turn to be hashed, and says when to come back instead of waiting for ever', async () => {
    const who = await newPerson(runtime);
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    const crowd = Array.from({ length: 80 }, () => hashing.run(() => gate));
    const change = changePassword(runtime, { old: PASSWORD, password: NEW, headers: new Headers() }, self(who));
    const link = await change;
    release();
    await Promise.all(crowd);
    expect(codes(link)).toEqual(['signIn.busy']);
  });
});

describe('sessions', () => {
  it('are listed with what the person recognises, coarse, and end at the next request', async () => {
    const who = await newPerson(runtime);
    const now = new Date();
    const open = async (device: string, shared = false) => {
      const entered = await signIn(runtime, { identifier: who.signInName, password: PASSWORD, address: `10.52.${(place += 1)}.1`, device, shared, now });
      return entered.ok ? entered.value.cookies : [];
    };
    const [here, there, hall] = [await open('Firefox · Windows'), await open('Chrome · Android'), await open('Edge · Windows', true)];
    const headers = new Headers({ cookie: cookieHeader(here) });
    const list = await ownSessions(runtime, { ...self(who, now), headers });
    expect(list[0]).toMatchObject({ device: 'Firefox · Windows', current: true, shared: false });
    expect(list.slice(1).map(({ device, current, shared }) => [device, current, shared]).sort()).toEqual([
      ['Chrome · Android', false, false],
      ['Edge · Windows', false, true],
    ]);
    expect(list.every(({ usedAt }) => usedAt.getTime() % HOUR === 0)).toBe(true);
    const there_ = list.find(({ device }) => device === 'Chrome · Android')!;
    const stranger = await newPerson(runtime);
    expect(codes(await endOwnSession(runtime, there_.id, self(stranger)))).toEqual(['session.missing']);
    expect((await endOwnSession(runtime, there_.id, self(who))).ok).toBe(true);
    expect((await actorOf(runtime, cookieHeader(there), now)).kind).toBe('anonymous');
    expect(codes(await endOwnSession(runtime, 'x', self(who)))).toEqual(['session.missing']);
    expect(await endOthers(runtime, { ...self(who, now), headers })).toBe(1);
    expect((await actorOf(runtime, cookieHeader(hall), now)).kind).toBe('anonymous');
    expect((await actorOf(runtime, cookieHeader(here), now)).kind).toBe('person');
    expect(await acts(`person:${who.personId}`)).toEqual([['people.sessionsEnded', { count: 1 }], ['people.sessionsEnded', { count: 1 }]]);
  });

  it('on a device of others last an hour and leave no cookie behind; the request says so', async () => {
    const who = await newPerson(runtime);
    const entered = await signIn(runtime, { identifier: who.signInName, password: PASSWORD, address: '10.53.0.1', shared: true, now: new Date() });
    const [cookie] = entered.ok ? entered.value.cookies : [];
    expect(cookie?.options.maxAge).toBeUndefined();
    const at = (ms: number) => actorOf(runtime, cookieHeader([cookie!]), new Date(Date.now() + ms));
    expect(await at(HOUR - 60_000)).toMatchObject({ kind: 'person', shared: true });
    expect((await at(HOUR + 60_000)).kind).toBe('anonymous');
  });

  it('note that they are used once an hour, and write nothing in between', async () => {
    const who = await newPerson(runtime);
    const cookie = cookieHeader(await signedIn(runtime, who.signInName));
    const usedAt = async () =>
      (await runtime.db.selectFrom('people.session').select(['used_at', sql<string>`xmin::text`.as('xmin')]).where('person_id', '=', who.personId).executeTakeFirstOrThrow());
    const before = await usedAt();
    await actorOf(runtime, cookie, new Date());
    expect(await usedAt()).toEqual(before);
    await actorOf(runtime, cookie, new Date(Date.now() + 2 * HOUR));
    expect((await usedAt()).used_at!.getTime()).toBe(before.used_at!.getTime() + 2 * HOUR);
  });
});
