import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyFinder } from './lookup.ts';
import { planBodies, type BodyNow, type BodySaid } from './plan-bodies.ts';

const asOf = '2026-11-23';
const now = (id: number, symbol: string, name: string, parent: number | null): BodyNow => ({ id, symbol, name, fullName: name, parent, kind: 'chi bộ', from: '2025-07-01' });
const bodies = [now(1, 'DU', 'Đảng ủy', null), now(2, 'DB', 'Đảng bộ bộ phận', 1), now(3, 'CB-3', 'Chi bộ 3', 2), now(9, 'XA', 'Nơi khác', null)];
const context = { bodies, finder: bodyFinder(bodies, new Set([1, 2, 3])), root: 1, asOf };
let number = 0;
const row = (code: string, parent: string | null = null, more: Partial<BodySaid> = {}): BodySaid => {
  number += 1;
  return { number, code, name: `Chi bộ ${code}`, kind: null, parent, from: null, basis: null, ...more };
};
const plan = (...rows: BodySaid[]) => planBodies(rows, context).map(({ outcome, findings, enter, change }) => ({ outcome, codes: findings.map(({ code }) => code), enter, change }));

describe('a list of bodies', () => {
  it('enters bodies below bodies of the list, in whatever order', () => {
    const rows = [row('A-1', 'A'), row('A', null, { name: 'Đảng bộ A', from: '2026-01-01' }), row('B', 'Đảng bộ bộ phận')];
    expect(plan(...rows)).toMatchObject([
      { outcome: 'new', enter: { parent: { row: rows[1]!.number }, from: asOf, kind: 'chi bộ' } },
      { outcome: 'new', enter: { parent: { id: 1 }, from: '2026-01-01', kind: 'đảng bộ cơ sở' } },
      { outcome: 'new', enter: { parent: { id: 2 } } },
    ]);
  });

  it('knows bodies again by their code, and changes what differs', () => {
    expect(plan(row('cb-3', 'DB', { name: 'Chi bộ 3' }))).toMatchObject([{ outcome: 'unchanged' }]);
    expect(plan(row('CB-3', null, { name: 'Chi bộ 3' }))).toMatchObject([{ outcome: 'unchanged' }]);
    expect(plan(row('CB-3', 'DU', { name: 'Chi bộ ba' }))).toMatchObject([{ outcome: 'changed', change: { id: 3, parent: { id: 1 }, name: 'Chi bộ ba' } }]);
  });

  it('leaves the body it is about as it is', () => {
    expect(plan(row('DU', 'Thành ủy', { name: 'Đảng ủy phường' }), row('C', 'DU'))).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'new', enter: { parent: { id: 1 } } }]);
  });

  it('refuses circles, among rows and through the tree as it is', () => {
    expect(plan(row('P', 'Q'), row('Q', 'R'), row('R', 'P'), row('S', 'P'))).toMatchObject([
      { codes: ['body.cycle'] },
      { codes: ['body.cycle'] },
      { codes: ['body.cycle'] },
      { outcome: 'problem', codes: ['parent.stopped'] },
    ]);
    expect(plan(row('DB', 'CB-3', { name: 'Đảng bộ bộ phận' }))).toMatchObject([{ codes: ['body.cycle'] }]);
    expect(plan(row('T', 'T'))).toMatchObject([{ codes: ['body.cycle'] }]);
  });

  it('refuses two bodies with one code, and takes the same row once', () => {
    expect(plan(row('V', null, { name: 'Một' }), row('v', null, { name: 'Hai' }))).toMatchObject([{ codes: ['code.twice'] }, { codes: ['code.twice'] }]);
    expect(plan(row('W', null, { name: 'Một' }), row('W', null, { name: 'Một' }))).toMatchObject([{ outcome: 'new' }, { outcome: 'ignored', codes: ['row.repeated'] }]);
  });

  it('keeps to its part of the tree', () => {
    expect(plan(row('Y', 'XA'), row('Z', 'không có'))).toMatchObject([{ codes: ['parent.outside'] }, { codes: ['parent.unknown'] }]);
    expect(plan(row('XA'), row('Y', 'XA'))).toMatchObject([{ codes: ['code.outside'] }, { codes: ['parent.stopped'] }]);
  });

  it('never lets a body begin before the one above it', () => {
    expect(planBodies([row('K', 'DB', { from: '1995-01-01' })], context)).toMatchObject([{ outcome: 'new', shortened: true, enter: { from: '2025-07-01' } }]);
  });
});

it('whatever the rows say, what is entered makes a tree', () => {
  const code = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'DB', 'CB-3', 'XA', 'DU');
  const rows = fc.array(fc.tuple(code, fc.option(code)), { maxLength: 10 });
  fc.assert(fc.property(rows, (pairs) => {
    const said = pairs.map(([each, parent]) => row(each, parent));
    const plans = new Map(planBodies(said, context).map((each) => [each.number, each]));
    const parents = new Map<string, string>(bodies.flatMap(({ id, parent }) => (parent === null ? [] : [[`${id}`, `${parent}`] as const])));
    const key = (parent: { id: number } | { row: number }) => ('id' in parent ? `${parent.id}` : `row ${parent.row}`);
    for (const [at, { enter, change }] of plans) {
      if (enter) parents.set(`row ${at}`, key(enter.parent));
      if (change) parents.set(`${change.id}`, key(change.parent));
    }
    for (const start of parents.keys()) {
      const seen = new Set<string>();
      for (let each: string | undefined = start; each !== undefined; each = parents.get(each)) {
        expect(seen.has(each)).toBe(false);
        seen.add(each);
        // Nobody stands below a row that is kept out.
        if (each.startsWith('row ')) expect(plans.get(Number(each.slice(4)))?.enter).toBeDefined();
      }
    }
  }), { numRuns: 2_000 });
});
