import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import {
  activeAt,
  ancestorsAt,
  buildTree,
  childrenAt,
  descendantsAt,
  leadingTo,
  successorsAt,
  versionAt,
} from '#platform/dated/tree.ts';
import { fold } from '#platform/text/fold.ts';
import {
  indexPlaces,
  labelPlace,
  placeWithCode,
  searchPlaces,
  treeOn,
  type PlaceTree,
} from './places.ts';

const seed = (name: string) =>
  JSON.parse(readFileSync(new URL(`../seed/${name}.json`, import.meta.url), 'utf8'));
type Row = {
  id: number;
  versions: { from: Day; until: Day | null; code: string; name: string; kind: string }[];
};
const rows = (seed('places') as Row[]).flatMap(({ id, versions }) =>
  versions.map((version) => ({ parent: null, basis: '', ...version, id })),
);
const tree: PlaceTree = buildTree(rows, seed('events') as PlaceTree['events'][number][]);
const index = indexPlaces(tree);
const TODAY = '2026-11-23';
const BINH_PHUOC = 70;
const DONG_NAI = 75;

const isCommune = (id: number, day: Day) => versionAt(tree, id, day)?.code.length === 5;
const communes = (province: number, day: Day) =>
  descendantsAt(tree, province, day).filter((id) => isCommune(id, day));
const count = (ids: number[], day: Day) => {
  const kinds: Record<string, number> = {};
  for (const id of ids) {
    const kind = versionAt(tree, id, day)!.kind;
    kinds[kind] = (kinds[kind] ?? 0) + 1;
  }
  return kinds;
};
const eachDay = fc.integer({ min: 0, max: 2_200 }).map((days) => addDays('2021-01-01', days));

describe('a code and a day', () => {
  const cases = [
    [
      '25333',
      '2023-03-01',
      'xã Thanh Lương, thị xã Bình Long, tỉnh Bình Phước',
      'phường An Lộc, thành phố Đồng Nai',
    ],
    ['25333', '2026-03-01', 'phường An Lộc, tỉnh Đồng Nai', 'phường An Lộc, thành phố Đồng Nai'],
    [
      '25363',
      '2022-11-01',
      'thị trấn Tân Phú, huyện Đồng Phú, tỉnh Bình Phước',
      'phường Đồng Phú, thành phố Đồng Nai',
    ],
    ['25363', '2025-09-01', 'xã Đồng Phú, tỉnh Đồng Nai', 'phường Đồng Phú, thành phố Đồng Nai'],
    [
      '25432',
      '2022-09-30',
      'thị trấn Chơn Thành, huyện Chơn Thành, tỉnh Bình Phước',
      'phường Chơn Thành, thành phố Đồng Nai',
    ],
    [
      '25432',
      '2022-10-01',
      'phường Hưng Long, thị xã Chơn Thành, tỉnh Bình Phước',
      'phường Chơn Thành, thành phố Đồng Nai',
    ],
    [
      '26041',
      '2024-10-31',
      'phường Quyết Thắng, thành phố Biên Hòa, tỉnh Đồng Nai',
      'phường Trấn Biên, thành phố Đồng Nai',
    ],
    [
      '26041',
      '2024-11-01',
      'phường Trung Dũng, thành phố Biên Hòa, tỉnh Đồng Nai',
      'phường Trấn Biên, thành phố Đồng Nai',
    ],
    [
      '690',
      '2024-01-01',
      'thị xã Bình Long, tỉnh Bình Phước',
      'phường Bình Long và phường An Lộc, thành phố Đồng Nai',
    ],
  ] as const;
  it.each(cases)('%s on %s is %s', (code, day, label, now) => {
    const described = labelPlace(tree, placeWithCode(tree, code, day)!, day, TODAY)!;
    expect([described.label, described.now]).toEqual([label, now]);
  });

  it('means nothing on a day on which nobody has it', () => {
    expect(placeWithCode(tree, '70', '2026-01-01')).toBeUndefined();
    expect(placeWithCode(tree, '99999', '2026-01-01')).toBeUndefined();
  });

  it('is re-used: of the 40 communes on former Bình Phước land, 20 have a code of another place', () => {
    const eve = '2025-06-30';
    const old = new Map(
      communes(BINH_PHUOC, eve).map((id) => [versionAt(tree, id, eve)!.code, versionAt(tree, id, eve)!]),
    );
    const fresh = [
      ...new Set(communes(BINH_PHUOC, eve).flatMap((id) => successorsAt(tree, id, '2025-07-01'))),
    ];
    const names = fresh.map((id) => versionAt(tree, id, '2025-07-01')!);
    expect(fresh).toHaveLength(40);
    expect(names.filter(({ code, name }) => fold(old.get(code)?.name ?? '') !== fold(name))).toHaveLength(20);
    const oldCodes = (name: string) =>
      [...old.values()].filter((each) => fold(each.name) === fold(name)).map((each) => each.code);
    expect(
      names.filter(({ code, name }) => oldCodes(name).length > 0 && !oldCodes(name).includes(code)),
    ).toHaveLength(13);
  });
});

describe('counts that the acts state', () => {
  it.each([
    ['2022-09-30', { 'thành phố': 1, 'thị xã': 2, huyện: 8 }, { xã: 90, phường: 15, 'thị trấn': 6 }],
    ['2022-10-01', { 'thành phố': 1, 'thị xã': 3, huyện: 7 }, { xã: 86, phường: 20, 'thị trấn': 5 }],
    ['2025-06-30', { 'thành phố': 1, 'thị xã': 3, huyện: 7 }, { xã: 86, phường: 20, 'thị trấn': 5 }],
  ])('tỉnh Bình Phước on %s', (day, districts, wards) => {
    expect(count(childrenAt(tree, BINH_PHUOC, day), day)).toEqual(districts);
    expect(count(communes(BINH_PHUOC, day), day)).toEqual(wards);
    expect(communes(BINH_PHUOC, day)).toHaveLength(111);
  });

  it.each([
    ['2025-07-01', { xã: 72, phường: 23 }],
    ['2026-04-29', { xã: 72, phường: 23 }],
    ['2026-04-30', { xã: 62, phường: 33 }],
    [TODAY, { xã: 62, phường: 33 }],
  ])('Đồng Nai on %s has 95 communes and no districts', (day, wards) => {
    expect(count(childrenAt(tree, DONG_NAI, day), day)).toEqual(wards);
    expect(descendantsAt(tree, DONG_NAI, day)).toHaveLength(95);
    expect(childrenAt(tree, null, day)).toEqual([DONG_NAI]);
  });
});

describe('what holds on every day', () => {
  it('a code means one place, parents exist, and every place is below a province exactly once', () => {
    fc.assert(
      fc.property(eachDay, (day) => {
        const active = activeAt(tree, day);
        const codes = active.map((id) => versionAt(tree, id, day)!.code);
        expect(new Set(codes).size).toBe(active.length);
        const roots = childrenAt(tree, null, day);
        const reached = [...roots, ...roots.flatMap((root) => descendantsAt(tree, root, day))];
        expect(reached.toSorted()).toEqual(active.toSorted());
        for (const id of active) {
          const above = ancestorsAt(tree, id, day);
          expect(above.every((each) => versionAt(tree, each, day))).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('every place that ever was leads to places of today', () => {
    for (const id of tree.versions.keys()) expect(successorsAt(tree, id, TODAY), String(id)).not.toEqual([]);
  });

  it('every former commune leads to exactly one commune of today, but for Núi Tượng, which was split', () => {
    const former = [...tree.versions].filter(([, versions]) => versions.at(-1)!.code.length === 5);
    const several = former.filter(([id]) => successorsAt(tree, id, TODAY).length !== 1);
    expect(several.map(([, versions]) => versions[0]!.name)).toEqual(['Núi Tượng']);
  });

  it('looking back from today finds each former commune again', () => {
    const present = childrenAt(tree, DONG_NAI, TODAY);
    const reached = new Set(present.flatMap((id) => leadingTo(tree, id, TODAY)));
    for (const day of ['2022-01-01', '2023-01-01', '2025-01-01', '2025-08-01']) {
      for (const id of [...communes(BINH_PHUOC, day), ...communes(DONG_NAI, day)])
        expect(reached.has(id)).toBe(true);
    }
  });

  it('events name places that exist around their day', () => {
    for (const { from, to, on } of tree.events) {
      for (const id of from) expect(versionAt(tree, id, addDays(on, -1)), `${id} before ${on}`).toBeDefined();
      for (const id of to) expect(versionAt(tree, id, on), `${id} on ${on}`).toBeDefined();
    }
  });
});

describe('labels', () => {
  const short = (name: string, day: Day) =>
    searchPlaces(tree, index, { q: name, today: day, limit: 1 })[0]!.short;

  it('say where a former place belongs now', () => {
    const id = placeWithCode(tree, '25333', '2023-03-01')!;
    expect(labelPlace(tree, id, '2023-03-01', TODAY)!.short).toBe('xã Thanh Lương (nay thuộc phường An Lộc)');
    expect(labelPlace(tree, 697, '2022-05-01', '2023-01-01')!.short).toBe(
      'huyện Chơn Thành (nay là thị xã Chơn Thành)',
    );
    expect(labelPlace(tree, BINH_PHUOC, '2024-01-01', TODAY)!.short).toBe(
      'tỉnh Bình Phước (nay thuộc thành phố Đồng Nai)',
    );
    expect(labelPlace(tree, 690, '2024-01-01', TODAY)!.short).toBe(
      'thị xã Bình Long (nay thuộc phường Bình Long và phường An Lộc)',
    );
    expect(short('Phường An Lộc', TODAY)).toBe('phường An Lộc');
  });

  it('use the nearest day when the place did not exist on the day asked for', () => {
    const id = placeWithCode(tree, '25333', TODAY)!;
    expect(labelPlace(tree, id, '2022-01-01', TODAY)).toMatchObject({
      asOf: '2025-07-01',
      name: 'phường An Lộc',
    });
    expect(labelPlace(tree, 690, '2026-01-01', TODAY)).toMatchObject({
      asOf: '2025-06-30',
      relation: 'merged',
    });
    expect(labelPlace(tree, 1, '2026-01-01', TODAY)).toBeUndefined();
  });

  it('never call Đồng Nai a tỉnh after 30/04/2026', () => {
    const texts = [...tree.versions.keys()].map((id) => labelPlace(tree, id, TODAY, TODAY)!.now);
    expect(texts.filter((text) => text?.includes('tỉnh'))).toEqual([]);
    expect(treeOn(tree, TODAY)[0]!.name).toBe('thành phố Đồng Nai');
  });

  it('know the three pilot units of the plan', () => {
    const today = (id: number) => labelPlace(tree, id, '2022-06-01', TODAY)!.nowName;
    expect(today(689)).toBe('phường Bình Phước và phường Đồng Xoài');
    expect(today(690)).toBe('phường Bình Long và phường An Lộc');
    expect(today(688)).toBe('phường Phước Long và phường Phước Bình');
  });
});

describe('the search box', () => {
  const found = (q: string, limit = 5) =>
    searchPlaces(tree, index, { q, today: TODAY, limit }).map((hit) => hit.short);

  it('finds former names with and without diacritics, with and without what is above', () => {
    const expected = 'xã Thanh Lương (nay thuộc phường An Lộc)';
    for (const q of [
      'Thanh Lương',
      'thanh luong',
      'XÃ THANH LƯƠNG',
      'xa thanh luong, tx binh long',
      '  thanh   luong ',
    ]) {
      expect(found(q)[0], q).toBe(expected);
    }
    expect(found('Thanh Lương'.normalize('NFD'))[0]).toBe(expected);
  });

  it('puts places of today before former ones, and exact diacritics first', () => {
    expect(found('an lộc')[0]).toBe('phường An Lộc');
    expect(found('bình phước')[0]).toBe('phường Bình Phước');
    expect(found('tỉnh bình phước')[0]).toBe('tỉnh Bình Phước (nay thuộc thành phố Đồng Nai)');
    expect(found('hoa binh')).toContain('phường Hòa Bình (nay thuộc phường Trấn Biên)');
  });

  it('knows both spellings and codes', () => {
    expect(found('Biên Hoà')[0]).toBe('phường Biên Hòa');
    expect(found('Đak Ơ')[0]).toBe('xã Đăk Ơ');
    for (const q of ['phường An Lộc, thành phố Đồng Nai', 'an loc, tinh dong nai', 'p. An Lộc, TP Đồng Nai']) {
      expect(found(q)[0], q).toBe('phường An Lộc');
    }
    expect(found('25333')).toEqual(['phường An Lộc', 'xã Thanh Lương (nay thuộc phường An Lộc)']);
  });

  it('answers nothing for nothing, and never more than asked for', () => {
    expect(found('')).toEqual([]);
    expect(found(' ,. ')).toEqual([]);
    expect(found('không có nơi này')).toEqual([]);
    expect(found('xã', 7)).toHaveLength(7);
  });

  it('finds every place of today by its own name, typed plainly', () => {
    for (const id of activeAt(tree, TODAY)) {
      const { name } = labelPlace(tree, id, TODAY, TODAY)!;
      const hits = searchPlaces(tree, index, { q: fold(name), today: TODAY, limit: 5 });
      expect(
        hits.map((hit) => hit.id),
        name,
      ).toContain(id);
    }
  });
});
