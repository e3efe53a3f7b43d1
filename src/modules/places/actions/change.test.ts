import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Acting } from '#platform/policy.ts';
import { testRuntime, type TestRuntime } from '#platform/testing/runtime.ts';
import {
  correctOnePlace, enterChange, labelOf, loadPlaces, lookUpPlace, readDeskPlace, readPlaceChange, readPlaceCorrection,
  readPlaceFounding, type PlaceEditor,
} from '../index.server.ts';

const TODAY = '2026-11-23';
const AN_LOC = 225_333;
const BINH_LONG = 225_326;
const DONG_NAI = 75;
const actor = (bodyId: number, role = 'administrator'): Acting => ({
  kind: 'person', personId: '7c1f3a10-0000-4000-8000-000000000001', name: 'Lê Minh Khôi', grants: [{ role, bodyId }],
});
/** Body 1 stands at the top, body 2 below it. */
const editor = (by: Acting): PlaceEditor => ({
  actor: by, now: new Date('2026-11-23T02:00:00Z'), tops: [1], isWithin: (body, ancestor) => body === ancestor || ancestor === 1,
});
const top = editor(actor(1));
const act = { on: '2026-12-01', basis: 'Nghị quyết 999/NQ-UBTVQH16' };

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await testRuntime();
  await loadPlaces(runtime.db);
});
afterAll(() => runtime.drop());

const state = async () =>
  (await sql<{ all: string }>`
    select md5(string_agg(v::text, '|' order by id)) || (select count(*) from places.place_event) || (select count(*) from places.place)
      as all from places.place_version v`.execute(runtime.db)).rows[0]!.all;
const label = async (id: number, day: string) => (await labelOf(runtime.db, id, day, day))?.label;
type Changed = Awaited<ReturnType<typeof enterChange>>;
const codes = (result: Changed) => (result.ok ? ['ok'] : result.problems.map(({ code }) => code));

describe('an act about places', () => {
  it('renames and upgrades from its day on, and codes may be used again after', async () => {
    const rename = { kind: 'rename' as const, name: 'Bình Long mới', type: 'phường', code: '25326', ...act };
    expect(codes(await enterChange(runtime, BINH_LONG, rename, top))).toEqual(['ok']);
    expect(await label(BINH_LONG, '2026-11-30')).toBe('phường Bình Long, thành phố Đồng Nai');
    expect(await label(BINH_LONG, '2026-12-01')).toBe('phường Bình Long mới, thành phố Đồng Nai');
  });

  it('founds, merges into what was founded, and hands a code on', async () => {
    const founding = { kind: 'found' as const, name: 'An Lộc Bình Long', type: 'phường', code: '25999', ...act };
    const result = await enterChange(runtime, DONG_NAI, founding, top);
    const id = result.ok ? result.value : 0;
    for (const from of [AN_LOC, BINH_LONG]) {
      // The name of before, and the day after the rename of the other.
      const merge = { kind: 'merge' as const, target: { id, text: '' }, ...act, on: '2026-12-15' };
      expect(codes(await enterChange(runtime, from, merge, top))).toEqual(['ok']);
    }
    expect(await lookUpPlace(runtime.db, '25333', TODAY, '2026-12-20')).toMatchObject({ name: 'phường An Lộc', now: 'phường An Lộc Bình Long, thành phố Đồng Nai' });
    const { rows } = await sql<{ from: number[] }>`select from_ids as "from" from places.place_event where to_ids = array[${id}::int] and kind = 'merge'`.execute(runtime.db);
    expect(rows).toEqual([{ from: [AN_LOC, BINH_LONG] }]);
    const again = { kind: 'found' as const, name: 'Nơi mới', type: 'xã', code: '25333', ...act, on: '2026-12-15' };
    expect(codes(await enterChange(runtime, DONG_NAI, again, top))).toEqual(['ok']);
  });

  it('is refused by name where it cannot be, and then nothing is written', async () => {
    const before = await state();
    const refused = async (id: number, said: Parameters<typeof enterChange>[2]) => {
      const result = await enterChange(runtime, id, said, top);
      return result.ok ? [] : result.problems.map(({ code, values }) => [code, values?.name, values?.other]);
    };
    const ward = (code: string) => ({ kind: 'found' as const, name: 'X', type: 'xã', code, ...act });
    expect(await refused(DONG_NAI, ward('25363'))).toEqual([['fault.sameCode', 'xã X', 'phường Đồng Phú']]);
    expect(await refused(225_363, { kind: 'move', target: { id: null, text: 'phường Đồng Phú' }, ...act })).toEqual([['fault.circle', 'phường Đồng Phú', 'phường Đồng Phú']]);
    expect((await refused(DONG_NAI, { kind: 'move', target: { id: null, text: 'phường Đồng Phú' }, ...act }))[0]).toEqual(['fault.circle', 'thành phố Đồng Nai', 'phường Đồng Phú']);
    expect((await refused(DONG_NAI, { kind: 'end', ...act }))[0]![0]).toBe('fault.parentMissing');
    expect(await refused(225_363, { kind: 'merge', target: { id: 125_333, text: '' }, ...act })).toEqual([['fault.targetMissing', 'xã Thanh Lương', '']]);
    expect(await refused(125_333, { kind: 'end', ...act })).toEqual([['place.notThen', 'xã Thanh Lương', undefined]]);
    expect(await refused(225_363, { kind: 'end', ...act, on: '2026-04-30' })).toEqual([['place.firstDay', 'phường Đồng Phú', undefined]]);
    expect(await refused(225_363, { kind: 'end', ...act, on: '2026-01-01' })).toEqual([['place.later', 'xã Đồng Phú', undefined]]);
    expect(await refused(225_363, { kind: 'split', targets: ['Tân Lợi', 'không có đâu'], ...act })).toEqual([['place.unknown', undefined, undefined]]);
    expect(await refused(225_363, { kind: 'rename', name: 'Đồng Phú', type: 'phường', code: '25363', ...act })).toEqual([['place.same', undefined, undefined]]);
    expect(await state()).toBe(before);
  });

  it('is for administrators of a highest body alone', async () => {
    const before = await state();
    for (const by of [actor(2), actor(1, 'officer'), { kind: 'anonymous' as const }]) {
      expect(codes(await enterChange(runtime, 225_363, { kind: 'end', ...act }, editor(by)))).toEqual(['forbidden']);
      const said = { version: '2026-04-30', from: '2026-04-30', name: 'X', type: 'phường', code: '25363', basis: 'B', reason: 'C' };
      expect(codes(await correctOnePlace(runtime, 225_363, said, editor(by)))).toEqual(['forbidden']);
    }
    expect(await state()).toBe(before);
  });
});

describe('a correction of a place', () => {
  const said = { version: '2026-04-30', from: '2026-05-02', name: 'Đồng Phú', type: 'phường', code: '25363', basis: 'Nghị quyết 237/NQ-UBTVQH16', reason: 'Sai ngày' };
  it('moves a first day, and says so in its history', async () => {
    expect(codes(await correctOnePlace(runtime, 225_363, said, top))).toEqual(['ok']);
    expect(await label(225_363, '2026-05-01')).toBe('xã Đồng Phú, thành phố Đồng Nai');
    expect(await readDeskPlace(runtime.db, 225_363, null, top)).toMatchObject({
      value: { edits: true, corrections: [{ reason: 'Sai ngày', before: { from: '2026-04-30' }, after: { from: '2026-05-02' } }], place: { story: [{ on: '2026-05-02' }, { on: '2025-07-01' }] } },
    });
    expect(codes(await correctOnePlace(runtime, 225_363, said, top))).toEqual(['version.gone']);
    await expect(sql`delete from places.correction`.execute(runtime.db)).rejects.toThrow();
  });
});

describe('forms', () => {
  it('read what each kind of change needs', () => {
    const when = { on: '2026-12-01', basis: 'B' };
    expect(readPlaceChange({ kind: 'end', ...when })).toEqual({ ok: true, value: { kind: 'end', ...when } });
    expect(readPlaceChange({ kind: 'split', targets: 'A; B ;', ...when })).toMatchObject({ ok: true, value: { targets: ['A', 'B'] } });
    expect(readPlaceChange({ kind: 'split', targets: 'A', ...when })).toMatchObject({ problems: [{ field: 'targets', code: 'place.few' }] });
    expect(readPlaceChange({ kind: 'merge', ...when })).toMatchObject({ problems: [{ field: 'target', code: 'text.missing' }] });
    expect(readPlaceChange({ kind: 'x', on: '', basis: '' })).toMatchObject({ problems: [{ field: 'on' }, { field: 'basis' }, { field: 'kind' }] });
    expect(readPlaceFounding({ name: 'A', type: 'Xã', code: '1', since: '2026-12-01', basis: 'B' })).toMatchObject({ problems: [{ field: 'code', code: 'place.code' }] });
    expect(readPlaceCorrection({ version: '2026-04-30', from: 'x', name: '', type: 'xã', code: '25363', basis: 'B', reason: '' })).toMatchObject({
      problems: [{ field: 'name' }, { field: 'from' }, { field: 'reason' }],
    });
  });
});
