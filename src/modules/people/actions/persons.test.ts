import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBodies } from '#modules/organisation/index.server.ts';
import { loadPlaces } from '#modules/places/index.server.ts';
import { addDays, dayOf, startOf } from '#platform/clock.ts';
import { readConfig } from '#platform/config.server.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { operator, type Person } from '../rules/roles.ts';
import { personsWithRole } from '../store/grant.server.ts';
import { nameOf, namesOf, personNamed } from '../store/person.server.ts';
import type { Ground } from './authentication.server.ts';
import { createPersonFromCommandLine, newPasswordFromCommandLine } from './command-line.server.ts';
import { deskOf } from './desk.server.ts';
import { grantRole, revokeRole } from './grant.server.ts';
import { createPerson } from './persons.server.ts';
import { SAMPLE_PASSWORD, loadSample } from './sample.server.ts';
import { actorOf, signIn } from './sign-in.server.ts';
import { PASSWORD, cookieHeader, newPerson, signedIn } from './testing.ts';

const local = readConfig({ SECRET: 'a secret of tests, long enough to be accepted', DATA_DIR: '/nowhere' });
/** Thành ủy > UBND thành phố > Sở Nông nghiệp và Môi trường, of the sample bodies. */
const TOP = 100;
const MIDDLE = 200;
const LOW = 210;
const HOUR = 3_600_000;

let database: TestDatabase;
let ground: Ground;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  await loadBodies(database.db);
  ground = { db: database.db, config: local };
});
afterAll(() => database.drop());

/** As after a second step: only then do roles count. */
const strengthen = (personId: string) =>
  database.db.updateTable('people.session').set({ strong: true }).where('person_id', '=', personId).execute();
/** What they may do now, whichever session. */
const namedHere = (signInName: string) => personNamed(database.db, signInName, new Date());

describe('roles', () => {
  const today = dayOf(new Date());

  it('hold from their first to their last day, in Viet Nam', async () => {
    const { personId, signInName } = await newPerson(ground);
    const cookie = cookieHeader(await signedIn(ground, signInName));
    await strengthen(personId);
    await grantRole(
      ground,
      { personId, role: 'officer', bodyId: TOP, validFrom: today, validTo: today },
      { by: operator, now: new Date() },
    );
    const grantsAt = async (at: Date) => {
      // The session itself must live on the days that are asked about.
      await database.db
        .updateTable('people.session')
        .set({ expires_at: new Date(at.getTime() + HOUR) })
        .where('person_id', '=', personId)
        .execute();
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
    const { personId, signInName } = await newPerson(ground);
    const cookie = cookieHeader(await signedIn(ground, signInName));
    await strengthen(personId);
    const now = new Date();
    const granted = await grantRole(ground, { personId, role: 'legal', bodyId: TOP }, { by: operator, now });
    if (!granted.ok) throw new Error('not granted');
    const grants = async () => ((await actorOf(ground, cookie, now)) as Person).grants;
    expect(await grants()).toHaveLength(1);
    expect((await revokeRole(ground, granted.value.grantId, { by: operator, now })).ok).toBe(true);
    expect(await grants()).toEqual([]);
    expect(await revokeRole(ground, granted.value.grantId, { by: operator, now })).toEqual({
      ok: false,
      problems: [{ code: 'grant.unknown' }],
    });
    expect(
      (await grantRole(ground, { personId, role: 'legal', bodyId: TOP }, { by: operator, now })).ok,
    ).toBe(true);
  });

  it('are granted once, by an administrator above, and remember by whom', async () => {
    const { personId } = await newPerson(ground);
    const chief = await newPerson(ground, 'Thạch Ngọc Sơn');
    const now = new Date();
    const as = (role: 'administrator' | 'reviewer', bodyId: number): Person => ({
      kind: 'person',
      personId: chief.personId,
      name: '',
      grants: [{ role, bodyId }],
    });
    const grant = { personId, role: 'answerer', bodyId: LOW } as const;
    for (const by of [
      as('reviewer', TOP),
      { kind: 'anonymous' } as const,
      { ...as('administrator', MIDDLE), grants: [] },
    ]) {
      expect(await grantRole(ground, grant, { by, now })).toEqual({
        ok: false,
        problems: [{ code: 'forbidden' }],
      });
    }
    expect(
      await grantRole(ground, { ...grant, bodyId: TOP }, { by: as('administrator', MIDDLE), now }),
    ).toMatchObject({ ok: false });
    const granted = await grantRole(ground, grant, { by: as('administrator', MIDDLE), now });
    expect(granted.ok).toBe(true);
    expect(await grantRole(ground, { ...grant, bodyId: 999 }, { by: operator, now })).toMatchObject({
      problems: [{ code: 'body.unknown' }],
    });
    expect(await grantRole(ground, grant, { by: operator, now })).toEqual({
      ok: false,
      problems: [{ code: 'grant.exists' }],
    });
    const row = await database.db
      .selectFrom('people.role_grant')
      .selectAll()
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      granted_by: chief.personId,
      valid_from: dayOf(now),
      valid_to: null,
      revoked_at: null,
    });
    const { grantId } = granted.ok ? granted.value : { grantId: 0 };
    expect(await revokeRole(ground, grantId, { by: as('reviewer', TOP), now })).toEqual({
      ok: false,
      problems: [{ code: 'forbidden' }],
    });
  });

  it('are found for a body, the nearest holder first, and only while in force', async () => {
    const near = await newPerson(ground, 'Điểu K’Rứ');
    const far = await newPerson(ground, 'Nguyễn Văn Ấn');
    const later = await newPerson(ground);
    const now = new Date();
    for (const [who, bodyId, validFrom] of [
      [far, TOP, today],
      [near, LOW, today],
      [later, LOW, addDays(today, 1)],
    ] as const) {
      await grantRole(
        ground,
        { personId: who.personId, role: 'moderator', bodyId, validFrom },
        { by: operator, now },
      );
    }
    const found = await personsWithRole(database.db, 'moderator', [LOW, MIDDLE, TOP], now);
    expect(found.map(({ name, bodyId }) => [name, bodyId])).toEqual([
      ['Điểu K’Rứ', LOW],
      ['Nguyễn Văn Ấn', TOP],
    ]);
    expect(found[0]).toEqual({ personId: near.personId, name: 'Điểu K’Rứ', email: near.email, bodyId: LOW, onBehalfOf: null, onBehalfOfId: null });
    expect(await personsWithRole(database.db, 'moderator', [], now)).toEqual([]);
    expect(await nameOf(database.db, far.personId)).toBe('Nguyễn Văn Ấn');
    expect((await namesOf(database.db, [])).size).toBe(0);
  });
});

describe('making accounts', () => {
  it('is for administrators, writes only what it names, and refuses a taken name or e-mail', async () => {
    const taken = await newPerson(ground);
    const now = new Date();
    const person = {
      name: 'Thị Bé',
      signInName: 'thi.be',
      email: 'thi.be@vi-du.example',
      password: PASSWORD,
    };
    const officer: Person = {
      kind: 'person',
      personId: taken.personId,
      name: '',
      grants: [{ role: 'officer', bodyId: TOP }],
    };
    expect(await createPerson(ground, person, { by: officer, now })).toEqual({
      ok: false,
      problems: [{ code: 'forbidden' }],
    });
    const smuggled = {
      ...person,
      signInName: 'thi.bo',
      email: undefined,
      sample: true,
      closed_at: now,
      email_confirmed: true,
    };
    expect((await createPerson(ground, smuggled, { by: operator, now })).ok).toBe(true);
    const row = await database.db
      .selectFrom('people.person')
      .selectAll()
      .where('sign_in_name', '=', 'thi.bo')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ sample: false, closed_at: null, email_confirmed: false, email: null });
    for (const clash of [{ signInName: taken.signInName }, { email: taken.email }]) {
      expect(await createPerson(ground, { ...person, ...clash }, { by: operator, now })).toMatchObject({
        problems: [{ code: 'signInName.taken' }],
      });
    }
    const rows = await database.db
      .selectFrom('people.person')
      .select('id')
      .where('sign_in_name', '=', 'thi.be')
      .execute();
    expect(rows).toEqual([]);
  });

  it('works from the command line, with a password made on the spot and a role', async () => {
    const now = new Date();
    const args = { name: 'Thạch Thị Na', signInName: 'na.tt', role: 'editor', body: 'BTGDVTU' } as const;
    const made = await createPersonFromCommandLine(ground, args, now);
    const password = made.ok ? (made.value.madePassword ?? '') : '';
    expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await signIn(ground, { identifier: 'na.tt', password, address: '10.9.9.9', now })).ok).toBe(true);
    expect(await namedHere('na.tt')).toMatchObject({ name: 'Thạch Thị Na', grants: [{ role: 'editor', bodyId: 103 }] });
    for (const [change, code] of [
      [{ body: 'X' }, 'body.unknown'],
      [{ body: '999' }, 'body.unknown'],
      [{ body: undefined }, 'body.unknown'],
      [{ role: undefined }, 'role.unknown'],
    ] as const) {
      expect(
        await createPersonFromCommandLine(ground, { ...args, signInName: 'other', ...change }, now),
      ).toMatchObject({ problems: [{ code }] });
    }
  });

  it('gives a forgotten password anew and ends what the old one opened', async () => {
    const { signInName } = await newPerson(ground);
    const now = new Date();
    const cookie = cookieHeader(await signedIn(ground, signInName));
    const made = await newPasswordFromCommandLine(ground, { signInName }, now);
    const password = made.ok ? (made.value.madePassword ?? '') : '';
    expect((await actorOf(ground, cookie, now)).kind).toBe('anonymous');
    const attempt = { identifier: signInName, address: '10.8.8.8', now };
    expect((await signIn(ground, { ...attempt, password: PASSWORD })).ok).toBe(false);
    expect((await signIn(ground, { ...attempt, password })).ok).toBe(true);
    expect(await newPasswordFromCommandLine(ground, { signInName: 'not.here' }, now)).toMatchObject({
      problems: [{ code: 'signInName.unknown' }],
    });
  });
});

describe('the sample people', () => {
  it('are made once, sign in with the shared password, and hold what the journeys need', async () => {
    const now = new Date();
    const lines = await loadSample(ground, now);
    expect(await loadSample(ground, now)).toEqual(lines);
    expect(lines.filter((line) => line.includes('·')).length).toBeGreaterThanOrEqual(10);
    const attempt = { identifier: 'canbo.tiepnhan', password: SAMPLE_PASSWORD, address: '10.7.7.7', now };
    expect((await signIn(ground, attempt)).ok).toBe(true);
    const person = await namedHere('canbo.tiepnhan');
    if (!person) throw new Error('nobody');
    const desk = await deskOf(ground, { kind: 'person', ...person }, now);
    expect(desk.places.map((place) => place.path)).toEqual(expect.arrayContaining(['/desk/ideas', '/desk/members']));
    const body = 'Ban Tuyên giáo và Dân vận Thành ủy';
    expect(desk.charges).toEqual(
      expect.arrayContaining([{ role: 'officer', body, onBehalfOf: null }, { role: 'moderator', body, onBehalfOf: null }]),
    );
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
