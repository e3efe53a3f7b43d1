/** Every form on the page of a draft by its name: what it reads, then the action. */
import { problem, type Result } from '#platform/result.ts';
import type { HeadingSaid, StepSaid, Typed } from '../input/reorganisation.ts';
import type { StepKind } from '../rules/plan.ts';
import type { Ground } from './apply.server.ts';
import { addToDraft, changeHeading, chooseHeirs, followingModules, removeFromDraft } from './plan-steps.server.ts';
import type { Officer } from './reorganise.server.ts';

type Take = (ground: Pick<Ground, 'db'>, id: number, typed: Typed, officer: Officer) => Promise<Result<void>>;
type Readers = {
  readHeading(typed: Typed): Result<HeadingSaid>;
  readStep(kind: StepKind, typed: Typed): Result<StepSaid>;
  isStepKind(value: unknown): value is StepKind;
  readPlace(typed: Typed): number;
  readHeirs(typed: Typed, modules: readonly string[]): Record<string, string>;
};

export const draftStepsWith = (read: Readers): Readonly<Record<string, Take>> => ({
  async heading(ground, id, typed, officer) {
    const heading = read.readHeading(typed);
    return heading.ok ? changeHeading(ground, id, heading.value, officer) : heading;
  },
  async add(ground, id, typed, officer) {
    if (!read.isStepKind(typed.kind)) return problem('reorganisation.act');
    const said = read.readStep(typed.kind, typed);
    return said.ok ? addToDraft(ground, id, said.value, officer) : said;
  },
  remove: (ground, id, typed, officer) => removeFromDraft(ground, id, read.readPlace(typed), officer),
  heirs: (ground, id, typed, officer) =>
    chooseHeirs(ground, id, { at: read.readPlace(typed), heirs: read.readHeirs(typed, followingModules()) }, officer),
});
