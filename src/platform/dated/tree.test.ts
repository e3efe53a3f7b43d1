import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeAt, joinNames, nearestDay } from './label.ts';
import {
  ancestorsAt,
  buildTree,
  childrenAt,
  descendantsAt,
  leadingTo,
  nearestVersion,
  successorsAt,
  versionAt,
  type DatedEvent,
  type DatedVersion,
} from './tree.ts';

type Named = DatedVersion & { id: number; name: string };
const version = (
  id: number,
  name: string,
  parent: number | null,
  from: string,
  until: string | null,
): Named => ({
  id,
  name,
  parent,
  from,
  until,
  basis: 'test',
});
const event = (kind: string, on: string, from: number[], to: number[]): DatedEvent => ({
  kind,
  on,
  from,
  to,
  basis: '',
});

/** 1 ⊃ 2 ⊃ {3, 4}; 2 ends on 2025-01-01; 3 and 4 merge into 5 then; 5 splits into 6 and 7 on 2026-01-01. */
const tree = buildTree(
  [
    version(5, 'E', 1, '2025-01-01', '2026-01-01'),
    version(1, 'A', null, '2020-01-01', null),
    version(2, 'B', 1, '2020-01-01', '2025-01-01'),
    version(3, 'C', 2, '2020-01-01', '2022-01-01'),
    version(3, 'C2', 2, '2022-01-01', '2025-01-01'),
    version(4, 'D', 2, '2020-01-01', '2025-01-01'),
    version(6, 'F', 1, '2026-01-01', null),
    version(7, 'G', 1, '2026-01-01', null),
  ],
  [
    event('rename', '2022-01-01', [3], [3]),
    event('merge', '2025-01-01', [3, 4], [5]),
    event('end', '2025-01-01', [2], []),
    event('split', '2026-01-01', [5], [6, 7]),
  ],
);

describe('a dated tree', () => {
  it('knows each member on each day, half open', () => {
    expect(versionAt(tree, 3, '2021-12-31')?.name).toBe('C');
    expect(versionAt(tree, 3, '2022-01-01')?.name).toBe('C2');
    expect(versionAt(tree, 3, '2024-12-31')?.name).toBe('C2');
    expect(versionAt(tree, 3, '2025-01-01')).toBeUndefined();
    expect(versionAt(tree, 3, '2019-12-31')).toBeUndefined();
    expect(nearestVersion(tree, 3, '2019-12-31')?.name).toBe('C');
    expect(nearestVersion(tree, 3, '2030-01-01')?.name).toBe('C2');
    expect(nearestVersion(tree, 99, '2030-01-01')).toBeUndefined();
  });

  it('walks down and up on a day', () => {
    expect(childrenAt(tree, 1, '2021-01-01')).toEqual([2]);
    expect(descendantsAt(tree, 1, '2021-01-01')).toEqual([2, 3, 4]);
    expect(childrenAt(tree, 1, '2025-06-01')).toEqual([5]);
    expect(ancestorsAt(tree, 4, '2021-01-01')).toEqual([2, 1]);
    expect(ancestorsAt(tree, 4, '2025-01-01')).toEqual([]);
  });

  it('follows members forward through merge and split, and back again', () => {
    expect(successorsAt(tree, 3, '2024-01-01')).toEqual([3]);
    expect(successorsAt(tree, 3, '2025-01-01')).toEqual([5]);
    expect(successorsAt(tree, 3, '2026-01-01')).toEqual([6, 7]);
    expect(successorsAt(tree, 2, '2025-01-01')).toEqual([]);
    expect(successorsAt(tree, 6, '2025-06-01')).toEqual([]);
    expect(leadingTo(tree, 7, '2026-06-01').toSorted()).toEqual([3, 4, 5, 7]);
    expect(leadingTo(tree, 5, '2025-06-01').toSorted()).toEqual([3, 4, 5]);
  });

  it('survives a circle that bad data drew', () => {
    const circle = buildTree(
      [version(1, 'A', 2, '2020-01-01', null), version(2, 'B', 1, '2020-01-01', null)],
      [],
    );
    expect(ancestorsAt(circle, 1, '2021-01-01')).toEqual([2, 1]);
  });

  it('finds for each present member exactly those whose way forward reaches it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('2021-01-01', '2025-06-01', '2026-06-01'),
        fc.integer({ min: 1, max: 7 }),
        (day, id) => {
          if (!versionAt(tree, id, day)) return;
          const expected = [...tree.versions.keys()].filter((each) =>
            successorsAt(tree, each, day).includes(id),
          );
          expect(leadingTo(tree, id, day).toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });
});

describe('labels', () => {
  const relation = (id: number, day: string, today: string) =>
    describeAt(tree, id, { day, today, nameOf: ({ name }) => name })?.relation;

  it('say what became of a member', () => {
    expect(relation(1, '2021-01-01', '2026-06-01')).toBe('same');
    expect(relation(3, '2021-01-01', '2023-01-01')).toBe('renamed');
    expect(relation(3, '2021-01-01', '2026-06-01')).toBe('merged');
    expect(relation(2, '2021-01-01', '2026-06-01')).toBe('ended');
    expect(relation(99, '2021-01-01', '2026-06-01')).toBeUndefined();
  });

  it('choose the nearest day and join names as people do', () => {
    expect([nearestDay(tree, 5, '2020-01-01'), nearestDay(tree, 5, '2030-01-01')]).toEqual([
      '2025-01-01',
      '2025-12-31',
    ]);
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C']].map(joinNames)).toEqual(['', 'A', 'A và B', 'A, B và C']);
  });
});
