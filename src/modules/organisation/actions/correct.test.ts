import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPlaces } from '#modules/places/index.server.ts';
import { findActs } from '#platform/audit/store.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { registerManifests } from '#platform/manifest.ts';
import type { Acting } from '#platform/policy.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import type { CorrectionSaid, FoundingSaid } from '../input/correction.ts';
import { correctOne, foundOne, loadBodies, readBodyPage, readCorrection, readDeskBody, readFounding } from '../index.server.ts';

const NOW = new Date('2026-11-23T02:00:00Z');
const TODAY = '2026-11-23';
const TOP = 100;
const AN_LOC = 2_225_333;
const THANH_LUONG = 2_125_333;
const DONG_XOAI = 2_225_210;
const CHON_THANH = 2_000_697;

const administrator = (bodyId: number, role = 'administrator'): { actor: Acting; now: Date } => ({
  actor: { kind: 'person', personId: '7c1f3a10-0000-4000-8000-000000000001', name: 'Lê Minh Khôi', grants: [{ role, bodyId }] },
  now: NOW,
});
const top = administrator(TOP);

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
  await loadBodies(runtime.db);
});
afterAll(() => runtime.drop());

const pageOf = async (id: number, day: string | null = null) => {
  const page = await readBodyPage(runtime.db, id, day, TODAY);
  if (!page.ok) throw new Error('no page');
  return page.value;
};
async function said(id: number, change: Partial<CorrectionSaid>, day: string | null = null): Promise<CorrectionSaid> {
  const { name, fullName, code, basis, from, place } = await pageOf(id, day);
  const own = place && { id: place.id, text: place.name };
  return { name, fullName, symbol: code, basis, from, version: from, place: own, reason: 'Gõ nhầm', ...change };
}
const rows = async () =>
  (await sql<{ n: number }>`select count(*)::int as n from organisation.correction`.execute(runtime.db)).rows[0]!.n;
const codes = (result: Awaited<ReturnType<typeof correctOne>>) => (result.ok ? ['ok'] : result.problems.map(({ code }) => code));

describe('a correction', () => {
  it('changes what was entered, with its reason, its author and an act in the log', async () => {
    expect(codes(await correctOne(runtime, AN_LOC, await said(AN_LOC, { name: 'Đảng ủy phường An Lộc (sửa)' }), top))).toEqual(['ok']);
    expect(await pageOf(AN_LOC)).toMatchObject({ name: 'Đảng ủy phường An Lộc (sửa)', from: '2026-04-30', relation: 'same' });
    expect((await pageOf(AN_LOC, '2025-12-01')).name).toBe('Đảng ủy phường An Lộc');
    const desk = await readDeskBody(runtime.db, AN_LOC, null, top);
    expect(desk).toMatchObject({ ok: true, value: { administers: true, members: true, corrections: [
      { byName: 'Lê Minh Khôi', reason: 'Gõ nhầm', before: { name: 'Đảng ủy phường An Lộc' }, after: { name: 'Đảng ủy phường An Lộc (sửa)' } },
    ] } });
    const acts = await asSystem(runtime.db, 'test', (tx) => findActs(tx, { bodies: [AN_LOC], limit: 5 }));
    expect(acts).toMatchObject([{ kind: 'organisation.correct', actorName: 'Lê Minh Khôi', subject: `body:${AN_LOC}` }]);
  });

  it('moves a first day, and what happened to others that day stays where it was', async () => {
    const change = await said(CHON_THANH, { from: '2022-10-15' }, '2022-12-01');
    expect(codes(await correctOne(runtime, CHON_THANH, change, top))).toEqual(['ok']);
    expect((await pageOf(CHON_THANH, '2022-10-14')).name).toBe('Huyện ủy Chơn Thành');
    const page = await pageOf(CHON_THANH, '2022-10-15');
    expect([page.name, page.story.map(({ on }) => on)]).toEqual(['Thị ủy Chơn Thành', ['2025-07-01', '2022-10-15', '2021-01-01']]);
    expect((await pageOf(2_125_432)).story.map(({ on }) => on)).toContain('2022-10-01');
  });

  it('is refused by name when the tree would not hold, and then nothing is written', async () => {
    const before = await rows();
    const merged = await said(AN_LOC, { from: '2025-08-01' }, '2025-12-01');
    expect(codes(await correctOne(runtime, AN_LOC, merged, top))).toEqual(['correction.shared']);
    const early = await said(AN_LOC, { from: '2025-06-01' });
    expect(await correctOne(runtime, AN_LOC, early, top)).toMatchObject({
      problems: [{ code: 'fault.backwards', values: { name: 'Đảng ủy phường An Lộc, tỉnh Đồng Nai', day: '2025-07-01' } }],
    });
    const twin = await said(AN_LOC, { fullName: 'Đảng ủy phường Đồng Xoài, thành phố Đồng Nai' });
    expect(await correctOne(runtime, AN_LOC, twin, top)).toMatchObject({ problems: [{ code: 'fault.sameCode' }] });
    expect(codes(await correctOne(runtime, AN_LOC, await said(AN_LOC, {}), top))).toEqual(['correction.same']);
    expect(codes(await correctOne(runtime, AN_LOC, await said(AN_LOC, { version: '2026-01-01' }), top))).toEqual(['version.gone']);
    const nowhere = await said(AN_LOC, { place: { id: null, text: 'xã không có' } });
    expect(codes(await correctOne(runtime, AN_LOC, nowhere, top))).toEqual(['place.unknown']);
    const forged = await said(AN_LOC, { place: { id: 99, text: '' } });
    expect(codes(await correctOne(runtime, AN_LOC, forged, top))).toEqual(['place.unknown']);
    expect(await rows()).toBe(before);
  });

  it('is for who administers the body: not beside it, not below it, not with another role', async () => {
    const change = await said(AN_LOC, { symbol: 'ĐU-AL' });
    for (const by of [administrator(DONG_XOAI), administrator(AN_LOC, 'officer'), { actor: { kind: 'anonymous' } as const, now: NOW }]) {
      expect(codes(await correctOne(runtime, AN_LOC, change, by))).toEqual(['forbidden']);
    }
    expect(codes(await correctOne(runtime, TOP, await said(TOP, { symbol: 'X' }), administrator(AN_LOC)))).toEqual(['forbidden']);
    // Whoever stands for a body today keeps its past right.
    expect(codes(await correctOne(runtime, THANH_LUONG, await said(THANH_LUONG, { basis: 'Danh sách năm 2021' }), administrator(AN_LOC)))).toEqual(['ok']);
    expect(await readDeskBody(runtime.db, AN_LOC, null, administrator(DONG_XOAI))).toMatchObject({
      value: { administers: false, members: false, corrections: [] },
    });
  });
});

describe('a body entered below another', () => {
  const founding: FoundingSaid = {
    name: 'Chi bộ Hợp tác xã Thanh Lương', fullName: 'Chi bộ Hợp tác xã Thanh Lương', symbol: 'CB-HTX-TL', kind: 'chi bộ',
    place: null, basis: 'Quyết định số 12-QĐ/ĐU', on: '2026-11-01',
  };

  it('exists from its day on, and roles above reach it', async () => {
    const result = await foundOne(runtime, AN_LOC, founding, administrator(AN_LOC));
    expect(result.ok).toBe(true);
    const id = result.ok ? result.value : 0;
    expect(await pageOf(id)).toMatchObject({ name: founding.name, from: '2026-11-01', path: [{ id: TOP }, { id: AN_LOC }] });
    const reach = await sql<{ ancestor: number }>`
      select ancestor_id as ancestor from organisation.reach where body_id = ${id} and valid @> ${TODAY}::date order by 1`.execute(runtime.db);
    expect(reach.rows.map(({ ancestor }) => ancestor)).toEqual([TOP, AN_LOC, id]);
    expect((await readDeskBody(runtime.db, id, null, administrator(AN_LOC))).ok).toBe(true);
  });

  it('is refused where its parent is not, or with a symbol that a sibling bears', async () => {
    expect(await foundOne(runtime, AN_LOC, { ...founding, name: 'Khác', fullName: 'Khác' }, top)).toMatchObject({ problems: [{ code: 'plan.sameSymbol' }] });
    expect((await foundOne(runtime, AN_LOC, { ...founding, symbol: 'CB-X', name: 'X', fullName: 'X', on: '2024-01-01' }, top)).ok).toBe(false);
    expect(codes(await foundOne(runtime, AN_LOC, { ...founding, symbol: 'CB-X' }, administrator(DONG_XOAI)))).toEqual(['forbidden']);
  });
});

describe('forms', () => {
  const typed = { version: '2026-04-30', from: '2026-04-30', name: 'A', fullName: '', symbol: '', basis: 'B', reason: 'C' };
  it('read what is there, and name the field of what is not', () => {
    expect(readCorrection(typed)).toEqual({
      ok: true, value: { version: '2026-04-30', from: '2026-04-30', name: 'A', fullName: 'A', symbol: '', basis: 'B', reason: 'C', place: null },
    });
    expect(readCorrection({ ...typed, name: '', reason: '', from: '2026-02-30', symbol: 'x'.repeat(41) })).toMatchObject({
      problems: [{ field: 'name', code: 'text.missing' }, { field: 'symbol', code: 'text.long' }, { field: 'from', code: 'day.missing' }, { field: 'reason', code: 'text.missing' }],
    });
    expect(readFounding({ name: 'A', basis: 'B', kind: 'chi bộ', on: 'x' })).toMatchObject({ problems: [{ field: 'on', code: 'day.missing' }] });
  });
});

describe('a founding day', () => {
  const NEW: FoundingSaid = { name: 'Chi bộ thử', fullName: 'Chi bộ thử', symbol: 'CB-THU', kind: 'chi bộ', place: null, basis: 'QĐ', on: '2026-09-01' };
  it('is not moved past what belongs to the body already', async () => {
    const founded = await foundOne(runtime, AN_LOC, NEW, top);
    const id = founded.ok ? founded.value : 0;
    let members = 3;
    const preview = async () => [{ key: 'members', body: id, count: members, becomes: 'moves' as const }];
    registerManifests([{ rehoming: { module: 'members', finishes: true, preview, apply: async () => [] } }]);
    const later = await said(id, { from: '2026-10-01' });
    expect(await correctOne(runtime, id, later, top)).toMatchObject({ problems: [{ field: 'from', code: 'correction.inUse', values: { name: 'Chi bộ thử' } }] });
    expect(codes(await correctOne(runtime, id, { ...later, from: '2026-08-01' }, top))).toEqual(['ok']);
    members = 0;
    expect(codes(await correctOne(runtime, id, { ...later, version: '2026-08-01' }, top))).toEqual(['ok']);
    registerManifests([]);
  });
});
