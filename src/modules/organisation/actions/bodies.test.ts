import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activeAt, ancestorsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import { testDatabase, type TestDatabase } from '#platform/testing/database.ts';
import { currentTree, loadPlaces, placeAsOf } from '#modules/places/index.server.ts';
import {
  ancestors,
  bodiesActive,
  bodiesOfPlace,
  bodiesWithin,
  bodyAsOf,
  bodyLabel,
  bodyName,
  bodyTree,
  findBodies,
  findBodyBySymbol,
  isWithin,
  loadBodies,
  parentOf,
  presentBodies,
  within,
} from '../index.server.ts';

const TODAY = '2026-11-23';
const THANH_UY = 100;
const PROPAGANDA = 103;
const COMMITTEE = 200;
const OLD_PROPAGANDA = 1403;

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await loadPlaces(database.db);
  await loadBodies(database.db);
});
afterAll(() => database.drop());

const named = async (name: string, day: string) =>
  (await bodiesActive(database.db, day)).find((body) => body.name === name)!;

describe('bodies of a day', () => {
  it('are loaded once for each seed, all marked as samples', async () => {
    expect(await loadBodies(database.db)).toBe(false);
    expect((await bodiesActive(database.db, TODAY)).every((body) => body.sample)).toBe(true);
  });

  it('follow the reorganisations', async () => {
    const { db } = database;
    expect(await bodyName(db, OLD_PROPAGANDA, '2022-06-01', TODAY)).toBe(
      'Ban Tuyên giáo Tỉnh ủy (nay là Ban Tuyên giáo và Dân vận Thành ủy)',
    );
    const telecom = await named('Sở Thông tin và Truyền thông', '2022-06-01');
    expect(await bodyName(db, telecom.id, '2022-06-01', TODAY)).toBe(
      'Sở Thông tin và Truyền thông (nay là Sở Khoa học và Công nghệ)',
    );
    const health = await named('Sở Y tế', '2022-06-01');
    expect(await bodyName(db, health.id, '2022-06-01', TODAY)).toBe(
      'Sở Y tế tỉnh Bình Phước (nay là Sở Y tế thành phố Đồng Nai)',
    );
    expect(await bodyName(db, THANH_UY, '2025-08-01', TODAY)).toBe(
      'Tỉnh ủy Đồng Nai (nay là Thành ủy Đồng Nai)',
    );
    expect(await bodyName(db, PROPAGANDA, TODAY, TODAY)).toBe('Ban Tuyên giáo và Dân vận Thành ủy');
    expect(await bodyLabel(db, 7, TODAY, TODAY)).toBeUndefined();
    await expect(bodyName(db, 7, TODAY, TODAY)).rejects.toThrow('not known');
  });

  it('exist only within their dates', async () => {
    const { db } = database;
    expect(await bodyAsOf(db, OLD_PROPAGANDA, '2025-02-28')).toMatchObject({ symbol: 'BTGTU' });
    expect(await bodyAsOf(db, OLD_PROPAGANDA, '2025-03-01')).toBeUndefined();
    const names = (await bodiesActive(db, TODAY)).map((body) => body.fullName);
    expect(names.filter((name) => /tỉnh|Tỉnh|huyện|Huyện|Thị ủy/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('name the bodies of the plan in 2022', async () => {
    const names = (await bodiesActive(database.db, '2022-06-01')).map((body) => body.name);
    for (const name of [
      'Tỉnh ủy Bình Phước',
      'Ban Tuyên giáo Tỉnh ủy',
      'Ban Dân vận Tỉnh ủy',
      'Ban Tổ chức Tỉnh ủy',
      'Văn phòng Tỉnh ủy',
      'Đài Phát thanh - Truyền hình và Báo Bình Phước',
      'Sở Văn hóa, Thể thao và Du lịch',
      'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bình Phước',
      'Hội Văn học - Nghệ thuật tỉnh Bình Phước',
      'Sở Ngoại vụ',
      'Trường Chính trị tỉnh Bình Phước',
      'Sở Giáo dục và Đào tạo',
      'Hội Nhà báo tỉnh Bình Phước',
      'Ban cán sự đảng Ủy ban nhân dân tỉnh Bình Phước',
      'Thành ủy Đồng Xoài',
      'Thị ủy Bình Long',
      'Thị ủy Phước Long',
    ]) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => /^(Huyện|Thị|Thành) ủy/.test(name))).toHaveLength(11);
  });

  it('have one Peoples committee for each of the 95 communes of today', async () => {
    const [province] = await currentTree(database.db, TODAY);
    for (const commune of province!.children) {
      const bodies = await bodiesOfPlace(database.db, commune.id, TODAY);
      expect(bodies.map((body) => body.name)).toEqual([
        `Đảng ủy ${commune.name}`,
        `Ủy ban nhân dân ${commune.name}`,
      ]);
    }
    expect(province!.children).toHaveLength(95);
    expect(await bodiesActive(database.db, TODAY, ['ủy ban nhân dân'])).toHaveLength(96);
  });

  it('stand on places that exist on the same days', async () => {
    const { db } = database;
    for (const day of ['2022-06-01', '2025-05-01', '2025-08-01', TODAY]) {
      const bodies = await bodiesActive(db, day);
      const codes = await sql<{ id: number }>`
        select place_id as id from places.place_version where valid @> ${day}::date`.execute(db);
      const known = new Set(codes.rows.map((row) => row.id));
      expect(bodies.filter((body) => body.place !== null && !known.has(body.place))).toEqual([]);
    }
  });
});

describe('scope and escalation', () => {
  it('a role reaches the body and all below it, and nothing else', async () => {
    const { db } = database;
    const place = (await placeAsOf(db, '25333', TODAY))!;
    const [party, state] = await bodiesOfPlace(db, place.id, TODAY);
    const reaches = await within(db, TODAY);
    expect([
      reaches(state!.id, state!.id),
      reaches(state!.id, COMMITTEE),
      reaches(state!.id, THANH_UY),
    ]).toEqual([true, true, true]);
    expect([
      reaches(COMMITTEE, state!.id),
      reaches(party!.id, COMMITTEE),
      reaches(state!.id, PROPAGANDA),
    ]).toEqual([false, false, false]);
    expect(await bodiesWithin(db, COMMITTEE, TODAY)).toContain(state!.id);
    expect(await ancestors(db, state!.id, TODAY)).toEqual([COMMITTEE, THANH_UY]);
  });

  it('an old case stays with those who took it over; a role in an ended body reaches nobody', async () => {
    const { db } = database;
    expect(await isWithin(db, OLD_PROPAGANDA, PROPAGANDA, TODAY)).toBe(true);
    expect(await isWithin(db, OLD_PROPAGANDA, COMMITTEE, TODAY)).toBe(false);
    expect(await isWithin(db, OLD_PROPAGANDA, OLD_PROPAGANDA, TODAY)).toBe(false);
    expect(await isWithin(db, OLD_PROPAGANDA, OLD_PROPAGANDA, '2022-06-01')).toBe(true);
    expect(await presentBodies(db, OLD_PROPAGANDA, TODAY)).toEqual([PROPAGANDA]);
  });

  it('escalates one level up, also from a body that has ended', async () => {
    const { db } = database;
    expect(await parentOf(db, PROPAGANDA, TODAY)).toBe(THANH_UY);
    expect(await parentOf(db, OLD_PROPAGANDA, TODAY)).toBe(THANH_UY);
    expect(await parentOf(db, THANH_UY, TODAY)).toBeNull();
  });

  it('every body of every day hangs below one root, and leads to bodies of today', async () => {
    const tree = await bodyTree(database.db);
    for (const day of ['2021-01-01', '2025-02-28', '2025-03-01', '2025-07-01', '2026-04-30', TODAY]) {
      const roots = activeAt(tree, day).map((id) => ancestorsAt(tree, id, day).at(-1) ?? id);
      expect(new Set(roots).size, day).toBe(1);
    }
    for (const id of tree.versions.keys()) {
      expect(successorsAt(tree, id, TODAY), versionAt(tree, id, '2022-06-01')?.name).not.toEqual([]);
    }
  });
});

describe('finding bodies', () => {
  const found = async (q: string) =>
    (await findBodies(database.db, { q, today: TODAY, limit: 5 })).map((body) => body.short);

  it('by name with and without diacritics, and by symbol', async () => {
    expect((await found('so xay dung'))[0]).toBe('Sở Xây dựng');
    expect((await found('Sở Y tế'))[0]).toBe('Sở Y tế');
    expect((await found('BTGDVTU'))[0]).toBe('Ban Tuyên giáo và Dân vận Thành ủy');
    expect((await found('STTTT'))[0]).toBe('Sở Thông tin và Truyền thông (nay là Sở Khoa học và Công nghệ)');
    expect((await found('uy ban nhan dan phuong an loc'))[0]).toBe('Ủy ban nhân dân phường An Lộc');
    expect((await found('huyen uy bu dang'))[0]).toBe('Huyện ủy Bù Đăng (đã kết thúc hoạt động)');
    expect(await found('   ')).toEqual([]);
  });

  it('by symbol on a day: the highest bearer', async () => {
    const { db } = database;
    expect(await findBodyBySymbol(db, 'BTGDVTU', TODAY)).toBe(PROPAGANDA);
    expect(await findBodyBySymbol(db, 'UBND', TODAY)).toBe(COMMITTEE);
    expect(await findBodyBySymbol(db, 'STTTT', TODAY)).toBeUndefined();
  });
});
