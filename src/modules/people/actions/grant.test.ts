import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, dayOf, startOf } from '#platform/clock.ts';
import { roles } from '../rules/roles.ts';
import { personsWithRole } from '../store/grant.server.ts';
import { findGrant } from '../store/grant-list.server.ts';
import { changeGrantEnd, grantRole, revokeRole } from './grant.server.ts';
import { giveRole } from './grant-steps.server.ts';
import { readGrantPage, readRolesPage } from './roles-page.server.ts';
import { actor, actsAbout, administrator, charge, LOW, MIDDLE, NOW, rolesRuntime, somebody, TOP, type Somebody } from './roles-testing.ts';
import type { TestRuntime } from '#platform/testing/runtime.ts';
import { registerCatalogue } from '#platform/words/translate.ts';
import '#src/paths.ts';
import { catalogue } from '#src/words.generated.ts';

const today = dayOf(NOW);
let runtime: TestRuntime;
let chief: Somebody;
beforeAll(async () => {
  registerCatalogue(catalogue);
  runtime = await rolesRuntime();
  chief = await administrator(runtime, 'Lê Minh Khôi', TOP);
});
afterAll(() => runtime.drop());

const now = NOW;
const as = async (who: Somebody) => ({ by: await actor(runtime, who), now });
const code = (result: { ok: boolean; problems?: { code: string; field?: string }[] }) => (result.ok ? 'ok' : result.problems?.[0]?.code);

const mailsTo = (to: TestRuntime, email: string) =>
  to.db.selectFrom('mail.message').select(['subject', 'body']).where('recipient', '=', email).orderBy('id').execute();

describe('giving a role', () => {
  it('is logged, told in the words of the page, and in force at the next request', async () => {
    const an = await somebody(runtime, 'Nguyễn Văn An');
    const given = await grantRole(runtime, { personId: an.personId, role: 'officer', bodyId: LOW, validFrom: today }, await as(chief));
    if (!given.ok) throw new Error(JSON.stringify(given));
    expect((await actor(runtime, an)).grants).toEqual([{ role: 'officer', bodyId: LOW }]);
    expect(await actsAbout(runtime, `grant:${given.value.grantId}`)).toEqual(['people.grant']);
    const [mail] = await mailsTo(runtime, an.email);
    expect(mail?.subject).toBe('Giao vai trò Tiếp nhận, điều phối tại Sở Nông nghiệp và Môi trường');
    expect(mail?.body).toContain(
      'Đồng chí Nguyễn Văn An được giao vai trò Tiếp nhận, điều phối tại Sở Nông nghiệp và Môi trường và các đơn vị trực thuộc, từ ngày 23/11/2026, không thời hạn.',
    );
    expect(mail?.body).toContain('Người thực hiện: Lê Minh Khôi');
  });

  it('is for administrators of the body or above, never for oneself, and begins today at the earliest', async () => {
    const middle = await administrator(runtime, 'Thị Bích Liên', MIDDLE);
    const other = await somebody(runtime, 'Điểu Hùng');
    const give = async (role: (typeof roles)[number], bodyId: number, by: Somebody, to = other, from = today) =>
      code(await grantRole(runtime, { personId: to.personId, role, bodyId, validFrom: from }, await as(by)));
    expect(await give('administrator', TOP, middle)).toBe('forbidden');
    expect(await give('officer', LOW, other)).toBe('forbidden');
    expect(await give('legal', LOW, middle, middle)).toBe('grant.self');
    expect(await give('officer', LOW, middle, other, addDays(today, -1))).toBe('grant.startsInPast');
    expect(await give('administrator', LOW, middle)).toBe('ok');
    expect(await give('administrator', LOW, middle)).toBe('grant.exists');
  });

  it('finds the person by name without diacritics, asks when several fit, and knows others by sign-in name only', async () => {
    const head = await administrator(runtime, 'Trần Thị Hồng Hạnh', LOW);
    const one = await somebody(runtime, 'Thạch Hoàng Nam');
    const two = await somebody(runtime, 'Thạch Văn Nam');
    const far = await somebody(runtime, 'Lâm Quang Vinh');
    for (const each of [one, two]) await charge(runtime, each, 'reporter', LOW);
    await charge(runtime, far, 'reporter', TOP);
    const officer = { actor: await actor(runtime, head), now, bodyId: LOW };
    const give = (text: string) => giveRole(runtime, { person: { id: null, text }, role: 'editor', from: today }, officer);
    const several = await give('thach nam');
    expect(code(several)).toBe('person.ambiguous');
    expect(several.candidates?.map(({ name }) => name)).toEqual(['Thạch Hoàng Nam', 'Thạch Văn Nam']);
    expect(code(await give('Lâm Quang Vinh'))).toBe('person.notFound');
    expect(code(await give(far.signInName))).toBe('ok');
    expect(code(await give('thach hoang nam'))).toBe('ok');
    expect((await actor(runtime, one)).grants).toContainEqual({ role: 'editor', bodyId: LOW });
  });
});

describe('ending a role', () => {
  it('works at once, and only for administrators of the body', async () => {
    const who = await somebody(runtime, 'Điểu Thị Xuân');
    const stranger = await administrator(runtime, 'Thị Ngọc Ánh', LOW);
    const grantId = await charge(runtime, who, 'moderator', MIDDLE);
    expect(code(await revokeRole(runtime, grantId, await as(stranger)))).toBe('forbidden');
    expect(code(await revokeRole(runtime, grantId, await as(chief)))).toBe('ok');
    expect((await actor(runtime, who)).grants).toEqual([]);
    expect(await personsWithRole(runtime.db, 'moderator', [MIDDLE], now)).toEqual([]);
    expect(code(await revokeRole(runtime, grantId, await as(chief)))).toBe('grant.unknown');
    expect(await actsAbout(runtime, `grant:${grantId}`)).toEqual(['people.grant', 'people.revoke']);
    expect((await mailsTo(runtime, who.email)).at(-1)?.body).toContain('đã được thu hồi, có hiệu lực ngay');
  });

  it('on another day stays within what is possible', async () => {
    const who = await somebody(runtime, 'Lâm Thị Sa Rết');
    const first = await charge(runtime, who, 'editor', MIDDLE, { validTo: addDays(today, 10) });
    await charge(runtime, who, 'editor', MIDDLE, { validFrom: addDays(today, 20) });
    const change = async (to: string | null) => code(await changeGrantEnd(runtime, { grantId: first, to }, await as(chief)));
    expect(await change(addDays(today, -1))).toBe('grant.endsBeforeStart');
    expect(await change(addDays(today, 30))).toBe('grant.exists');
    expect(await change(null)).toBe('grant.exists');
    expect(await change(addDays(today, 19))).toBe('ok');
    expect((await findGrant(runtime.db, first))?.validTo).toBe(addDays(today, 19));
    expect(await actsAbout(runtime, `grant:${first}`)).toEqual(['people.grant', 'people.grantEnd']);
  });

  it('never leaves the highest body without an administrator, also when two take each other’s role away at once', async () => {
    const own = await rolesRuntime();
    try {
      const a = await administrator(own, 'A', TOP);
      const by = async (who: Somebody) => ({ by: await actor(own, who), now });
      const grantOf = async (who: Somebody) =>
        (await own.db.selectFrom('people.role_grant').select('id').where('person_id', '=', who.personId).executeTakeFirstOrThrow()).id;
      const mine = await grantOf(a);
      expect(code(await revokeRole(own, mine, await by(a)))).toBe('grant.lastAdministrator');
      expect(code(await changeGrantEnd(own, { grantId: mine, to: addDays(today, 90) }, await by(a)))).toBe('grant.lastAdministrator');
      // Somebody for a month does not replace somebody without end.
      const c = await somebody(own, 'C');
      await charge(own, c, 'administrator', TOP, { validTo: addDays(today, 30) });
      expect(code(await revokeRole(own, mine, await by(a)))).toBe('grant.lastAdministrator');
      const b = await administrator(own, 'B', TOP);
      const [asA, asB] = [await by(a), await by(b)];
      const both = await Promise.all([revokeRole(own, await grantOf(b), asA), revokeRole(own, mine, asB)]);
      expect(both.filter((each) => each.ok)).toHaveLength(1);
    } finally {
      await own.drop();
    }
  });
});

describe('the page of a body', () => {
  it('shows who holds what here, what is over, and who reaches it from above', async () => {
    const who = await somebody(runtime, 'Phạm Quốc Hùng');
    const gone = await charge(runtime, who, 'translator', 220);
    await revokeRole(runtime, gone, await as(chief));
    await charge(runtime, who, 'secretary', 220, { validFrom: addDays(today, 5) });
    const officer = { actor: await actor(runtime, chief), now };
    const page = async (tab: 'now' | 'past' | 'above', day: string | null = null) => {
      const read = await readRolesPage(runtime, { bodyId: 220, query: { tab, day, page: 1 } }, officer);
      if (!read.ok) throw new Error(JSON.stringify(read));
      return read.value;
    };
    expect((await page('now')).items.map(({ role, state }) => [role, state])).toEqual([['secretary', 'future']]);
    expect((await page('past')).items.map(({ role, state, revokedBy }) => [role, state, revokedBy])).toEqual([['translator', 'revoked', 'Lê Minh Khôi']]);
    const above = await page('above');
    expect(above.items.some(({ name, body }) => name === 'Lê Minh Khôi' && body === 'Thành ủy Đồng Nai')).toBe(true);
    expect(above.counts.above).toBe(above.items.length);
    expect(JSON.stringify(above)).not.toContain('@vi-du.example');
  });

  it('knows who held what on any day: what was taken away since, what had not begun, what was handed on', async () => {
    const body = 221;
    const before = addDays(today, -40);
    const held = await charge(runtime, await somebody(runtime, 'Thị Ngọc Lan'), 'editor', body);
    const gone = await charge(runtime, await somebody(runtime, 'Lâm Thị Sa'), 'translator', body);
    // Nobody may give a role for days that are over.
    await sql`update people.role_grant set valid_from = ${before}, valid_to = case id when ${held} then ${addDays(today, -10)}::date end
      where id in (${held}, ${gone})`.execute(runtime.db);
    await revokeRole(runtime, gone, await as(chief));
    await charge(runtime, await somebody(runtime, 'Điểu Minh'), 'secretary', body, { validFrom: addDays(today, 5) });
    const { personId: delegate } = await somebody(runtime, 'Thạch Thị Mỹ');
    await sql`insert into people.delegation (grant_id, delegate_id, body_id, valid_from, valid_to, reason, made_at, ended_at)
      values (${held}, ${delegate}, ${body}, ${addDays(today, -30)}, ${addDays(today, -20)}, 'leave', now(),
        ${startOf(addDays(today, -21))})`.execute(runtime.db);
    const officer = { actor: await actor(runtime, chief), now };
    const on = async (day: string) => {
      const read = await readRolesPage(runtime, { bodyId: body, query: { tab: 'now', day, page: 1 } }, officer);
      if (!read.ok) throw new Error(JSON.stringify(read));
      return [...read.value.items.map(({ role }) => role), ...read.value.delegations.map(({ delegate }) => delegate)];
    };
    expect(await on(addDays(today, -41))).toEqual([]);
    expect(await on(addDays(today, -30))).toEqual(['editor', 'translator', 'Thạch Thị Mỹ']);
    expect(await on(addDays(today, -21))).toEqual(['editor', 'translator', 'Thạch Thị Mỹ']);
    expect(await on(addDays(today, -20))).toEqual(['editor', 'translator']);
    expect(await on(addDays(today, -9))).toEqual(['translator']);
    expect(await on(today)).toEqual(['translator']);
    expect(await on(addDays(today, 5))).toEqual(['secretary']);
  });

  it('is for its administrators only, and names a grant of another body as missing', async () => {
    const low = await administrator(runtime, 'Nguyễn Thị Kim Loan', LOW);
    const officer = { actor: await actor(runtime, low), now };
    expect(code(await readRolesPage(runtime, { bodyId: MIDDLE, query: { tab: 'now', day: null, page: 1 } }, officer))).toBe('forbidden');
    const elsewhere = await charge(runtime, low, 'reporter', TOP);
    expect(code(await readGrantPage(runtime, { bodyId: LOW, grantId: elsewhere }, officer))).toBe('grant.missing');
    expect(code(await readRolesPage(runtime, { bodyId: 1100, query: { tab: 'now', day: null, page: 1 } }, { actor: await actor(runtime, chief), now }))).toBe('ok');
    expect(code(await readRolesPage(runtime, { bodyId: 987_654, query: { tab: 'now', day: null, page: 1 } }, { actor: await actor(runtime, chief), now }))).toBe('forbidden');
  });
});
