import { hash, verify } from '@node-rs/argon2';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { wrongCodeLimit } from '../rules/activation.ts';
import { identifierKey } from '../rules/identifier.ts';
import { operator, type Person } from '../rules/roles.ts';
import { activate, readActivation } from './activate.server.ts';
import { activationUrl, inviteMembers, issueActivations, type Issued } from './activation.server.ts';
import { grantRole } from './grant.server.ts';
import { actorOf, signIn } from './sign-in.server.ts';
import { PASSWORD, cookieHeader, newPerson, signedIn } from './testing.ts';

/** The real hashing, counted. */
vi.mock(import('@node-rs/argon2'), async (original) => {
  const real = await original();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

/** Thành ủy, of the sample bodies, and a board below it. */
const TOP = 100;
const LOW = 210;
const DAY = 86_400_000;
const CHOSEN = 'con đường đất đỏ sau mưa';

let runtime: TestRuntime;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
});
afterAll(() => runtime.drop());

const officer = (personId: string, role: 'officer' | 'administrator' = 'officer', bodyId = TOP): Person =>
  ({ kind: 'person', personId, name: 'Nguyễn Thị Thu Hà', grants: [{ role, bodyId }] });

let count = 0;
/** Somebody invited, of whom nobody else knows. */
async function invited(more: { phone?: string; email?: string } = {}) {
  count += 1;
  const member = { name: `Điểu Thị Mai ${count}`, memberCode: `CB-01-${String(count).padStart(4, '0')}`, ...more };
  const [personId = ''] = await runtime.db.transaction().execute((tx) =>
    inviteMembers(tx, [member], { by: operator, bodyId: TOP, now: new Date() }),
  );
  return { personId, ...member };
}

const issue = (ids: string[], { by = operator, channel = 'letter', now = new Date() }: Partial<{ by: Person | typeof operator; channel: 'letter' | 'email'; now: Date }> = {}) =>
  runtime.db.transaction().execute((tx) =>
    issueActivations(tx, ids, { by, channel, bodyId: TOP, bodyName: 'Thành ủy', config: runtime.config, now }),
  );
const codeFor = async (personId: string): Promise<Issued> => {
  const { issued } = await issue([personId]);
  return issued[0]!;
};

const open = (code: string, more: Partial<Parameters<typeof activate>[1]> = {}) =>
  activate(runtime, { code, password: CHOSEN, consent: true, language: 'vi', address: `10.20.${(count += 1) % 200}.1`, now: new Date(), ...more });
const codesOf = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? [] : result.problems?.map((each) => each.code));

describe('a code', () => {
  it('opens the account once, and the person signs in with everything they have', async () => {
    const who = await invited({ phone: '0976175123', email: 'mai@vi-du.example' });
    const { code, expiresAt } = await codeFor(who.personId);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(Math.round((expiresAt.getTime() - Date.now()) / DAY)).toBe(60);
    expect(activationUrl(runtime.config, code)).toBe(`${runtime.config.publicOrigin}/kich-hoat?code=${code}`);

    const attempt = { code: ` ${code.toLowerCase().replaceAll('-', ' ')} `, address: '10.30.0.1', now: new Date() };
    const read = await readActivation(runtime, attempt);
    expect(read).toMatchObject({ ok: true, value: { name: who.name, again: false } });

    const opened = await open(code);
    if (!opened.ok) throw new Error(JSON.stringify(opened));
    const actor = await actorOf(runtime, cookieHeader(opened.value.cookies), new Date());
    expect(actor).toMatchObject({ kind: 'person', personId: who.personId, name: who.name });
    expect(codesOf(await open(code))).toEqual(['activation.wrong']);

    for (const typed of [who.memberCode, '0976175123', 'mai@vi-du.example']) {
      const result = await signIn(runtime, { identifier: identifierKey(typed), password: CHOSEN, address: '10.31.0.1', now: new Date() });
      expect(result.ok, typed).toBe(true);
    }
    const { rows } = await sql<{ data: { personId: string; notice: string } }>`
      select data from platform.event where name = 'people.activated'`.execute(runtime.db);
    expect(rows.map(({ data }) => data)).toContainEqual(expect.objectContaining({ personId: who.personId, notice: '2026-11', language: 'vi' }));
  });

  it('is nowhere in the database, only its keyed hash', async () => {
    const { personId } = await invited({ email: `giu.${count}@vi-du.example` });
    const { code } = await codeFor(personId);
    const { rows } = await sql<{ text: string }>`select t::text as text from people.activation t`.execute(runtime.db);
    expect(rows.some(({ text }) => text.includes(code) || text.includes(code.replaceAll('-', '')))).toBe(false);
    expect((await readActivation({ ...runtime, config: { ...runtime.config, secret: 'y'.repeat(32) } }, { code, address: '10.32.0.1', now: new Date() })).ok).toBe(false);
  });

  it('is void when a newer one is made, after its days, and with the account', async () => {
    const { personId } = await invited();
    const first = await codeFor(personId);
    const second = await codeFor(personId);
    expect(codesOf(await open(first.code))).toEqual(['activation.wrong']);
    const read = (at: number) => readActivation(runtime, { code: second.code, address: '10.33.0.1', now: new Date(Date.now() + at) });
    expect((await read(60 * DAY - 60_000)).ok).toBe(true);
    expect((await read(60 * DAY + 60_000)).ok).toBe(false);
    await runtime.db.updateTable('people.person').set({ closed_at: new Date() }).where('id', '=', personId).execute();
    expect((await read(0)).ok).toBe(false);
    const { issued, refused } = await issue([personId]);
    expect([issued, refused]).toEqual([[], [personId]]);
  });

  it('that two requests bring at once opens one account session', async () => {
    const { personId } = await invited();
    const { code } = await codeFor(personId);
    const both = await Promise.all([open(code), open(code)]);
    expect(both.filter((each) => each.ok)).toHaveLength(1);
  });

  it('gives one answer for everything that is wrong, and stops who tries; others go on', async () => {
    const { personId } = await invited();
    const { code } = await codeFor(personId);
    const used = await codeFor((await invited()).personId);
    await open(used.code);
    const wrong = ['x', '0000-0000-0000-00000', `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`, used.code];
    const from = (address: string, text: string) => readActivation(runtime, { code: text, address, now: new Date() });
    for (const text of wrong) {
      expect(await from('198.51.100.7', text)).toEqual({ ok: false, problems: [{ field: 'code', code: 'activation.wrong' }] });
    }
    for (let tried = wrong.length; tried < wrongCodeLimit.limit; tried += 1) await from('198.51.100.8', 'x');
    expect(codesOf(await from('198.51.100.9', code))).toEqual(['activation.tooMany']);
    expect(codesOf(await from('198.51.100.9', 'x'))).toEqual(['activation.tooMany']);
    // Right codes are not counted: a whole hall opens its accounts from one address.
    for (let read = 0; read < wrongCodeLimit.limit + 5; read += 1) expect((await from('203.0.113.9', code)).ok).toBe(true);
  });

  it('is not used up by a password that cannot be, and hashes nothing for it', async () => {
    const { personId, name, memberCode } = await invited({ phone: '0976175999' });
    const { code } = await codeFor(personId);
    vi.mocked(hash).mockClear();
    vi.mocked(verify).mockClear();
    for (const [password, problem] of [
      ['', 'password.missing'],
      ['ngắn quá', 'password.tooShort'],
      ['x'.repeat(201), 'password.tooLong'],
      ['Matkhau123456', 'password.common'],
      [`${name} của tôi`, 'password.personal'],
      [`mật mã ${memberCode}`, 'password.personal'],
      ['số của tôi 0976 175 999', 'password.personal'],
      [`lá thư ${code}`, 'password.personal'],
    ] as const) {
      expect(codesOf(await open(code, { password })), password).toEqual([problem]);
    }
    expect(codesOf(await open(code, { consent: false }))).toEqual(['consent.missing']);
    expect(codesOf(await open(code, { consent: false, password: 'ngan' }))).toEqual(['password.tooShort', 'consent.missing']);
    expect(vi.mocked(hash)).not.toHaveBeenCalled();
    expect((await open(code)).ok).toBe(true);
  });
});

describe('issuing', () => {
  it('is one act with the count, and one for each account that was active', async () => {
    const [one, two] = [await invited(), await invited()];
    const active = await newPerson(runtime, 'Thạch Sô Phia');
    const by = officer((await newPerson(runtime)).personId);
    const { issued } = await issue([one.personId, two.personId, active.personId], { by });
    expect(issued.map(({ again }) => again)).toEqual([false, false, true]);
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: null, actorId: by.personId, limit: 10 }));
    expect(acts.map(({ kind, subject, details }) => [kind, subject, details])).toEqual([
      ['people.reissue', `person:${active.personId}`, { channel: 'letter' }],
      ['people.letters', 'body:100', { channel: 'letter', count: 3 }],
    ]);
    expect(JSON.stringify(acts)).not.toContain(issued[0]!.code);
  });

  it('for who holds a role is for its administrator, and never for oneself', async () => {
    const chief = await newPerson(runtime, 'Lê Minh Khôi');
    await grantRole(runtime, { personId: chief.personId, role: 'administrator', bodyId: TOP }, { by: operator, now: new Date() });
    const someone = (await newPerson(runtime)).personId;
    const refusedBy = async (by: Person) => (await issue([chief.personId], { by })).refused;
    expect(await refusedBy(officer(someone))).toEqual([chief.personId]);
    expect(await refusedBy(officer(someone, 'administrator', LOW))).toEqual([chief.personId]);
    expect(await refusedBy(officer(chief.personId, 'administrator'))).toEqual([chief.personId]);
    expect(await refusedBy(officer(someone, 'administrator'))).toEqual([]);
  });

  it('again lets a forgotten password be replaced: sessions end, roles and the name to sign in stay', async () => {
    const who = await newPerson(runtime, 'Điểu Hùng');
    await grantRole(runtime, { personId: who.personId, role: 'editor', bodyId: LOW }, { by: operator, now: new Date() });
    const before = cookieHeader(await signedIn(runtime, who.signInName));
    const { code } = await codeFor(who.personId);
    expect(await readActivation(runtime, { code, address: '10.34.0.1', now: new Date() })).toMatchObject({ value: { again: true } });
    const opened = await open(code, { consent: false });
    expect(opened.ok).toBe(true);
    expect((await actorOf(runtime, before, new Date())).kind).toBe('anonymous');
    const attempt = { identifier: who.signInName, address: '10.35.0.1', now: new Date() };
    expect((await signIn(runtime, { ...attempt, password: PASSWORD })).ok).toBe(false);
    expect((await signIn(runtime, { ...attempt, password: CHOSEN })).ok).toBe(true);
    const { rows } = await sql`select from people.role_grant where person_id = ${who.personId} and revoked_at is null`.execute(runtime.db);
    expect(rows).toHaveLength(1);
  });

  it('by mail goes to those with an address, for a week, and proves the address', async () => {
    const [with_, without] = [await invited({ email: 'thu.ha@vi-du.example' }), await invited()];
    const { issued, refused } = await issue([with_.personId, without.personId], { channel: 'email' });
    expect([issued.length, refused]).toEqual([1, [without.personId]]);
    expect(Math.round((issued[0]!.expiresAt.getTime() - Date.now()) / DAY)).toBe(7);
    const { rows } = await sql<{ recipient: string; body: string }>`select recipient, body from mail.message`.execute(runtime.db);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ recipient: 'thu.ha@vi-du.example' });
    expect(rows[0]!.body).toContain(activationUrl(runtime.config, issued[0]!.code));
    await open(issued[0]!.code);
    const person = await runtime.db.selectFrom('people.person').select('email_confirmed').where('id', '=', with_.personId).executeTakeFirstOrThrow();
    expect(person.email_confirmed).toBe(true);
  });

  it('leaves a telephone of the family with whoever had it first', async () => {
    const first = await invited({ phone: '0911222333', email: 'nha@vi-du.example' });
    const second = await invited({ phone: '+84 911 222 333', email: 'nha@vi-du.example' });
    const kinds = async (personId: string) =>
      (await runtime.db.selectFrom('people.identifier').select('kind').where('person_id', '=', personId).orderBy('kind').execute()).map(({ kind }) => kind);
    expect(await kinds(first.personId)).toEqual(['code', 'email', 'phone']);
    expect(await kinds(second.personId)).toEqual(['code']);
  });
});
