/** What is wrong with a plan, said with the names of the bodies, each problem at its step. */
import type { Fault } from '#platform/dated/check.ts';
import { activeAt, nearestVersion, versionAt } from '#platform/dated/tree.ts';
import type { Problem } from '#platform/result.ts';
import type { BodyTree } from './bodies.ts';
import { endedBy, foundedBy, leaningOn, subjectsOf, type Plan, type Ref, type Step } from './plan.ts';
import type { Outcome } from './plan-apply.ts';

type Code =
  | 'unknown' | 'notThen' | 'later' | 'firstDay' | 'twice' | 'targetEnds' | 'few' | 'same' | 'heirElsewhere'
  | 'circle' | 'childLeft' | 'parentEnds' | 'parentMissing' | 'sameSymbol' | 'sameName' | 'targetMissing' | 'unfit';

const at = (step: number, code: Code, values: Problem['values'] = {}): Problem => ({
  field: `step.${step}`,
  code: `plan.${code}`,
  values,
});

/**
 * What can be said of each step before any is carried out. Problems: `plan.unknown` {body}; `plan.notThen` {body, day}: it does
 * not exist on the day; `plan.later` {body}: it has a later version already; `plan.firstDay` {body}: it would end on its
 * first day; `plan.twice` {body}: another step ends it or changes the same of it; `plan.targetEnds` {body}: it ends by
 * the same plan; `plan.few`: nothing to merge or split; `plan.same` {body}: nothing would change; `plan.heirElsewhere`.
 */
export function problemsOf(tree: BodyTree, plan: Plan): Problem[] {
  return plan.steps.flatMap((step, index) => {
    const missing = [...subjectsOf(step), ...leaningOn(step)].flatMap((ref) => absent(tree, plan, ref, index));
    if (missing.length > 0) return missing;
    return [
      ...subjectsOf(step).flatMap((id) => unchangeable(tree, plan, id, index)),
      ...leaningOn(step).flatMap((ref) => leaningOnEnded(tree, plan, ref, index)),
      ...aloneWrong(tree, plan, step, index),
    ];
  });
}

/** How a message calls a body of the plan. */
export function nameIn(tree: BodyTree, plan: Pick<Plan, 'on' | 'steps'>, ref: Ref): string {
  if (typeof ref === 'string') return foundedBy(plan.steps).get(ref)?.fullName ?? ref;
  return nearestVersion(tree, ref, plan.on)?.fullName ?? String(ref);
}

function absent(tree: BodyTree, plan: Plan, ref: Ref, index: number): Problem[] {
  const body = nameIn(tree, plan, ref);
  if (typeof ref === 'string') return foundedBy(plan.steps).has(ref) ? [] : [at(index, 'unknown', { body })];
  if (!tree.versions.has(ref)) return [at(index, 'unknown', { body })];
  return versionAt(tree, ref, plan.on) ? [] : [at(index, 'notThen', { body, day: plan.on })];
}

function unchangeable(tree: BodyTree, plan: Plan, id: number, index: number): Problem[] {
  const body = nameIn(tree, plan, id);
  const version = versionAt(tree, id, plan.on)!;
  // A body that goes on as the target of its own merger or as a part of its own split is not changed by it.
  const step = plan.steps[index]!;
  const ends = endedBy(step).includes(id);
  const changes = ends || ['rename', 'upgrade', 'move'].includes(step.kind);
  const problems: Problem[] = [];
  if (changes && version.until !== null) problems.push(at(index, 'later', { body }));
  if (ends && tree.versions.get(id)![0]!.from >= plan.on) problems.push(at(index, 'firstDay', { body }));
  if (plan.steps.some((other, place) => place < index && contradict(other, step, id))) {
    problems.push(at(index, 'twice', { body }));
  }
  return problems;
}

/** Do two steps say different things of one body? A new name and a new place below another body go together. */
function contradict(a: Step, b: Step, id: number): boolean {
  if (!subjectsOf(a).includes(id) || !subjectsOf(b).includes(id)) return false;
  if (endedBy(a).includes(id) || endedBy(b).includes(id)) return true;
  const names = (step: Step) => step.kind === 'rename' || step.kind === 'upgrade';
  return a.kind === b.kind || (names(a) && names(b));
}

function leaningOnEnded(tree: BodyTree, plan: Plan, ref: Ref, index: number): Problem[] {
  const body = nameIn(tree, plan, ref);
  const ends = typeof ref === 'number' && plan.steps.some((step) => endedBy(step).includes(ref));
  if (!ends) return [];
  return [at(index, plan.steps[index]!.kind === 'found' || plan.steps[index]!.kind === 'move' ? 'parentEnds' : 'targetEnds', { body })];
}

function aloneWrong(tree: BodyTree, { on }: Plan, step: Step, index: number): Problem[] {
  if (step.kind === 'merge' && endedBy(step).length === 0) return [at(index, 'few')];
  if (step.kind === 'split') {
    if (new Set(step.into).size < 2) return [at(index, 'few')];
    if (Object.values(step.heirs).some((heir) => !step.into.includes(heir))) return [at(index, 'heirElsewhere')];
  }
  if (step.kind !== 'rename' && step.kind !== 'upgrade' && step.kind !== 'move') return [];
  const now = versionAt(tree, step.body, on)!;
  const same =
    step.kind === 'move'
      ? now.parent === step.parent
      : now.name === step.name && now.fullName === step.fullName && now.symbol === step.symbol &&
        (step.kind === 'rename' || now.kind === step.type);
  return same ? [at(index, 'same', { body: now.fullName })] : [];
}

/** Enough to see what is missing; a district has hundreds below it. */
const MOST = 20;

/**
 * What the tree would have wrong after the plan. Problems: `plan.circle` {body, other}; `plan.childLeft` {body, other}: it
 * stands below one that ends; `plan.parentEnds`, `plan.parentMissing` {body, other}; `plan.sameSymbol`, `plan.sameName`
 * {body, other}: two of one name below one body; `plan.targetMissing` {body}; `plan.unfit` {body}: anything else.
 */
export function explainFaults(tree: BodyTree, plan: Plan, outcome: Outcome, faults: readonly Fault[]): Problem[] {
  const keys = new Map([...outcome.founded].map(([key, id]) => [id, key]));
  const refOf = (id: number): Ref => keys.get(id) ?? id;
  const nameOf = (id: number | undefined) => (id === undefined ? '' : nameIn(tree, plan, refOf(id)));
  const stepOf = (id: number): number =>
    plan.steps.findIndex((step) => subjectsOf(step).includes(id) || (step.kind === 'found' && step.body.key === refOf(id)));
  const told = faults.slice(0, MOST).map((fault): Problem => {
    const { id, other } = fault;
    const values = { body: nameOf(id), other: nameOf(other) };
    const ending = fault.kind === 'parentMissing' && other !== undefined && outcome.ended.includes(other);
    if (ending && stepOf(id) < 0) return at(stepOf(other), 'childLeft', values);
    const codes: Partial<Record<Fault['kind'], Code>> = {
      circle: 'circle', sameCode: 'sameSymbol', targetMissing: 'targetMissing', parentMissing: ending ? 'parentEnds' : 'parentMissing',
    };
    const step = stepOf(id) >= 0 ? stepOf(id) : Math.max(stepOf(other ?? id), 0);
    return at(step, codes[fault.kind] ?? 'unfit', values);
  });
  return [...told, ...sameNames(plan, outcome, { nameOf, stepOf })];
}

type Naming = { nameOf(id: number): string; stepOf(id: number): number };

/** Two of one name side by side are told apart by nobody. */
function sameNames({ on }: Plan, { tree, opened }: Outcome, { nameOf, stepOf }: Naming): Problem[] {
  const key = (parent: number | null, name: string) => `${parent} ${name.toLocaleLowerCase('vi')}`;
  const names = new Map<string, number[]>();
  for (const id of activeAt(tree, on)) {
    const { parent, fullName } = versionAt(tree, id, on)!;
    names.set(key(parent, fullName), [...(names.get(key(parent, fullName)) ?? []), id]);
  }
  return opened.flatMap(({ id, parent, fullName }) => {
    const other = names.get(key(parent, fullName))?.find((each) => each !== id && (each > id || !opened.some((row) => row.id === each)));
    return other === undefined ? [] : [at(Math.max(stepOf(id), 0), 'sameName', { body: nameOf(id), other: nameOf(other) })];
  });
}
