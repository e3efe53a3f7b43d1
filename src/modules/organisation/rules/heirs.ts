/** Where what belongs to a body that ends goes. */
import { nearestVersion } from '#platform/dated/tree.ts';
import type { Part } from '#platform/rehoming.ts';
import type { BodyTree } from './bodies.ts';
import { endedBy, type Plan, type Ref, type Step } from './plan.ts';

/** A module that follows a reorganisation; `finishes`: what it has goes on even when nobody stands for the body. */
export type Follower = { name: string; finishes: boolean };
export type Heir = { from: number; to: Ref | null };

/**
 * For each body that the plan ends, who takes over what a module has there: the target of a merger; of a split the one
 * chosen for that module, else the first; of a body that simply ends, the chosen one or the body above, or nobody where
 * nothing can go on without a successor (roles: a right is not inherited upwards).
 */
export function heirsOf(tree: BodyTree, plan: Pick<Plan, 'on' | 'steps'>, follower: Follower): Heir[] {
  const endings = new Map(plan.steps.flatMap((step) => endedBy(step).map((id) => [id, step] as const)));
  const heir = (id: number): Ref | null => {
    const step = endings.get(id);
    return step ? heirIn(step, follower, () => above(id)) : id;
  };
  // A district that ends hands up to a body that may end with it.
  const above = (id: number): Ref | null => {
    const parent = nearestVersion(tree, id, plan.on)?.parent ?? null;
    return parent === null ? null : heir(parent);
  };
  return [...endings.keys()].map((from) => ({ from, to: heir(from) }));
}

function heirIn(step: Step, { name, finishes }: Follower, above: () => Ref | null): Ref | null {
  if (step.kind === 'merge') return step.into;
  if (step.kind === 'split') return step.heirs[name] ?? step.into[0] ?? null;
  if (step.kind !== 'end' || !finishes) return null;
  return step.heir ?? above();
}

/**
 * The bodies of a plan whose people may be shared out by name: those that are split, also when they go on with a part,
 * and those that end with several who take over. `rest`: who takes whatever is not shared out; of a body that goes on
 * that is the body itself, unless another was chosen for the module.
 */
export function partsOf(tree: BodyTree, plan: Pick<Plan, 'on' | 'steps'>, follower: Follower): Part[] {
  const heirs = new Map(heirsOf(tree, plan, follower).map(({ from, to }) => [from, to]));
  return plan.steps.flatMap((step): Part[] => {
    if (step.kind === 'split') {
      const goesOn = step.into.includes(step.from);
      const rest = goesOn ? (step.heirs[follower.name] ?? step.from) : heirs.get(step.from);
      return several({ from: step.from, into: step.into, rest });
    }
    if (step.kind !== 'end' || !step.also?.length) return [];
    const rest = heirs.get(step.body);
    return several({ from: step.body, into: [...(rest == null ? [] : [rest]), ...step.also], rest });
  });
}

function several({ from, into, rest }: { from: number; into: readonly Ref[]; rest: Ref | null | undefined }): Part[] {
  const among = [...new Set(into)];
  return rest == null || among.length < 2 ? [] : [{ from, into: among, rest }];
}
