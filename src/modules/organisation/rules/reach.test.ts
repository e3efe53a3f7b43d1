import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import { activeAt, buildTree, versionAt } from '#platform/dated/tree.ts';
import bodies from '../seed/bodies.json' with { type: 'json' };
import events from '../seed/events.json' with { type: 'json' };
import { isWithin, type BodyEvent, type BodyTree, type BodyVersion } from './bodies.ts';
import { reachOf } from './reach.ts';

const FIRST = '2026-01-01';
const DAYS = 12;
const day = (at: number): Day => addDays(FIRST, at);
const version = (id: number, parent: number | null, from: Day): BodyVersion => ({
  id, symbol: '', name: `Chi bộ ${id}`, fullName: `Chi bộ ${id}`, kind: 'chi bộ', place: null, sample: false, basis: 'test',
  parent, from, until: null,
});

/** What happens on a day, to bodies picked by number; kinds and picks are all that is random. */
type Step = { kind: 'found' | 'move' | 'rename' | 'merge' | 'split' | 'end'; at: number; a: number; b: number; c: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('found' as const, 'move' as const, 'rename' as const, 'merge' as const, 'split' as const, 'end' as const),
    at: fc.nat({ max: DAYS - 1 }), a: fc.nat({ max: 20 }), b: fc.nat({ max: 20 }), c: fc.nat({ max: 20 }),
  }),
  { maxLength: 14 },
);

/** Bodies that ended leave those below them where they stand: what an import of a bad list may leave behind. */
function history(taken: readonly Step[]): BodyTree {
  const rows: BodyVersion[] = [version(1, null, day(0)), version(2, 1, day(0)), version(3, 1, day(0)), version(4, 2, day(0))];
  const told: BodyEvent[] = [];
  const close = (id: number, on: Day) => {
    const open = rows.findIndex((row) => row.id === id && row.until === null);
    const [old] = rows.splice(open, 1);
    if (old!.from < on) rows.push({ ...old!, until: on });
    return old!;
  };
  const changed = (id: number, on: Day, parent: number | null) => rows.push({ ...close(id, on), from: on, parent });
  for (const { kind, at, a, b, c } of taken.toSorted((x, y) => x.at - y.at)) {
    const on = day(at);
    // A body may not end on the day on which it came to be.
    const living = activeAt(buildTree(rows, told), on).filter((id) => id !== 1);
    const pick = (n: number) => living[n % living.length]!;
    if (living.length < 2) continue;
    const young = rows.every((row) => row.id !== pick(a) || row.from >= on);
    const next = Math.max(...rows.map((row) => row.id)) + 1;
    if (kind === 'found') rows.push(version(next, pick(a), on));
    if (kind === 'move' || kind === 'rename') {
      const under = kind === 'move' ? pick(b) : versionAt(buildTree(rows, told), pick(a), on)!.parent;
      changed(pick(a), on, under === pick(a) ? 1 : under);
    }
    if (young) continue;
    if (kind === 'end') close(pick(a), on);
    if (kind === 'merge' && pick(a) !== pick(b)) {
      close(pick(a), on);
      told.push({ kind, on, from: [pick(a)], to: [pick(b)], basis: 'test' });
    }
    if (kind === 'split') {
      close(pick(a), on);
      rows.push(version(next, 1, on), version(next + 1, pick(c) === pick(a) ? 2 : pick(c), on));
      told.push({ kind, on, from: [pick(a)], to: [next, next + 1], basis: 'test' });
    }
  }
  return buildTree(rows, told);
}

describe('reach', () => {
  it('says of every day and every two bodies of any history what the permission check says', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const tree = history(taken);
        const reach = reachOf(tree);
        const ids = [...tree.versions.keys()];
        for (let at = -1; at <= DAYS; at += 1) {
          const on = day(at);
          const valid = reach.filter(({ from, until }) => from <= on && (until === null || on < until));
          const said = new Set(valid.map(({ ancestor, body }) => `${ancestor} ${body}`));
          expect(said.size).toBe(valid.length);
          for (const body of ids) {
            for (const ancestor of ids) expect(said.has(`${ancestor} ${body}`)).toBe(isWithin(tree, body, ancestor, on));
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has ranges of one pair that neither touch nor overlap', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const reach = reachOf(history(taken));
        for (const one of reach) {
          const next = reach.filter((each) => each.ancestor === one.ancestor && each.body === one.body && each.from > one.from);
          expect(one.until === null || one.from < one.until).toBe(true);
          expect(next.every((each) => one.until !== null && one.until < each.from)).toBe(true);
        }
      }),
    );
  });

  it('agrees with the permission check in the sample province, through all its reorganisations', () => {
    const rows = bodies.flatMap(({ id, sample, versions }) => versions.map((each) => ({ ...each, id, sample })));
    const tree: BodyTree = buildTree(rows, events as BodyEvent[]);
    const reach = reachOf(tree);
    expect(reachOf(tree)).toBe(reach);
    const ids = [...tree.versions.keys()];
    for (const on of ['2022-06-01', '2025-02-28', '2025-03-01', '2025-07-01', '2026-11-23']) {
      const valid = reach.filter(({ from, until }) => from <= on && (until === null || on < until));
      const said = valid.map(({ ancestor, body }) => `${ancestor} ${body}`).sort();
      const asked = ids.flatMap((body) =>
        ids.filter((ancestor) => isWithin(tree, body, ancestor, on)).map((ancestor) => `${ancestor} ${body}`),
      );
      expect(said).toEqual(asked.sort());
    }
  });
});
