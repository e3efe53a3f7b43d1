/** Where what belongs to a body that ends goes. */
import { versionAt } from '#platform/dated/tree.ts';
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
    const parent = versionAt(tree, id, plan.on)?.parent ?? null;
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
