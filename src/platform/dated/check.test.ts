import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import eventsOfPlaces from '#modules/places/seed/events.json' with { type: 'json' };
import places from '#modules/places/seed/places.json' with { type: 'json' };
import { addDays } from '../clock.ts';
import { findFaults, firstGap, newFaults, type Fault } from './check.ts';
import { ancestorsAt, buildTree, type DatedEvent, type DatedVersion } from './tree.ts';

type Coded = DatedVersion & { id: number; code: string };
const row = (id: number, parent: number | null, from: string, until: string | null, code = String(id)): Coded => ({
  id, parent, from, until, code, basis: 'test',
});
const event = (kind: string, on: string, from: number[], to: number[]): DatedEvent => ({ kind, on, from, to, basis: '' });
const faults = (rows: Coded[], events: DatedEvent[] = []) => findFaults(rows, events, ({ code }) => code);

const root = row(1, null, '2020-01-01', null);

describe('faults of a dated tree', () => {
  it('are none where everything fits', () => {
    const rows = [root, row(2, 1, '2020-01-01', '2025-01-01', 'A'), row(3, 1, '2025-01-01', null, 'A')];
    expect(faults(rows, [event('merge', '2025-01-01', [2], [3])])).toEqual([]);
  });

  it('name an end before the start, and versions that hold at once', () => {
    expect(faults([root, row(2, 1, '2022-01-01', '2022-01-01')])).toEqual([{ kind: 'backwards', id: 2, on: '2022-01-01' }]);
    expect(faults([root, row(2, 1, '2021-01-01', '2023-01-01'), row(2, 1, '2022-01-01', null)])).toEqual([
      { kind: 'overlap', id: 2, on: '2022-01-01' },
    ]);
  });

  it('name a circle from the day on which it closes', () => {
    const rows = [root, row(2, 1, '2020-01-01', '2022-01-01'), row(2, 3, '2022-01-01', null), row(3, 2, '2020-01-01', null)];
    expect(faults(rows)).toEqual([{ kind: 'circle', id: 2, on: '2022-01-01', other: 3 }]);
    expect(faults([row(1, 1, '2020-01-01', null)])).toEqual([{ kind: 'circle', id: 1, on: '2020-01-01', other: 1 }]);
  });

  it('name the first day on which a parent is missing', () => {
    expect(faults([root, row(2, 1, '2019-01-01', null)])).toEqual([
      { kind: 'parentMissing', id: 2, on: '2019-01-01', other: 1 },
    ]);
    const ended = [root, row(2, 1, '2020-01-01', '2025-01-01'), row(3, 2, '2020-01-01', null)];
    expect(faults(ended)).toEqual([{ kind: 'parentMissing', id: 3, on: '2025-01-01', other: 2 }]);
    expect(faults([root, row(3, 9, '2020-01-01', null)])).toEqual([
      { kind: 'parentMissing', id: 3, on: '2020-01-01', other: 9 },
    ]);
  });

  it('name two with one code on a day, but not one after the other', () => {
    expect(faults([root, row(2, 1, '2020-01-01', '2022-01-02', 'A'), row(3, 1, '2022-01-01', null, 'A')])).toEqual([
      { kind: 'sameCode', id: 3, on: '2022-01-01', other: 2 },
    ]);
    expect(faults([root, row(2, 1, '2020-01-01', '2022-01-01', 'A'), row(3, 1, '2022-01-01', null, 'A')])).toEqual([]);
  });

  it('name events that hand on to nobody, take from nobody or end nobody', () => {
    const rows = [root, row(2, 1, '2020-01-01', '2025-01-01'), row(3, 1, '2020-01-01', '2024-01-01')];
    expect(faults(rows, [event('merge', '2025-01-01', [2], [3])])).toEqual([{ kind: 'targetMissing', id: 3, on: '2025-01-01' }]);
    expect(faults(rows, [event('merge', '2025-01-01', [3], [1])])).toEqual([{ kind: 'sourceMissing', id: 3, on: '2025-01-01' }]);
    expect(faults(rows, [event('merge', '2023-01-01', [3], [1])])).toEqual([{ kind: 'sourceGoesOn', id: 3, on: '2023-01-01' }]);
    expect(faults(rows, [event('rename', '2023-01-01', [3], [3])])).toEqual([]);
  });

  it('of before do not count as new', () => {
    const fault: Fault = { kind: 'overlap', id: 2, on: '2022-01-01' };
    expect(newFaults([fault], [fault, { ...fault, id: 3 }])).toEqual([{ ...fault, id: 3 }]);
  });

  it('are none in the checked-in places', () => {
    const rows = places.flatMap(({ id, versions }) => versions.map((version) => ({ ...version, id })));
    expect(findFaults(rows, eventsOfPlaces, ({ code }) => code)).toEqual([]);
  });
});

describe('properties', () => {
  const day = fc.integer({ min: 0, max: 12 }).map((n) => addDays('2020-01-01', n));
  const version = fc.record({
    id: fc.integer({ min: 1, max: 5 }),
    parent: fc.option(fc.integer({ min: 1, max: 5 })),
    from: day,
    until: fc.option(day),
    basis: fc.constant(''),
  });
  const holds = (each: DatedVersion, on: string) => each.from <= on && (each.until === null || on < each.until);
  const days = Array.from({ length: 14 }, (_, n) => addDays('2020-01-01', n));

  it('a tree without faults is a tree on each day', () => {
    fc.assert(
      fc.property(fc.array(version, { maxLength: 6 }), (rows) => {
        const sound = findFaults(rows, []).length === 0;
        const straight = rows.every(({ from, until }) => until === null || from < until);
        const tree = buildTree(rows, []);
        const onEachDay = days.every((on) => {
          const alive = rows.filter((each) => holds(each, on));
          const once = new Set(alive.map(({ id }) => id)).size === alive.length;
          const below = alive.every(({ parent }) => parent === null || alive.some(({ id }) => id === parent));
          return once && below && alive.every(({ id }) => !ancestorsAt(tree, id, on).includes(id));
        });
        expect(sound).toBe(straight && onEachDay);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a gap is the first day that no version covers', () => {
    fc.assert(
      fc.property(fc.array(version, { maxLength: 4 }), day, fc.option(day), (rows, from, until) => {
        const versions = rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
        const asked = days.filter((on) => on >= from && (until === null || on < until));
        expect(firstGap(versions, from, until)).toBe(asked.find((on) => !versions.some((each) => holds(each, on))));
      }),
      { numRuns: 1_000 },
    );
  });
});
