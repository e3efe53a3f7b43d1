import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type Day } from '#platform/clock.ts';
import { findFaults } from '#platform/dated/check.ts';
import { buildTree, childrenAt, descendantsAt, successorsAt, versionAt } from '#platform/dated/tree.ts';
import { isWithin, type BodyTree } from './bodies.ts';
import { heirsOf } from './heirs.ts';
import { addStep, concernedBy, nextKey, removeStep, type Plan, type Step } from './plan.ts';
import { applyPlan, type Outcome } from './plan-apply.ts';
import { reachOf } from './reach.ts';
import { newBody, plan, plans, smallTree } from '../actions/plan-testing.ts';

const ON = '2026-07-01';
const EVE = '2026-06-30';
const done = (tree: BodyTree, of: Plan): Outcome => {
  const result = applyPlan(tree, of);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const codes = (of: Plan, tree = smallTree()) => {
  const result = applyPlan(tree, of);
  return result.ok ? [] : result.problems.map(({ code, field, values }) => `${field ?? ''} ${code} ${values?.body ?? ''}`.trim());
};

describe('a plan', () => {
  it('merges n bodies into one that exists', () => {
    const { tree, ended } = done(smallTree(), plan(ON, { kind: 'merge', from: [5, 6], into: 4 }));
    expect(ended).toEqual([5, 6]);
    expect(successorsAt(tree, 6, ON)).toEqual([4]);
    expect(versionAt(tree, 6, EVE)).toMatchObject({ until: ON });
    expect(childrenAt(tree, 2, EVE)).toEqual([4, 5, 6]);
    expect(childrenAt(tree, 2, ON)).toEqual([4]);
  });

  it('merges two committees into a new one, whose branches follow in the same plan', () => {
    const steps: Step[] = [
      { kind: 'found', body: newBody('n1', 1) },
      { kind: 'merge', from: [2, 3], into: 'n1' },
      ...[4, 5, 6, 7, 8].map((id): Step => ({ kind: 'move', body: id, parent: 'n1' })),
    ];
    const { tree, founded } = done(smallTree(), plan(ON, ...steps));
    const id = founded.get('n1')!;
    expect(descendantsAt(tree, 1, ON).toSorted()).toEqual([id, 4, 5, 6, 7, 8].toSorted());
    expect(versionAt(tree, id, ON)).toMatchObject({ name: 'Đơn vị n1', parent: 1, basis: 'Quyết định, số 15-QĐ/TU' });
    expect(tree.events.map(({ kind }) => kind)).toEqual(['found', 'merge', 'move', 'move', 'move', 'move', 'move']);
  });

  it('splits one into several, or a part of it away', () => {
    const found: Step[] = [{ kind: 'found', body: newBody('n1', 2) }, { kind: 'found', body: newBody('n2', 2) }];
    const apart = done(smallTree(), plan(ON, ...found, { kind: 'split', from: 4, into: ['n1', 'n2'], heirs: {} }));
    expect(successorsAt(apart.tree, 4, ON)).toEqual([...apart.founded.values()]);
    const part = done(smallTree(), plan(ON, found[0]!, { kind: 'split', from: 4, into: [4, 'n1'], heirs: {} }));
    expect(part.ended).toEqual([]);
    expect(versionAt(part.tree, 4, ON)).toBeDefined();
  });

  it('renames, raises and moves one body at once', () => {
    const named = { name: 'Đảng bộ 4', fullName: 'Đảng bộ 4', symbol: 'ĐB-4' };
    const { tree } = done(
      smallTree(),
      plan(ON, { kind: 'upgrade', body: 4, ...named, type: 'cấp ủy' }, { kind: 'move', body: 4, parent: 3 }),
    );
    expect(versionAt(tree, 4, ON)).toMatchObject({ ...named, kind: 'cấp ủy', parent: 3 });
    expect(versionAt(tree, 4, EVE)).toMatchObject({ name: 'Chi bộ 4', kind: 'chi bộ', parent: 2 });
  });

  it('corrects a version that began on that very day', () => {
    const rename = (name: string): Step => ({ kind: 'rename', body: 4, name, fullName: name, symbol: '' });
    const once = done(smallTree(), plan(ON, rename('Chi bộ A')));
    const again = done(once.tree, plan(ON, rename('Chi bộ B')));
    expect(again.replaced).toEqual([4]);
    expect(again.tree.versions.get(4)!.map(({ name }) => name)).toEqual(['Chi bộ 4', 'Chi bộ B']);
  });
});

describe('a plan is refused, with the name of the body', () => {
  const merge = (from: number[], into: number | string): Step => ({ kind: 'merge', from, into });
  const move = (body: number, parent: number): Step => ({ kind: 'move', body, parent });
  const end = (body: number): Step => ({ kind: 'end', body, heir: null });

  it.each<[string, Plan, string[]]>([
    ['without steps', plan(ON), ['plan.empty']],
    ['for a body that is not known', plan(ON, move(99, 1)), ['step.0 plan.unknown 99']],
    ['for a day before the body', plan('2019-01-01', end(4)), ['step.0 plan.notThen Chi bộ 4']],
    ['for its first day', plan('2020-01-01', end(4)), ['step.0 plan.firstDay Chi bộ 4']],
    ['for a circle', plan(ON, move(2, 4)), ['step.0 plan.circle Chi bộ 2']],
    ['for a circle of two', plan(ON, move(2, 3), move(3, 2)), ['step.0 plan.circle Chi bộ 2', 'step.1 plan.circle Chi bộ 3']],
    ['with branches left behind', plan(ON, end(3)), ['step.0 plan.childLeft Chi bộ 7', 'step.0 plan.childLeft Chi bộ 8']],
    ['below a body that ends', plan(ON, end(7), end(8), end(3), move(4, 3)), ['step.3 plan.parentEnds Chi bộ 3']],
    ['into a body that ends with it', plan(ON, merge([5], 6), end(6)), ['step.0 plan.targetEnds Chi bộ 6']],
    ['into nothing but itself', plan(ON, merge([5], 5)), ['step.0 plan.few']],
    ['that splits into one', plan(ON, { kind: 'split', from: 4, into: [5], heirs: {} }), ['step.0 plan.few']],
    ['that says two things of one body', plan(ON, merge([5], 6), move(5, 3)), ['step.1 plan.twice Chi bộ 5']],
    ['that changes nothing', plan(ON, move(4, 2)), ['step.0 plan.same Chi bộ 4']],
    ['with a founded body that it does not found', plan(ON, merge([4], 'n7')), ['step.0 plan.unknown n7']],
    [
      'with one symbol twice below one body',
      plan(ON, { kind: 'found', body: newBody('n1', 2, { symbol: 'cb-4' }) }),
      ['step.0 plan.sameSymbol Đơn vị n1'],
    ],
    [
      'with one name twice below one body',
      plan(ON, { kind: 'rename', body: 5, name: 'Chi bộ 4', fullName: 'chi bộ 4', symbol: '' }),
      ['step.0 plan.sameName Chi bộ 5'],
    ],
  ])('%s', (_, of, expected) => {
    expect(codes(of)).toEqual(expected);
  });

  it('into a body that ends before that day, or that has a later version', () => {
    const { tree } = done(smallTree(), plan(ON, merge([6], 5)));
    expect(codes(plan(ON, merge([4], 6)), tree)).toEqual(['step.0 plan.notThen Chi bộ 6']);
    expect(codes(plan(addDays(ON, 30), merge([4], 6)), tree)).toEqual(['step.0 plan.notThen Chi bộ 6']);
    expect(codes(plan('2026-01-01', end(6)), tree)).toEqual(['step.0 plan.later Chi bộ 6']);
    expect(codes(plan('2026-01-01', merge([4], 6)), tree)).toEqual([]);
  });

  it('but a symbol that all of a kind share stands for the kind', () => {
    const shared: Step[] = [7, 8].map((id) => ({ kind: 'rename', body: id, name: `Ủy ban ${id}`, fullName: `Ủy ban ${id}`, symbol: 'UBND' }));
    expect(codes(plan(ON, ...shared))).toEqual(['step.1 plan.sameSymbol Chi bộ 8']);
    const { tree } = done(smallTree(), plan(ON, shared[0]!));
    expect(codes(plan(ON, shared[1]!), tree)).toEqual(['step.0 plan.sameSymbol Chi bộ 8']);
  });
});

describe('writing a plan', () => {
  it('joins mergers into one body, and takes out what leaned on a body that is not founded any more', () => {
    const steps = [{ kind: 'found', body: newBody('n1', 1) }, { kind: 'merge', from: [4], into: 'n1' }] satisfies Step[];
    const joined = addStep(steps, { kind: 'merge', from: [5, 4], into: 'n1' });
    expect(joined).toEqual([steps[0], { kind: 'merge', from: [4, 5], into: 'n1' }]);
    expect(nextKey(joined)).toBe('n2');
    expect(removeStep(joined, 0)).toEqual([]);
    expect(removeStep(joined, 1)).toEqual([steps[0]]);
  });

  it('concerns what it changes, what it leans on, and from where something moves away', () => {
    const of = plan(ON, { kind: 'move', body: 4, parent: 3 }, { kind: 'merge', from: [7], into: 8 });
    expect(concernedBy(smallTree(), of).toSorted()).toEqual([2, 3, 4, 7, 8]);
  });

  it('hands on to the target, to the part that was chosen, or upwards', () => {
    const tree = smallTree();
    const roles = { name: 'people', finishes: false };
    const open = { name: 'ideas', finishes: true };
    const of = plan(
      ON, { kind: 'merge', from: [5, 6], into: 4 }, { kind: 'end', body: 7, heir: null }, { kind: 'end', body: 3, heir: null },
      { kind: 'split', from: 8, into: [2, 4], heirs: { ideas: 4 } },
    );
    expect(heirsOf(tree, of, roles)).toEqual([
      { from: 5, to: 4 }, { from: 6, to: 4 }, { from: 7, to: null }, { from: 3, to: null }, { from: 8, to: 2 },
    ]);
    expect(heirsOf(tree, of, open).map(({ to }) => to)).toEqual([4, 4, 1, 1, 4]);
  });
});

/** Figures that a body keeps for as long as it exists; those of a body that ended stay where they were counted. */
const ownCount = (id: number) => Math.abs(id) * 7 + 1;
const rollUp = (tree: BodyTree, id: number, day: Day): number =>
  ownCount(id) + descendantsAt(tree, id, day).reduce((sum, each) => sum + ownCount(each), 0);

/** Provisional ids of one plan must not meet those of the next. */
function settle({ tree, founded }: Outcome, from: number): BodyTree {
  const ids = new Map([...founded.values()].map((id, at) => [id, from + at]));
  const idOf = (id: number) => ids.get(id) ?? id;
  const rows = [...tree.versions.values()].flat().map((row) => ({ ...row, id: idOf(row.id), parent: row.parent && idOf(row.parent) }));
  const events = tree.events.map((event) => ({ ...event, from: event.from.map(idOf), to: event.to.map(idOf) }));
  return buildTree(rows, events);
}

describe('after any sequence of plans', () => {
  const days = (each: readonly Plan[]) => each.flatMap(({ on }) => [addDays(on, -1), on]);

  it('nothing is wrong with the tree, the past counts as before, parts make the whole, and rights follow', () => {
    let applied = 0;
    fc.assert(
      fc.property(plans, (sequence) => {
        let tree = smallTree();
        const past: Plan[] = [];
        for (const one of sequence) {
          const result = applyPlan(tree, one);
          past.push(one);
          if (!result.ok) {
            expect(result.problems.every(({ code }) => code !== 'plan.unfit')).toBe(true);
            continue;
          }
          applied += 1;
          const next = settle(result.value, 10 + past.length * 10);
          const earlier = days(past).filter((day) => day < one.on);
          for (const day of earlier) {
            for (const id of tree.versions.keys()) {
              expect(versionAt(next, id, day) === undefined).toBe(versionAt(tree, id, day) === undefined);
              if (versionAt(tree, id, day)) expect(rollUp(next, id, day)).toBe(rollUp(tree, id, day));
            }
          }
          tree = next;
          expect(findFaults([...tree.versions.values()].flat(), tree.events)).toEqual([]);
          for (const day of days(past)) {
            for (const id of descendantsAt(tree, 1, day)) {
              const parts = childrenAt(tree, id, day).reduce((sum, child) => sum + rollUp(tree, child, day), 0);
              expect(rollUp(tree, id, day)).toBe(ownCount(id) + parts);
            }
          }
          const reach = reachOf(tree).filter(({ from, until }) => from <= one.on && (until === null || one.on < until));
          const said = new Set(reach.map(({ ancestor, body }) => `${ancestor} ${body}`));
          for (const id of tree.versions.keys()) expect(said.has(`1 ${id}`)).toBe(isWithin(tree, id, 1, one.on));
        }
      }),
      { numRuns: 400 },
    );
    expect(applied).toBeGreaterThan(200);
  });
});
