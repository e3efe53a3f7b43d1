/** What a plan makes of the tree, or why it cannot. */
import type { Day } from '#platform/clock.ts';
import { findFaults, newFaults } from '#platform/dated/check.ts';
import { buildTree, versionAt } from '#platform/dated/tree.ts';
import { failed, ok, type Failed, type Problem, type Result } from '#platform/result.ts';
import type { BodyEvent, BodyTree, BodyVersion } from './bodies.ts';
import { basisText, endedBy, foundedBy, subjectsOf, type Plan, type Ref, type Step } from './plan.ts';
import { explainFaults, problemsOf } from './plan-check.ts';
import { symbolCode } from './symbols.ts';

/** Bodies that are founded have negative ids until they are stored, in the order of their steps. */
export type Outcome = {
  /** The tree as it then is. */
  tree: BodyTree;
  /** Bodies whose version of the day before ends on it. */
  closed: number[];
  /** Bodies whose version had begun on that very day and is corrected. */
  replaced: number[];
  /** Versions that begin. */
  opened: BodyVersion[];
  events: BodyEvent[];
  /** Bodies that end. */
  ended: number[];
  /** Provisional ids of those that are founded. */
  founded: Map<string, number>;
};

/**
 * Applies all steps at once, as one act: none comes before another.
 * Problems, with the place of the step in `field` (`step.0`) and the names of bodies in `values`: `plan.empty`, those of
 * `problemsOf` and those of `explainFaults`.
 */
export function applyPlan(tree: BodyTree, plan: Plan): Result<Outcome> {
  if (plan.steps.length === 0) return failed({ code: 'plan.empty' });
  const problems = problemsOf(tree, plan);
  if (problems.length > 0) return failed(...problems);
  const outcome = carryOut(tree, plan);
  const wrong = whatIsWrong(tree, outcome, plan);
  return wrong.length > 0 ? failed(...wrong) : ok(outcome);
}

/** Problems by step; those of the whole plan have no field. */
export const problemsAt = ({ problems }: Failed, at: number): Problem[] =>
  problems.filter(({ field }) => field === `step.${at}`);

function carryOut(tree: BodyTree, plan: Plan): Outcome {
  const { on, steps } = plan;
  const basis = basisText(plan.basis);
  const founded = new Map([...foundedBy(steps).keys()].map((key, at) => [key, -1 - at]));
  const idOf = (ref: Ref): number => (typeof ref === 'number' ? ref : founded.get(ref)!);
  const ended = steps.flatMap(endedBy);
  const changed = changesOf(steps, idOf);
  const before = (id: number) => versionAt(tree, id, on)!;
  const opened = [
    ...[...changed].map(([id, change]) => ({ ...before(id), ...change, from: on, basis })),
    ...[...foundedBy(steps).values()].map(({ key, type, parent, ...body }): BodyVersion => ({
      symbol: body.symbol, name: body.name, fullName: body.fullName, place: body.place, kind: type,
      id: founded.get(key)!, parent: idOf(parent), from: on, until: null, sample: false, basis,
    })),
  ];
  const touched = [...changed.keys(), ...ended];
  const replaced = touched.filter((id) => before(id).from === on);
  const closed = touched.filter((id) => before(id).from < on);
  const events = steps.map((step): BodyEvent => ({ ...eventOf(step, idOf), on, basis }));
  const rows = rowsAfter(tree, { closed, replaced, opened, on });
  return { tree: buildTree(rows, [...tree.events, ...events]), closed, replaced, opened, events, ended, founded };
}

type Change = Partial<Pick<BodyVersion, 'name' | 'fullName' | 'symbol' | 'kind' | 'parent'>>;

/** What the steps change in bodies that go on: a body may get a new name and move at once. */
function changesOf(steps: readonly Step[], idOf: (ref: Ref) => number): Map<number, Change> {
  const changes = new Map<number, Change>();
  const change = (id: number, what: Change) => changes.set(id, { ...changes.get(id), ...what });
  for (const step of steps) {
    if (step.kind === 'move') change(step.body, { parent: idOf(step.parent) });
    if (step.kind !== 'rename' && step.kind !== 'upgrade') continue;
    const { name, fullName, symbol } = step;
    change(step.body, { name, fullName, symbol, ...(step.kind === 'upgrade' ? { kind: step.type } : {}) });
  }
  return changes;
}

function eventOf(step: Step, idOf: (ref: Ref) => number): Pick<BodyEvent, 'kind' | 'from' | 'to'> {
  const from = subjectsOf(step);
  const { kind } = step;
  if (step.kind === 'found') return { kind, from, to: [idOf(step.body.key)] };
  if (step.kind === 'merge') return { kind, from, to: [idOf(step.into)] };
  if (step.kind === 'split') return { kind, from, to: step.into.map(idOf) };
  return { kind, from, to: kind === 'end' ? [] : from };
}

type Touched = Pick<Outcome, 'closed' | 'replaced' | 'opened'> & { on: Day };

function rowsAfter(tree: BodyTree, { closed, replaced, opened, on }: Touched): BodyVersion[] {
  const [ends, gone] = [new Set(closed), new Set(replaced)];
  const kept = [...tree.versions.values()].flat().flatMap((version): BodyVersion[] => {
    const covers = version.from <= on && (version.until === null || on < version.until);
    if (!covers) return [version];
    if (gone.has(version.id)) return [];
    return ends.has(version.id) ? [{ ...version, until: on }] : [version];
  });
  return [...kept, ...opened];
}

function whatIsWrong(tree: BodyTree, outcome: Outcome, plan: Plan): Problem[] {
  const codeOf = symbolCode(tree, plan.on);
  const rowsOf = ({ versions }: BodyTree) => [...versions.values()].flat();
  const before = findFaults(rowsOf(tree), tree.events, codeOf);
  const after = findFaults(rowsOf(outcome.tree), outcome.tree.events, codeOf);
  return explainFaults(tree, plan, outcome, newFaults(before, after));
}
