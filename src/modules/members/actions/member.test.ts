import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyTree } from '#modules/organisation/index.server.ts';
import { addDays } from '#platform/clock.ts';
import { childrenAt, descendantsAt } from '#platform/dated/tree.ts';
import golden from '#platform/testing/golden.json' with { type: 'json' };
import { manifest } from '../index.server.ts';
import { memberCount, memberCounts } from './counts.server.ts';
import { addMember, correctMember, exemptMember, leaveMember, moveMember } from './member.server.ts';
import { readMemberList, readMemberPage, suggestBodies } from './member-pages.server.ts';
import type { MemberQuery } from '../rules/list.ts';
import { importScope } from './scope.server.ts';
import { execute, keeper, membersRuntime, must, NOW, OTHER_WARD, TODAY, type Members, WARD } from './testing.ts';

let runtime: Members;
beforeAll(async () => {
  runtime = await membersRuntime(manifest);
});
afterAll(() => runtime.drop());

let count = 0;
const add = async (fullName: string, branch = 0, from = '2026-01-01') => {
  count += 1;
  const said = { code: `DV-${count}`, fullName, phone: null, email: null, from, body: { id: runtime.branches[branch]!, text: '' } };
  return must(await addMember(runtime, said, runtime.officer));
};
const query: MemberQuery = { body: null, day: null, q: '', below: null, page: 1 };
const list = async (more: Partial<MemberQuery> = {}) =>
  must(await readMemberList(runtime, { ...query, ...more }, runtime.officer));
const page = async (id: number) => must(await readMemberPage(runtime, id, runtime.officer));
const codes = (result: { ok: boolean; problems?: { code: string }[] }) => result.problems?.map(({ code }) => code) ?? [];

describe('a member', () => {
  it('joins, moves, is exempt, leaves; every day of the past stays as it was', async () => {
    const id = await add('Điểu K’Rứ');
    must(await moveMember(runtime, id, { body: { id: null, text: 'cb khu phố 2' }, on: '2026-05-01' }, runtime.officer));
    must(await exemptMember(runtime, id, { from: '2026-06-01', until: null, reason: 'Điều trị bệnh' }, runtime.officer));
    expect(await page(id)).toMatchObject({
      now: { id: runtime.branches[1], since: '2026-05-01', exempt: 'Điều trị bệnh' },
      history: [
        { bodyName: 'Chi bộ khu phố 2', from: '2026-05-01', until: null, began: 'moved' },
        { bodyName: 'Chi bộ khu phố 1', from: '2026-01-01', until: '2026-05-01', ended: 'moved' },
      ],
    });
    must(await leaveMember(runtime, id, { on: '2026-11-01' }, runtime.officer));
    expect((await page(id)).now).toBeNull();
    const at = async (day: string) => Promise.all([0, 1].map(async (branch) => (await memberCount(runtime.db, runtime.branches[branch]!, day)).members));
    expect(await at('2025-12-31')).toEqual([0, 0]);
    expect(await at('2026-04-30')).toEqual([1, 0]);
    expect(await at('2026-05-01')).toEqual([0, 1]);
    expect(await at('2026-11-01')).toEqual([0, 0]);
    expect((await memberCount(runtime.db, runtime.branches[1]!, '2026-10-31')).exempt).toBe(1);
    expect((await memberCount(runtime.db, WARD, '2026-04-30')).members).toBe(1);
  });

  it('is refused what does not fit, at the field that says it', async () => {
    const id = await add('Lâm Sa Rêm');
    const move = (body: string, on: string) => moveMember(runtime, id, { body: { id: null, text: body }, on }, runtime.officer);
    expect(await move('CB-01', TODAY)).toMatchObject({ problems: [{ field: 'body', code: 'move.same' }] });
    expect(await move('CB-77', TODAY)).toMatchObject({ problems: [{ field: 'body', code: 'body.unknown' }] });
    expect(await move('CB-02', '2027-01-01')).toMatchObject({ problems: [{ field: 'on', code: 'day.future' }] });
    expect(await move('CB-02', '2025-01-01')).toMatchObject({ problems: [{ field: 'body', code: 'body.notThen' }] });
    expect(await leaveMember(runtime, id, { on: '2025-01-01' }, runtime.officer)).toMatchObject({ problems: [{ field: 'leftOn', code: 'membership.none' }] });
    expect(await exemptMember(runtime, id, { from: '2026-05-01', until: '2026-04-01', reason: 'x' }, runtime.officer)).toMatchObject({ problems: [{ code: 'period.endsBeforeStart' }] });
    const again = { code: 'DV-1', fullName: 'Ai đó', phone: null, email: null, from: TODAY, body: { id: runtime.branches[0]!, text: '' } };
    expect(await addMember(runtime, again, runtime.officer)).toMatchObject({ problems: [{ field: 'code', code: 'code.taken' }] });
  });

  it('in two bodies on one day is refused by the database itself', async () => {
    const id = await add('Thị Hằng');
    const insert = sql`insert into members.membership (member_id, body_id, valid, began, recorded_at)
      values (${id}, ${runtime.branches[1]!}, daterange('2026-03-01', null), 'joined', now())`;
    await expect(execute(runtime.db, insert)).rejects.toThrow(/exclusion/);
    const backwards = sql`insert into members.membership (member_id, body_id, valid, began, ended, recorded_at)
      values (${id}, 1, daterange('2025-03-01', '2025-03-01'), 'joined', 'left', now())`;
    await expect(execute(runtime.db, backwards)).rejects.toThrow(/violates check/);
  });

  it('is kept only by those of the body, and of what is above it', async () => {
    const id = await add('Trần Thị Bé');
    const top = await keeper(runtime, 100);
    const nobody = { actor: { kind: 'anonymous' } as const, now: NOW };
    const on = { on: '2026-10-01' };
    for (const [officer, code] of [[runtime.other, 'member.missing'], [nobody, 'forbidden']] as const) {
      expect(codes(await readMemberPage(runtime, id, officer))).toEqual([code]);
      expect(codes(await leaveMember(runtime, id, on, officer))).toEqual([code]);
      expect(codes(await moveMember(runtime, id, { body: { id: runtime.foreign, text: '' }, ...on }, officer))).toEqual([code]);
      expect(codes(await exemptMember(runtime, id, { from: TODAY, until: null, reason: 'x' }, officer))).toEqual([code]);
      expect(codes(await correctMember(runtime, id, { fullName: 'X', phone: null, email: null }, officer))).toEqual([code]);
      expect(codes(await readMemberList(runtime, { ...query, body: runtime.branches[0]! }, officer))).toEqual(['forbidden']);
    }
    // Into a body of somebody else, not even from one's own.
    expect(await moveMember(runtime, id, { body: { id: runtime.foreign, text: '' }, ...on }, runtime.officer)).toMatchObject({ problems: [{ code: 'body.outside' }] });
    must(await moveMember(runtime, id, { body: { id: runtime.foreign, text: '' }, ...on }, top));
    expect(codes(await readMemberPage(runtime, id, runtime.officer))).toEqual(['member.missing']);
    expect(must(await readMemberPage(runtime, id, runtime.other)).now?.id).toBe(runtime.foreign);
    expect(await suggestBodies(runtime.db, 'khu pho 1', nobody)).toEqual([]);
    expect((await suggestBodies(runtime.db, 'khu pho 1', runtime.officer)).map(({ id: found }) => found)).toEqual([runtime.branches[0]]);
    expect(codes(await readMemberPage(runtime, 999_999, runtime.officer))).toEqual(['member.missing']);
  });
});

describe('a list', () => {
  const people = golden.peopleOrder;
  beforeAll(async () => {
    for (const name of [...people].sort()) await add(name, 2);
  });

  it('stands by given name, as lists of people do here', async () => {
    const { items, own } = await list({ body: runtime.branches[2]! });
    expect(items.map(({ fullName }) => fullName)).toEqual(people);
    expect(own).toBe(7);
  });

  it('is searched without diacritics, by words of the name or by code, in everything below', async () => {
    const found = async (q: string) => (await list({ body: WARD, q, day: '2026-02-01' })).items.map(({ fullName }) => fullName);
    expect(await found('hang')).toEqual(expect.arrayContaining(['Phạm Thị Hằng', 'Thị Hằng']));
    expect(await found('NGUYEN an')).toEqual(['Nguyễn Thị Ánh', 'Nguyễn Văn Ấn']);
    expect(await found("k'ru")).toEqual(['Điểu K’Rứ', 'Điểu K’Rứ']);
    expect(await found('dv-1')).toContain('Điểu K’Rứ');
    expect(await found('ang')).toEqual([]);
    expect(await found('%')).toEqual([]);
  });

  it('says how many are where, on any day', async () => {
    const now = await list({ body: WARD });
    expect(now).toMatchObject({ own: 0, wide: true, total: now.whole, body: { name: 'Đảng ủy phường Đồng Xoài' } });
    expect(now.below.map(({ name }) => name).filter((name) => /\d/.test(name))).toEqual(['Chi bộ khu phố 1', 'Chi bộ khu phố 2', 'Chi bộ khu phố 3']);
    expect(now.below.reduce((sum, each) => sum + each.count, 0)).toBe(now.whole);
    expect((await list({ body: WARD, day: '2025-08-01' })).whole).toBe(0);
    expect(await list({ body: runtime.branches[0]!, day: '2024-01-01' })).toMatchObject({ existed: false, whole: 0, items: [] });
  });

  it('opens at the highest body that an officer keeps', async () => {
    expect((await list()).body.id).toBe(WARD);
    expect(must(await readMemberList(runtime, query, runtime.other)).body.id).toBe(OTHER_WARD);
  });
});

it('on any day, after any joins, moves and ends, the parts make the whole', { timeout: 120_000 }, async () => {
  const day = fc.integer({ min: 0, max: 500 }).map((days) => addDays('2025-07-10', days));
  const step = fc.record({ kind: fc.constantFrom('add', 'move', 'leave'), who: fc.nat(5), branch: fc.nat(3), on: day });
  const top = await keeper(runtime, 100);
  const bodies = [...runtime.branches, runtime.foreign];
  const tree = await bodyTree(runtime.db);
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.array(day, { minLength: 3, maxLength: 3 }), async (steps, days) => {
    const ids: number[] = [];
    for (const { kind, who, branch, on } of steps) {
      const body = { id: bodies[branch]!, text: '' };
      const id = ids[who];
      count += 1;
      if (kind === 'add' || id === undefined) {
        const added = await addMember(runtime, { code: `P-${count}`, fullName: 'Trần Văn An', phone: null, email: null, from: on, body }, top);
        if (added.ok) ids.push(added.value);
      } else if (kind === 'move') await moveMember(runtime, id, { body, on }, top);
      else await leaveMember(runtime, id, { on }, top);
    }
    for (const on of [...days, TODAY]) {
      const total = async (body: number) => (await memberCount(runtime.db, body, on)).members;
      for (const parent of [WARD, OTHER_WARD, 100]) {
        const children = childrenAt(tree, parent, on);
        const direct = (await memberCounts(runtime.db, [parent], on)).get(parent) ?? 0;
        const parts = await Promise.all(children.map(total));
        expect(await total(parent)).toBe(parts.reduce((sum, each) => sum + each, direct));
        const leaves = await memberCounts(runtime.db, [parent, ...descendantsAt(tree, parent, on)], on);
        expect([...leaves.values()].reduce((sum, each) => sum + each, 0)).toBe(await total(parent));
      }
      // In memory, in SQL along the table of reach, and one by one: the same.
      const { rows: one } = await execute(runtime.db, sql<{ count: number }>`select count(*)::int as count from members.membership
        where body_id = any(${[WARD, ...descendantsAt(tree, WARD, on)]}::int[]) and valid @> ${on}::date`);
      expect(await total(WARD)).toBe(one[0]?.count);
      // And nobody is counted twice or not at all: one row a person and day.
      const { rows } = await execute(runtime.db, sql<{ people: number }>`select count(distinct member_id)::int as people from members.membership
        where valid @> ${on}::date`);
      expect(await total(100)).toBe(rows[0]?.people);
    }
  }), { numRuns: 12 });
});

it('what may be named is built once for a tree', async () => {
  expect(await importScope(runtime.db, WARD, TODAY)).toBe(await importScope(runtime.db, WARD, TODAY));
});
