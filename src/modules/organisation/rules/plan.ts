/** A reorganisation as it is written down before anything changes: a day, the document it rests on, and its steps. */
import type { Day } from '#platform/clock.ts';
import { versionAt } from '#platform/dated/tree.ts';
import type { BodyTree } from './bodies.ts';

/** A body by its id, or one that the plan itself founds by the key that it has there ("n1"). */
export type Ref = number | string;

export type NewBody = {
  key: string;
  symbol: string;
  name: string;
  /** As the body signs. */
  fullName: string;
  /** What it is: "chi bộ", "cấp ủy". */
  type: string;
  parent: Ref;
  place: number | null;
};

export type Step =
  | { kind: 'found'; body: NewBody }
  | { kind: 'rename'; body: number; name: string; fullName: string; symbol: string }
  | { kind: 'upgrade'; body: number; name: string; fullName: string; symbol: string; type: string }
  | { kind: 'move'; body: number; parent: Ref }
  /** Those in `from` end and `into` takes them over. */
  | { kind: 'merge'; from: number[]; into: Ref }
  /**
   * `from` ends and those in `into` take it over; when `into` names it as well, it goes on with a part of what it had.
   * `heirs`: which of them takes over what, by module; the first where nothing is said.
   */
  | { kind: 'split'; from: number; into: Ref[]; heirs: Record<string, Ref> }
  /**
   * It ends and nobody stands for it. `heir` finishes what is open; the body above when it is null. `also`: others among
   * whom its people may be shared out.
   */
  | { kind: 'end'; body: number; heir: Ref | null; also?: Ref[] };
export type StepKind = Step['kind'];
export const stepKinds = ['merge', 'found', 'rename', 'upgrade', 'move', 'split', 'end'] as const satisfies StepKind[];

/** Bodies that one form of a step has room for; more are added by another step. */
export const MOST_SOURCES = 4;
export const MOST_PARTS = 3;
export const MOST_ALSO = 3;

export type Plan = {
  /** First day of the new order. */
  on: Day;
  /** The document: what it is, and its number when it has one. */
  basis: { text: string; symbol: string };
  steps: readonly Step[];
};

/** As versions and events keep it: "Quyết định của Ban Thường vụ Thành ủy, số 15-QĐ/TU". */
export const basisText = ({ text, symbol }: Plan['basis']): string => (symbol === '' ? text : `${text}, số ${symbol}`);

/** Bodies that the step ends. */
export function endedBy(step: Step): number[] {
  if (step.kind === 'end') return [step.body];
  if (step.kind === 'merge') return step.from.filter((id) => id !== step.into);
  if (step.kind === 'split') return step.into.includes(step.from) ? [] : [step.from];
  return [];
}

/** Bodies that already exist and to which something happens in the step. */
export function subjectsOf(step: Step): number[] {
  if (step.kind === 'found') return [];
  if (step.kind === 'merge' || step.kind === 'split') return [step.from].flat();
  return [step.body];
}

/** Bodies that the step needs without changing them: whom it puts something below, or whom it gives something to. */
export function leaningOn(step: Step): Ref[] {
  switch (step.kind) {
    case 'found':
      return [step.body.parent];
    case 'move':
      return [step.parent];
    case 'merge':
      return [step.into];
    case 'split':
      return [...step.into, ...Object.values(step.heirs)];
    case 'end':
      return [...(step.heir === null ? [] : [step.heir]), ...(step.also ?? [])];
    default:
      return [];
  }
}

/**
 * The existing bodies that a plan concerns, each once: those it changes, those it leans on, and those from below which
 * something moves away.
 */
export function concernedBy(tree: BodyTree, { steps, on }: Pick<Plan, 'steps' | 'on'>): number[] {
  const left = steps.flatMap((step) => {
    const parent = step.kind === 'move' ? versionAt(tree, step.body, on)?.parent : null;
    return parent == null ? [] : [parent];
  });
  const named = steps.flatMap((step) => [...subjectsOf(step), ...leaningOn(step)]);
  return [...new Set([...named, ...left])].filter((ref) => typeof ref === 'number');
}

/** Bodies that the plan founds, by key. */
export const foundedBy = (steps: readonly Step[]): Map<string, NewBody> =>
  new Map(steps.flatMap((step) => (step.kind === 'found' ? [[step.body.key, step.body] as const] : [])));

/** A key that no step uses yet. */
export function nextKey(steps: readonly Step[]): string {
  const numbers = [...foundedBy(steps).keys()].map((key) => Number(key.slice(1)));
  return `n${Math.max(0, ...numbers) + 1}`;
}

/**
 * Adds a step. Another merger into the same body joins the one that is there, so that n bodies become one in one event.
 */
export function addStep(steps: readonly Step[], step: Step): Step[] {
  if (step.kind !== 'merge') return [...steps, step];
  const at = steps.findIndex((each) => each.kind === 'merge' && each.into === step.into);
  const before = steps[at];
  if (before?.kind !== 'merge') return [...steps, step];
  return steps.with(at, { ...before, from: [...new Set([...before.from, ...step.from])] });
}

/** Takes a step out, and with it whatever leaned on a body that it would have founded. */
export function removeStep(steps: readonly Step[], at: number): Step[] {
  let rest = steps.filter((_, index) => index !== at);
  for (;;) {
    const keys = foundedBy(rest);
    const known = (ref: Ref) => typeof ref === 'number' || keys.has(ref);
    const kept = rest.map((step) => without(step, known));
    const standing = kept.filter((step) => leaningOn(step).every(known));
    if (standing.length === rest.length) return standing;
    rest = standing;
  }
}

/** One of several parts may fall away without the step. */
function without(step: Step, known: (ref: Ref) => boolean): Step {
  if (step.kind === 'end') return step.also ? { ...step, also: step.also.filter(known) } : step;
  if (step.kind !== 'split') return step;
  const into = step.into.filter(known);
  const heirs = Object.fromEntries(Object.entries(step.heirs).filter(([, heir]) => into.includes(heir)));
  return { ...step, into, heirs };
}
