/** A reorganisation in words, with the names of the day on which they were written down. */
import type { Touched } from '#platform/rehoming.ts';
import { nearestVersion, versionAt } from '#platform/dated/tree.ts';
import type { BodyTree } from './bodies.ts';
import { nameIn } from './plan-check.ts';
import type { Plan, Step, StepKind } from './plan.ts';

/** A step as a screen or a printed page says it; what a kind does not have is empty. */
export type StepTold = {
  kind: StepKind;
  bodies: string[];
  into: string[];
  /** The body above: of a founded one, the new one of a moved one. */
  parent: string;
  /** Of a founded one, what it is responsible for; records of before do not say. */
  place?: string;
  name: string;
  symbol: string;
  type: string;
  /** The body goes on and only gives something away. */
  partly: boolean;
};

/** A line of what was moved: `to` is null where it ended or stayed. */
export type MovedLine = Omit<Touched, 'to'> & { module: string; bodyName: string; to: number | null; toName: string };
export type ReorganisationRecord = { steps: StepTold[]; moved: MovedLine[] };

type Names = (place: number) => string;

export function tellStep(tree: BodyTree, plan: Pick<Plan, 'on' | 'steps'>, step: Step, placeName: Names): StepTold {
  const name = (ref: number | string) => nameIn(tree, plan, ref);
  const told: StepTold = { kind: step.kind, bodies: [], into: [], parent: '', name: '', symbol: '', type: '', partly: false };
  switch (step.kind) {
    case 'found':
      return {
        ...told, name: step.body.fullName, symbol: step.body.symbol, type: step.body.type, parent: name(step.body.parent),
        place: step.body.place === null ? '' : placeName(step.body.place),
      };
    case 'rename':
      return { ...told, bodies: [name(step.body)], name: step.fullName, symbol: step.symbol };
    case 'upgrade':
      return { ...told, bodies: [name(step.body)], name: step.fullName, symbol: step.symbol, type: step.type };
    case 'move':
      return { ...told, bodies: [name(step.body)], parent: name(step.parent) };
    case 'merge':
      return { ...told, bodies: step.from.filter((id) => id !== step.into).map(name), into: [name(step.into)] };
    case 'split':
      return {
        ...told, bodies: [name(step.from)], partly: step.into.includes(step.from),
        into: step.into.filter((ref) => ref !== step.from).map(name),
      };
    case 'end': {
      const above = nearestVersion(tree, step.body, plan.on)?.parent ?? null;
      return { ...told, bodies: [name(step.body)], parent: name(step.heir ?? above ?? step.body), into: (step.also ?? []).map(name) };
    }
  }
}

export const tellSteps = (tree: BodyTree, plan: Pick<Plan, 'on' | 'steps'>, placeName: Names): StepTold[] =>
  plan.steps.map((step) => tellStep(tree, plan, step, placeName));

/** Party papers and state papers have different heads; the highest body concerned says which. */
export function profileOf(tree: BodyTree, bodies: readonly number[], plan: Pick<Plan, 'on'>): 'party' | 'state' {
  const kinds = bodies.map((id) => versionAt(tree, id, plan.on)?.kind ?? nearestVersion(tree, id, plan.on)?.kind ?? '');
  const party = ['cấp ủy', 'cơ quan đảng', 'đảng bộ', 'chi bộ'];
  return kinds.some((kind) => party.includes(kind.toLocaleLowerCase('vi'))) ? 'party' : 'state';
}
