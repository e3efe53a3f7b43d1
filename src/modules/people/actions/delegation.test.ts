import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { within } from '#modules/organisation/index.server.ts';
import { addDays, dayOf, startOf } from '#platform/clock.ts';
import { asPerson } from '#platform/database/scope.server.ts';
import { holds } from '#platform/policy.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';
import { sql } from 'kysely';
import { personsWithRole } from '../store/grant.server.ts';
import { deskOf } from './desk.server.ts';
import { endDelegation, handOn, markAway, markBack } from './delegation.server.ts';
import { readDelegationPage } from './delegation-page.server.ts';
import { changeGrantEnd, revokeRole } from './grant.server.ts';
import { actor, actsAbout, administrator, charge, LOW, MIDDLE, NOW, rolesRuntime, somebody, TOP, type Somebody } from './roles-testing.ts';

const today = dayOf(NOW);
const now = NOW;
let runtime: TestRuntime;
let chief: Somebody;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await rolesRuntime();
  chief = await administrator(runtime, 'Lê Minh Khôi', TOP);
});
afterAll(() => runtime.drop());

const on = (days: number) => new Date(startOf(addDays(today, days)).getTime() + 3_600_000);
const code = (result: { ok: boolean; problems?: { code: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

type Handing = { to: Somebody; grant: number; from?: number; until?: number; body?: number; away?: boolean };
const hand = async (holder: Somebody, { to, grant, from = 0, until = 6, body, away = false }: Handing) =>
  handOn(runtime, {
    person: { id: to.personId, text: to.name }, grant, from: addDays(today, from), to: addDays(today, until), reason: 'leave',
    ...(body ? { body: String(body) } : {}), ...(away ? { away: '1' } : {}),
  }, { actor: await actor(runtime, holder), now });

const mailsTo = (to: TestRuntime, email: string) =>
  to.db.selectFrom('mail.message').select(['subject', 'body']).where('recipient', '=', email).orderBy('id').execute();

describe('a role handed on', () => {
  it('is the delegate’s from the first to the last day, in the holder’s name, logged and told', async () => {
    const [holder, delegate] = [await somebody(runtime, 'Điểu Thị Bé'), await somebody(runtime, 'Thạch Hoàng Nam')];
    const grant = await charge(runtime, holder, 'answerer', MIDDLE);
    const handed = await hand(holder, { to: delegate, grant, from: 2, until: 8, body: LOW });
    if (!handed.ok) throw new Error(JSON.stringify(handed));
    const held = async (days: number) => (await actor(runtime, delegate, on(days))).grants;
    expect(await held(1)).toEqual([]);
    const inForce = [{ role: 'answerer', bodyId: LOW, onBehalfOf: { personId: holder.personId, name: 'Điểu Thị Bé' } }];
    expect(await held(2)).toEqual(inForce);
    expect(await held(8)).toEqual(inForce);
    expect(await held(9)).toEqual([]);
    expect(await actsAbout(runtime, `delegation:${handed.value}`)).toEqual(['people.delegate']);
    expect((await mailsTo(runtime, delegate.email)).at(-1)?.body).toContain(
      'Đồng chí Điểu Thị Bé ủy quyền cho đồng chí Thạch Hoàng Nam thực hiện vai trò Soạn trả lời tại Sở Nông nghiệp và Môi trường, từ ngày 25/11/2026 đến hết ngày 01/12/2026.',
    );
    const desk = await deskOf(runtime, await actor(runtime, delegate, on(3)), on(3));
    expect(desk.charges).toEqual([{ role: 'answerer', body: 'Sở Nông nghiệp và Môi trường', onBehalfOf: 'Điểu Thị Bé' }]);
  });

  it('ends with the holder’s own: taken away, shortened, account closed', async () => {
    const [holder, delegate] = [await somebody(runtime, 'Thị Lan'), await somebody(runtime, 'Lâm Sơn')];
    const held = async (days = 0) => (await actor(runtime, delegate, on(days))).grants.length;
    const grant = await charge(runtime, holder, 'officer', MIDDLE);
    expect(code(await hand(holder, { to: delegate, grant, until: 20 }))).toBe('ok');
    expect(await held(15)).toBe(1);
    const by = { by: await actor(runtime, chief), now };
    await changeGrantEnd(runtime, { grantId: grant, to: addDays(today, 10) }, by);
    expect([await held(10), await held(11)]).toEqual([1, 0]);
    await runtime.db.updateTable('people.person').set({ closed_at: now }).where('id', '=', holder.personId).execute();
    expect(await held()).toBe(0);
    await runtime.db.updateTable('people.person').set({ closed_at: null }).where('id', '=', holder.personId).execute();
    expect(await held()).toBe(1);
    await revokeRole(runtime, grant, by);
    expect(await held()).toBe(0);
  });

  it('cannot be handed on further, nor administrator and legal, nor beyond one’s own', async () => {
    const [holder, delegate, third] = [await somebody(runtime, 'A'), await somebody(runtime, 'B'), await somebody(runtime, 'C')];
    const grant = await charge(runtime, holder, 'reviewer', LOW, { validTo: addDays(today, 30) });
    expect(code(await hand(holder, { to: delegate, grant }))).toBe('ok');
    expect(code(await hand(delegate, { to: third, grant }))).toBe('grant.unknown');
    expect(code(await hand(holder, { to: third, grant, body: MIDDLE }))).toBe('delegation.outside');
    expect(code(await hand(holder, { to: third, grant, until: 31 }))).toBe('delegation.outlives');
    expect(code(await hand(holder, { to: third, grant, from: 5, until: 4 }))).toBe('period.endsBeforeStart');
    expect(code(await hand(holder, { to: holder, grant }))).toBe('delegation.self');
    expect(code(await hand(holder, { to: delegate, grant, from: 3, until: 9 }))).toBe('delegation.exists');
    const long = await charge(runtime, holder, 'editor', LOW);
    expect(code(await hand(holder, { to: third, grant: long, until: 180 }))).toBe('period.tooLong');
    expect(code(await hand(holder, { to: third, grant: long, until: 179 }))).toBe('ok');
    for (const role of ['legal', 'administrator'] as const) {
      const kept = await charge(runtime, holder, role, LOW);
      expect(code(await hand(holder, { to: third, grant: kept }))).toBe('delegation.role');
    }
  });

  it('is withdrawn by its holder, ended by an administrator, and by nobody else', async () => {
    const [holder, delegate] = [await somebody(runtime, 'Thị Hoa'), await somebody(runtime, 'Điểu Long')];
    const grant = await charge(runtime, holder, 'moderator', LOW);
    const first = await hand(holder, { to: delegate, grant });
    if (!first.ok) throw new Error('not handed on');
    const end = async (who: Somebody, id: number) => code(await endDelegation(runtime, id, { by: await actor(runtime, who), now }));
    expect(await end(await somebody(runtime, 'Người khác'), first.value)).toBe('forbidden');
    expect(await end(holder, first.value)).toBe('ok');
    expect((await actor(runtime, delegate)).grants).toEqual([]);
    const second = await hand(holder, { to: delegate, grant });
    if (!second.ok) throw new Error('not handed on');
    expect(await end(chief, second.value)).toBe('ok');
    expect(await end(chief, second.value)).toBe('delegation.unknown');
    expect(await actsAbout(runtime, `delegation:${second.value}`)).toEqual(['people.delegate', 'people.delegateEnd']);
    expect((await mailsTo(runtime, holder.email)).at(-1)?.subject).toBe('Kết thúc ủy quyền vai trò Kiểm duyệt nội dung tại Sở Nông nghiệp và Môi trường');
    const page = await readDelegationPage(runtime, { actor: await actor(runtime, holder), now });
    expect(page.ok && page.value.given.map(({ state }) => state)).toEqual(['ended', 'ended']);
  });
});

describe('somebody who is away', () => {
  it('is left out of what comes in while a delegate who is there has the role, and only then', async () => {
    const [holder, delegate] = [await somebody(runtime, 'Trần Minh Tâm'), await somebody(runtime, 'Điểu Minh Sơn')];
    const grant = await charge(runtime, holder, 'answerer', 220);
    const told = async (days: number) => (await personsWithRole(runtime.db, 'answerer', [220, TOP], on(days))).map(({ name, onBehalfOf }) => [name, onBehalfOf]);
    const away = await markAway(runtime, { from: today, to: addDays(today, 10) }, { actor: await actor(runtime, holder), now });
    expect(await told(0)).toEqual([['Trần Minh Tâm', null]]);
    await hand(holder, { to: delegate, grant, until: 5 });
    expect(await told(0)).toEqual([['Điểu Minh Sơn', 'Trần Minh Tâm']]);
    expect(await told(6)).toEqual([['Trần Minh Tâm', null]]);
    if (!away.ok) throw new Error('not away');
    expect(code(await markAway(runtime, { from: today, to: today }, { actor: await actor(runtime, holder), now }))).toBe('absence.exists');
    expect(code(await markBack(runtime, away.value, { actor: await actor(runtime, delegate), now }))).toBe('absence.unknown');
    expect(code(await markBack(runtime, away.value, { actor: await actor(runtime, holder), now }))).toBe('ok');
    expect(await told(0)).toEqual([['Trần Minh Tâm', null], ['Điểu Minh Sơn', 'Trần Minh Tâm']]);
  });
});

/** Every body of the sample below the state side, some of them deep, and one that is not there. */
const BODIES = [TOP, MIDDLE, LOW, 220, 1100, 1_225_210];

it('gives a delegate no power that the holder does not have on that day in that body', async () => {
  const [holder, delegate] = [await somebody(runtime, 'Người giữ'), await somebody(runtime, 'Người thay')];
  let powers = 0;
  const days = fc.integer({ min: -20, max: 20 });
  const seldom = fc.constantFrom(false, false, false, true);
  const scenario = fc.record({
    role: fc.constantFrom('officer', 'reviewer', 'secretary', 'legal', 'administrator'),
    grantBody: fc.constantFrom(...BODIES),
    // Half of them in the body of the grant itself, so that many are in force.
    other: fc.option(fc.constantFrom(...BODIES), { nil: null, freq: 2 }),
    grant: fc.record({ from: days, length: fc.option(fc.nat(60), { nil: null }) }),
    handed: fc.record({ from: days, length: fc.nat(60) }),
    revoked: seldom,
    closed: seldom,
    ended: seldom,
    day: days,
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ role, grantBody, other, grant, handed, revoked, closed, ended, day }) => {
      const body = other ?? grantBody;
      // Past the actions on purpose: whatever rows there are, what is read out of them must hold.
      const { rows } = await sql<{ id: number }>`
        insert into people.role_grant (person_id, role, body_id, valid_from, valid_to, granted_at, revoked_at)
        values (${holder.personId}, ${role}, ${grantBody}, ${addDays(today, grant.from)},
          ${grant.length === null ? null : addDays(today, grant.from + grant.length)}, ${now}, ${revoked ? now : null}) returning id`.execute(runtime.db);
      await sql`
        insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at, ended_at)
        values (${rows[0]!.id}, ${delegate.personId}, ${body}, ${addDays(today, handed.from)},
          ${addDays(today, handed.from + handed.length)}, 'leave', ${now}, ${ended ? now : null})`.execute(runtime.db);
      const at = on(day);
      const isWithin = await within(runtime.db, dayOf(at));
      const theirs = await actor(runtime, holder, at);
      await sql`update people.person set closed_at = ${closed ? now : null} where id = ${holder.personId}`.execute(runtime.db);
      const got = await actor(runtime, delegate, at);
      await sql`update people.person set closed_at = null where id = ${holder.personId}`.execute(runtime.db);
      for (const each of BODIES) {
        if (!holds(got, role, each, isWithin)) continue;
        powers += 1;
        expect({ held: holds(theirs, role, each, isWithin), closed, kept: ['legal', 'administrator'].includes(role) })
          .toEqual({ held: true, closed: false, kept: false });
      }
      await sql`delete from people.role_grant where person_id = ${holder.personId}`.execute(runtime.db);
    }),
    { numRuns: 300 },
  );
  // Something was handed on: the property is not empty.
  expect(powers).toBeGreaterThan(0);
});

it('reaches in SQL what it reaches in memory', async () => {
  const [holder, delegate] = [await somebody(runtime, 'Giữ'), await somebody(runtime, 'Thay')];
  // Row-level policies ask about the day that it is.
  const grant = await charge(runtime, holder, 'officer', MIDDLE, { validFrom: '2020-01-01' });
  await sql`
    insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at)
    select ${grant}, ${delegate.personId}, ${LOW}, current_date - 1, current_date + 1, 'leave', now()`.execute(runtime.db);
  const { rows } = await asPerson(runtime.db, delegate.personId, (tx) =>
    sql<{ body: number }>`select people.reachable_bodies('{officer}') as body`.execute(tx));
  const reached = rows.map(({ body }) => body);
  expect(reached).toContain(LOW);
  expect(reached).not.toContain(MIDDLE);
});
