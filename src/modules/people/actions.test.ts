import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { dayOf, startOf, addDays } from '#platform/clock.ts';
import { readConfig } from '#platform/config.server.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { createPersonFromCommandLine, newPasswordFromCommandLine } from './actions/command-line.server.ts';
import { authentication } from './actions/authentication.server.ts';
import { hashPassword, verifyPassword } from './actions/password.server.ts';
import { createPerson, grantRole, revokeRole } from './actions/persons.server.ts';
import { deskOf } from './actions/desk.server.ts';
import { SAMPLE_PASSWORD, loadSample } from './actions/sample.server.ts';
import { actorOf, signIn, signOut, type Cookie } from './actions/sign-in.server.ts';
import { hasSessionCookie } from './actions/cookie.server.ts';
import { accountLimit, addressLimit, operator, type Person } from './rules.ts';
import { deleteExpiredSessions, nameOf, namesOf, personNamed, personsWithRole } from './store.server.ts';

const PASSWORD = 'Cau-Noi-mau-2026';
const secret = 'a secret of tests, long enough to be accepted';
const local = readConfig({ SECRET: secret, DATA_DIR: '/nowhere' });
const online = readConfig({ SECRET: secret, DATA_DIR: '/nowhere', PUBLIC_ORIGIN: 'https://caunoi.example.vn' });
/** Thành ủy > UBND thành phố > Sở Nông nghiệp và Môi trường, of the sample bodies. */
const [TOP, MIDDLE, LOW] = [100, 200, 210];
const HOUR = 3_600_000;

let database: TestDatabase;
let ground: { db: TestDatabase['db']; config: typeof local };
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  await loadBodies(database.db);
  ground = { db: database.db, config: local };
});
afterAll(() => database.drop());

let count = 0;
/** A person of its own for each test, so that tests do not meet in counters. */
async function newPerson(name = 'Thị Hằng') {
  count += 1;
  const signInName = `canbo.${count}`;
  const email = `canbo.${count}@vi-du.example`;
  const created = await createPerson(ground, { name, signInName, email, password: PASSWORD }, { by: operator, now: new Date() });
  if (!created.ok) throw new Error(JSON.stringify(created));
  return { personId: created.value.personId, signInName, email };
}

const header = (cookies: Cookie[]) => cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
async function signedIn(identifier: string, now = new Date(), on = ground) {
  const result = await signIn(on, { identifier, password: PASSWORD, address: `10.1.${count % 200}.1`, now });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value.cookies;
}

describe('signing in', () => {
  it('works by name and by e-mail, in any case, and the request then has a name', async () => {
    const { personId, signInName, email } = await newPerson('Lâm Sa Rêm');
    for (const identifier of [signInName, email, signInName.toUpperCase(), ` ${email.toUpperCase()} `.trim()]) {
      const cookies = await signedIn(identifier);
      const actor = await actorOf(ground, new Headers({ cookie: `other=1; ${header(cookies)}` }), new Date());
      expect(actor).toEqual({ kind: 'person', personId, name: 'Lâm Sa Rêm', grants: [] });
    }
  });

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const { signInName } = await newPerson();
    const [plain] = await signedIn(signInName);
    expect(plain).toMatchObject({
      name: 'caunoi_session',
      options: { path: '/', httpOnly: true, secure: false, sameSite: 'lax', maxAge: 12 * 3_600 },
    });
    const https = { db: database.db, config: online };
    const cookies = await signedIn(signInName, new Date(), https);
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatchObject({ name: '__Host-caunoi_session', options: { secure: true, path: '/' } });
    expect(hasSessionCookie(header(cookies))).toBe(true);
    expect((await actorOf(https, header(cookies), new Date())).kind).toBe('person');
    expect((await actorOf(ground, header(cookies), new Date())).kind).toBe('anonymous');
  });

  it('says the same of a wrong password, an unknown name, a closed account and one without password', async () => {
    const { signInName } = await newPerson();
    const closed = await newPerson();
    const bare = await newPerson();
    await database.db.updateTable('people.person').set({ closed_at: new Date() }).where('id', '=', closed.personId).execute();
    await database.db.deleteFrom('people.credential').where('person_id', '=', bare.personId).execute();
    for (const [identifier, password] of [
      [signInName, 'wrong'], ['nobody.here', PASSWORD], ['nobody@vi-du.example', PASSWORD], ['?', PASSWORD], ['%', PASSWORD],
      [closed.signInName, PASSWORD], [bare.signInName, PASSWORD],
    ] as const) {
      const result = await signIn(ground, { identifier, password, address: '10.2.0.1', now: new Date() });
      expect(result).toEqual({ ok: false, problems: [{ code: 'signIn.wrong' }] });
    }
  });

  it('does the work of one hash for every answer, known account or not', async () => {
    const { signInName } = await newPerson();
    const { password: hashes } = await (await authentication(ground)).$context;
    const hash = vi.spyOn(hashes, 'hash');
    const verify = vi.spyOn(hashes, 'verify');
    for (const identifier of [signInName, 'nobody.at.all']) {
      await signIn(ground, { identifier, password: 'wrong', address: '10.3.0.1', now: new Date() });
    }
    expect([verify.mock.calls.length, hash.mock.calls.length]).toEqual([1, 1]);
    vi.restoreAllMocks();
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
  it('is checked five times an hour an account, whatever the address and whoever exists; then even the right one waits', async () => {
    const { signInName } = await newPerson();
    const now = new Date();
    for (const identifier of [signInName, 'never.was']) {
      const codes = [];
      for (let guess = 0; guess < accountLimit.limit + 3; guess += 1) {
        const address = `172.${16 + guess}.${identifier.length}.1`;
        const result = await signIn(ground, { identifier, password: 'guess', address, now });
        codes.push(result.ok ? 'in' : result.problems[0]?.code);
      }
      expect(codes).toEqual([...Array(accountLimit.limit).fill('signIn.wrong'), ...Array(3).fill('signIn.tooMany')]);
    }
    const attempt = { identifier: signInName, password: PASSWORD, address: '172.31.9.9', now };
    expect(await signIn(ground, attempt)).toEqual({ ok: false, problems: [{ code: 'signIn.tooMany', values: { minutes: 60 } }] });
    const later = new Date(now.getTime() + HOUR + 1_000);
    expect((await signIn(ground, { ...attempt, now: later })).ok).toBe(true);
  });

  it('is forgotten after the right password', async () => {
    const { signInName } = await newPerson();
    for (let round = 0; round < 3; round += 1) {
      for (let guess = 0; guess < accountLimit.limit - 1; guess += 1) {
        await signIn(ground, { identifier: signInName, password: 'typo', address: '10.4.0.1', now: new Date() });
      }
      await signedIn(signInName);
    }
  });

  it('from one address range ends for all accounts, without using up anybody’s own guesses', async () => {
    const { signInName } = await newPerson();
    const now = new Date();
    for (let tried = 0; tried < addressLimit.limit; tried += 1) {
      const key = await addressKey(database.db, `198.51.100.${tried}`, now);
      await take(database.db, { rule: addressLimit, key, now });
    }
    for (let guess = 0; guess < accountLimit.limit; guess += 1) {
      const refused = await signIn(ground, { identifier: signInName, password: 'x', address: '198.51.100.200', now });
      expect(refused).toMatchObject({ problems: [{ code: 'signIn.tooMany' }] });
    }
    const elsewhere = { identifier: signInName, password: PASSWORD, address: '203.0.113.1', now };
    expect((await signIn(ground, elsewhere)).ok).toBe(true);
  });
});

describe('a session', () => {
  it('ends after its time, with the account, and at sign-out on the server too', async () => {
    const { personId, signInName } = await newPerson();
    const cookie = header(await signedIn(signInName));
    const at = (ms: number) => actorOf(ground, cookie, new Date(Date.now() + ms));
    expect((await at(12 * HOUR - 60_000)).kind).toBe('person');
    expect((await at(12 * HOUR + 60_000)).kind).toBe('anonymous');

    await database.db.updateTable('people.person').set({ closed_at: new Date() }).where('id', '=', personId).execute();
    expect((await at(0)).kind).toBe('anonymous');
    await database.db.updateTable('people.person').set({ closed_at: null }).where('id', '=', personId).execute();
    expect((await at(0)).kind).toBe('person');

    const cleared = await signOut(ground, new Headers({ cookie }));
    expect(cleared.find((each) => each.name === 'caunoi_session')).toMatchObject({ value: '', options: { maxAge: 0 } });
    expect((await at(0)).kind).toBe('anonymous');
  });

  it('is forgotten some time after its end, not before', async () => {
    const { signInName } = await newPerson();
    const cookie = header(await signedIn(signInName));
    await deleteExpiredSessions(database.db, new Date());
    expect((await actorOf(ground, cookie, new Date())).kind).toBe('person');
    expect(await deleteExpiredSessions(database.db, new Date(Date.now() + 13 * HOUR))).toBeGreaterThan(0);
    expect((await actorOf(ground, cookie, new Date())).kind).toBe('anonymous');
  });

  it('keeps nothing about from where', async () => {
    const columns = await database.db
      .selectFrom('information_schema.columns').select('column_name')
      .where('table_schema', '=', 'people').where('table_name', '=', 'session').execute();
    expect(columns.map((column: { column_name: string }) => column.column_name).sort()).toEqual(
      ['created_at', 'expires_at', 'id', 'person_id', 'token', 'updated_at'],
    );
  });

  it('is not opened by a cookie that we did not sign, and such a cookie costs no query', async () => {
    const unreachable = { config: local, get db(): never { throw new Error('queried'); } };
    const { signInName } = await newPerson();
    const value = (await signedIn(signInName))[0]?.value ?? '';
    const [token = '', signature = ''] = value.split(/\.(?=[^.]*$)/);
    const forged = ['', token, `${token}.`, `${token}.AAAA`, `.${signature}`, `x${token}.${signature}`, '%E0%A4%A', `"${'a'.repeat(9_000)}"`];
    for (const each of forged) {
      expect(await actorOf(unreachable, `caunoi_session=${each}`, new Date())).toEqual({ kind: 'anonymous' });
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await actorOf(unreachable, `caunoi_session=${encodeURIComponent(text.toWellFormed())}`, new Date())).toEqual({ kind: 'anonymous' });
        expect(await actorOf(unreachable, text, new Date())).toEqual({ kind: 'anonymous' });
      }),
    );
    expect(await actorOf(unreachable, null, new Date())).toEqual({ kind: 'anonymous' });
  });
});

describe('roles', () => {
  const today = dayOf(new Date());

  it('hold from their first to their last day, in Viet Nam', async () => {
    const { personId, signInName } = await newPerson();
    const cookie = header(await signedIn(signInName));
    await grantRole(ground, { personId, role: 'officer', bodyId: TOP, validFrom: today, validTo: today }, { by: operator, now: new Date() });
    const grantsAt = async (at: Date) => {
      // The session itself must live on the days that are asked about.
      await database.db.updateTable('people.session').set({ expires_at: new Date(at.getTime() + HOUR) }).where('person_id', '=', personId).execute();
      const actor = await actorOf(ground, cookie, at);
      return actor.kind === 'person' ? actor.grants : 'anonymous';
    };
    const start = startOf(today).getTime();
    expect(await grantsAt(new Date(start - 1))).toEqual([]);
    expect(await grantsAt(new Date(start))).toEqual([{ role: 'officer', bodyId: TOP }]);
    expect(await grantsAt(new Date(start + 24 * HOUR - 1))).toEqual([{ role: 'officer', bodyId: TOP }]);
    expect(await grantsAt(new Date(start + 24 * HOUR))).toEqual([]);
  });

  it('stop at the very next request after they were taken away', async () => {
    const { personId, signInName } = await newPerson();
    const cookie = header(await signedIn(signInName));
    const now = new Date();
    const granted = await grantRole(ground, { personId, role: 'legal', bodyId: TOP }, { by: operator, now });
    if (!granted.ok) throw new Error('not granted');
    const grants = async () => ((await actorOf(ground, cookie, now)) as Person).grants;
    expect(await grants()).toHaveLength(1);
    expect((await revokeRole(ground, granted.value.grantId, { by: operator, now })).ok).toBe(true);
    expect(await grants()).toEqual([]);
    expect(await revokeRole(ground, granted.value.grantId, { by: operator, now })).toEqual({ ok: false, problems: [{ code: 'grant.unknown' }] });
    expect((await grantRole(ground, { personId, role: 'legal', bodyId: TOP }, { by: operator, now })).ok).toBe(true);
  });

  it('are granted once, by an administrator above, and remember by whom', async () => {
    const { personId } = await newPerson();
    const chief = await newPerson('Thạch Ngọc Sơn');
    const now = new Date();
    const as = (role: 'administrator' | 'reviewer', bodyId: number): Person => ({ kind: 'person', personId: chief.personId, name: '', grants: [{ role, bodyId }] });
    const grant = { personId, role: 'answerer', bodyId: LOW } as const;
    for (const by of [as('reviewer', TOP), { kind: 'anonymous' } as const, { ...as('administrator', MIDDLE), grants: [] }]) {
      expect(await grantRole(ground, grant, { by, now })).toEqual({ ok: false, problems: [{ code: 'forbidden' }] });
    }
    expect(await grantRole(ground, { ...grant, bodyId: TOP }, { by: as('administrator', MIDDLE), now })).toMatchObject({ ok: false });
    const granted = await grantRole(ground, grant, { by: as('administrator', MIDDLE), now });
    expect(granted.ok).toBe(true);
    expect(await grantRole(ground, { ...grant, bodyId: 999 }, { by: operator, now })).toMatchObject({ problems: [{ code: 'body.unknown' }] });
    expect(await grantRole(ground, grant, { by: operator, now })).toEqual({ ok: false, problems: [{ code: 'grant.exists' }] });
    const row = await database.db.selectFrom('people.role_grant').selectAll().where('person_id', '=', personId).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ granted_by: chief.personId, valid_from: dayOf(now), valid_to: null, revoked_at: null });
    const { grantId } = granted.ok ? granted.value : { grantId: 0 };
    expect(await revokeRole(ground, grantId, { by: as('reviewer', TOP), now })).toEqual({ ok: false, problems: [{ code: 'forbidden' }] });
  });

  it('are found for a body, the nearest holder first, and only while in force', async () => {
    const near = await newPerson('Điểu K’Rứ');
    const far = await newPerson('Nguyễn Văn Ấn');
    const later = await newPerson();
    const now = new Date();
    for (const [who, bodyId, validFrom] of [[far, TOP, today], [near, LOW, today], [later, LOW, addDays(today, 1)]] as const) {
      await grantRole(ground, { personId: who.personId, role: 'moderator', bodyId, validFrom }, { by: operator, now });
    }
    const found = await personsWithRole(database.db, 'moderator', [LOW, MIDDLE, TOP], now);
    expect(found.map(({ name, bodyId }) => [name, bodyId])).toEqual([['Điểu K’Rứ', LOW], ['Nguyễn Văn Ấn', TOP]]);
    expect(found[0]).toEqual({ personId: near.personId, name: 'Điểu K’Rứ', email: near.email, bodyId: LOW });
    expect(await personsWithRole(database.db, 'moderator', [], now)).toEqual([]);
    expect(await nameOf(database.db, far.personId)).toBe('Nguyễn Văn Ấn');
    expect((await namesOf(database.db, [])).size).toBe(0);
  });
});

describe('making accounts', () => {
  it('is for administrators, refuses a taken name or e-mail and every extra field, and leaves nothing behind', async () => {
    const taken = await newPerson();
    const now = new Date();
    const person = { name: 'Thị Bé', signInName: 'thi.be', email: 'thi.be@vi-du.example', password: PASSWORD };
    const officer: Person = { kind: 'person', personId: taken.personId, name: '', grants: [{ role: 'officer', bodyId: TOP }] };
    expect(await createPerson(ground, person, { by: officer, now })).toEqual({ ok: false, problems: [{ code: 'forbidden' }] });
    for (const extra of ['id', 'email_confirmed', 'closed_at', 'role', 'person_id', 'password_hash']) {
      expect((await createPerson(ground, { ...person, [extra]: 'x' }, { by: operator, now })).ok).toBe(false);
    }
    for (const clash of [{ signInName: taken.signInName }, { email: taken.email }]) {
      expect(await createPerson(ground, { ...person, ...clash }, { by: operator, now })).toMatchObject({ problems: [{ code: 'signInName.taken' }] });
    }
    const rows = await database.db.selectFrom('people.person').select('id').where('full_name', '=', 'Thị Bé').execute();
    expect(rows).toEqual([]);
  });

  it('works from the command line, with a password made on the spot and a role', async () => {
    const now = new Date();
    const args = { name: 'Thạch Thị Na', signInName: 'na.tt', role: 'editor', body: 'BTGDVTU' };
    const made = await createPersonFromCommandLine(ground, args, now);
    const password = made.ok ? (made.value.madePassword ?? '') : '';
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const result = await signIn(ground, { identifier: 'na.tt', password, address: '10.9.9.9', now });
    const actor = await actorOf(ground, header(result.ok ? result.value.cookies : []), now);
    expect(actor).toMatchObject({ name: 'Thạch Thị Na', grants: [{ role: 'editor', bodyId: 103 }] });
    for (const [change, code] of [[{ role: 'king' }, 'role.unknown'], [{ body: 'X' }, 'body.unknown'], [{ role: undefined }, 'role.unknown']] as const) {
      expect(await createPersonFromCommandLine(ground, { ...args, signInName: 'other', ...change }, now)).toMatchObject({ problems: [{ code }] });
    }
  });

  it('gives a forgotten password anew and ends what the old one opened', async () => {
    const { signInName } = await newPerson();
    const now = new Date();
    const cookie = header(await signedIn(signInName));
    const made = await newPasswordFromCommandLine(ground, { signInName: signInName.toUpperCase() }, now);
    const password = made.ok ? (made.value.madePassword ?? '') : '';
    expect((await actorOf(ground, cookie, now)).kind).toBe('anonymous');
    const attempt = { identifier: signInName, address: '10.8.8.8', now };
    expect((await signIn(ground, { ...attempt, password: PASSWORD })).ok).toBe(false);
    expect((await signIn(ground, { ...attempt, password })).ok).toBe(true);
    expect(await newPasswordFromCommandLine(ground, { signInName: 'not.here' }, now)).toMatchObject({ problems: [{ code: 'signInName.unknown' }] });
    expect(await newPasswordFromCommandLine(ground, { signInName, password: 'short' }, now)).toMatchObject({ problems: [{ code: 'password.tooShort' }] });
  });
});

describe('the sample people', () => {
  it('are made once, sign in with the shared password, and hold what the journeys need', async () => {
    const now = new Date();
    const lines = await loadSample(ground, now);
    expect(await loadSample(ground, now)).toEqual(lines);
    expect(lines).toHaveLength(11);
    const attempt = { identifier: 'canbo.tiepnhan', password: SAMPLE_PASSWORD, address: '10.7.7.7', now };
    const result = await signIn(ground, attempt);
    const actor = await actorOf(ground, header(result.ok ? result.value.cookies : []), now);
    if (actor.kind === 'anonymous') throw new Error('nobody');
    const desk = await deskOf(ground, actor, now);
    expect(desk.places.map((place) => place.path)).toEqual(['/desk/ideas']);
    expect(desk.charges).toEqual([
      { role: 'officer', body: 'Ban Tuyên giáo và Dân vận Thành ủy' },
      { role: 'moderator', body: 'Ban Tuyên giáo và Dân vận Thành ủy' },
    ]);
    const reviewers = await personsWithRole(database.db, 'reviewer', [1_225_210, MIDDLE, TOP], now);
    expect(reviewers.map((holder) => holder.name)).toEqual(['Phạm Quốc Hùng', 'Điểu Minh Sơn']);
  });

  it('neither come to be nor sign in in production', async () => {
    const now = new Date();
    await loadSample(ground, now);
    const earnest = { db: database.db, config: { ...local, mode: 'production' as const } };
    const attempt = { identifier: 'quantri', password: SAMPLE_PASSWORD, address: '10.7.7.8', now };
    expect(await signIn(earnest, attempt)).toEqual({ ok: false, problems: [{ code: 'signIn.wrong' }] });
    await database.db.deleteFrom('people.person').where('sample', '=', true).execute();
    expect(await loadSample(earnest, now)).toHaveLength(1);
    expect(await personNamed(database.db, 'quantri', now)).toBeUndefined();
  });
});
