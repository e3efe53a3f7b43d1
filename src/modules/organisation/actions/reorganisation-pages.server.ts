/** What the pages about reorganisations show. */
import { dayOf, type Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { nearestVersion } from '#platform/dated/tree.ts';
import { ok, problem, type Problem, type Result } from '#platform/result.ts';
import { activeBodies, KINDS, type BodyTree, type BodyVersion } from '../rules/bodies.ts';
import { heirsOf, partsOf } from '../rules/heirs.ts';
import { problemsAt } from '../rules/plan-apply.ts';
import { nameIn } from '../rules/plan-check.ts';
import { endedBy, foundedBy, subjectsOf } from '../rules/plan.ts';
import { profileOf, tellSteps, type MovedLine, type StepTold } from '../rules/record.ts';
import { actsOf, mayBegin, type Act } from '../rules/reorganisation.ts';
import { findReorganisation, listReorganisations, type Reorganisation, type ReorganisationItem } from '../store/reorganisation.server.ts';
import { fit, followers } from './apply.server.ts';
import { bodyTree } from './bodies.server.ts';
import { placeNames } from './place.server.ts';
import { concerns, type Officer } from './reorganise.server.ts';

export type ReorganisationList = { items: ReorganisationItem[]; total: number; page: number; today: Day };
export const PAGE = 20;

/** Plans that concern only bodies which the officer administers. Problem `forbidden` for who administers none. */
export async function readReorganisations(db: Db, page: number, { actor, now }: Officer): Promise<Result<ReorganisationList>> {
  if (!mayBegin(actor)) return problem('forbidden');
  const today = dayOf(now);
  const roots = actor.grants.filter(({ role }) => role === 'administrator').map(({ bodyId }) => bodyId);
  const part = { roots, personId: actor.personId, today, limit: PAGE, offset: (page - 1) * PAGE };
  return ok({ ...(await listReorganisations(db, part)), page, today });
}

/** A step, what is wrong with it, and of a split who takes what over. */
export type StepShown = StepTold & {
  problems: Problem[];
  heirs: { module: string; value: string; choices: { value: string; label: string }[] }[];
  /** Pages on which what a module has there is shared out by name. */
  sharing: { module: string; body: string; address: string }[];
};
export type ReorganisationPage = {
  it: Omit<Reorganisation, 'steps' | 'bodies' | 'record' | 'proposedBy' | 'confirmedBy'>;
  steps: StepShown[];
  /** Of the plan as a whole. */
  problems: Problem[];
  fits: boolean;
  /** What would move today; of one that took place what moved. */
  moved: MovedLine[];
  acts: Act[];
  editable: boolean;
  /** Bodies that the plan founds. */
  founded: { value: string; label: string }[];
  types: string[];
  today: Day;
};

/** One plan. Problems: `reorganisation.missing`, `forbidden`. */
export async function readReorganisation(db: Db, id: number, officer: Officer): Promise<Result<ReorganisationPage>> {
  const it = await findReorganisation(db, id);
  if (!it) return problem('reorganisation.missing');
  if (officer.actor.kind !== 'person' || !(await concerns(db, it, officer))) return problem('forbidden');
  const tree = await bodyTree(db);
  const today = dayOf(officer.now);
  const open = it.state === 'draft' || it.state === 'submitted' || it.state === 'confirmed';
  const fits = open ? await fit(db, tree, it) : ok(undefined);
  const { steps, bodies: _, record, proposedBy: __, confirmedBy: ___, ...shown } = it;
  const told = record?.steps ?? tellSteps(tree, it, await placeNames(db, it));
  return ok({
    it: shown,
    steps: told.map((step, at) => ({
      ...step,
      problems: fits.ok ? [] : problemsAt(fits, at),
      heirs: it.state === 'draft' ? heirChoices(tree, it, at) : [],
      sharing: sharingOf(tree, it, at),
    })),
    problems: fits.ok ? [] : fits.problems.filter(({ field }) => field === undefined),
    fits: fits.ok,
    moved: record?.moved ?? (open ? await preview(db, tree, it) : []),
    acts: actsOf(it, officer.actor),
    editable: it.state === 'draft',
    founded: [...foundedBy(steps)].map(([value, body]) => ({ value, label: body.fullName })),
    types: [...new Set([...KINDS, ...activeBodies(tree, today).map(({ kind }) => kind)])],
    today,
  });
}

function heirChoices(tree: BodyTree, it: Reorganisation, at: number): StepShown['heirs'] {
  const step = it.steps[at];
  if (step?.kind !== 'split' || endedBy(step).length === 0) return [];
  const choices = step.into.map((ref) => ({ value: String(ref), label: nameIn(tree, it, ref) }));
  return followers().map(({ module }) => ({ module, choices, value: String(step.heirs[module] ?? step.into[0] ?? '') }));
}

function sharingOf(tree: BodyTree, it: Reorganisation, at: number): StepShown['sharing'] {
  const bodies = it.state === 'refused' || it.state === 'cancelled' ? [] : subjectsOf(it.steps[at]!);
  return followers().flatMap(({ module, finishes, sharing }) => {
    const parts = sharing ? partsOf(tree, it, { name: module, finishes }).filter(({ from }) => bodies.includes(from)) : [];
    return parts.map(({ from }) => ({ module, body: nameIn(tree, it, from), address: sharing!(it.id, from) }));
  });
}

/** What every module has today in the bodies that would end, and where it would go. */
async function preview(db: Db, tree: BodyTree, it: Reorganisation): Promise<MovedLine[]> {
  const ended = [...new Set(it.steps.flatMap(endedBy))].filter((id) => tree.versions.has(id));
  const lines = await Promise.all(
    followers().map(async ({ module, finishes, preview: ask }) => {
      const follower = { name: module, finishes };
      const target = new Map(heirsOf(tree, it, follower).map(({ from, to }) => [from, to]));
      const parts = partsOf(tree, it, follower);
      if (ended.length === 0 && parts.length === 0) return [];
      const touched = await ask(db, ended, it.on, { number: it.id, parts, since: it.submittedAt });
      return touched.map(({ to: exactly, ...each }): MovedLine => {
        const heir = each.becomes === 'moves' ? (exactly ?? target.get(each.body) ?? null) : null;
        return {
          ...each, module, bodyName: nameIn(tree, it, each.body),
          to: typeof heir === 'number' ? heir : null, toName: heir === null ? '' : nameIn(tree, it, heir),
        };
      });
    }),
  );
  return lines.flat();
}

export type RecordPage = {
  it: ReorganisationPage['it'];
  steps: StepTold[];
  moved: MovedLine[];
  /** Lists by name that belong to it. */
  annexes: StepShown['sharing'];
  profile: 'party' | 'state';
  /** The highest body concerned, which the paper names at its head, and the one above it. */
  issuer: string;
  superior: string;
};

/** The printable record of one that took place. Problems: as `readReorganisation`, `reorganisation.notApplied`. */
export async function readRecord(db: Db, id: number, officer: Officer): Promise<Result<RecordPage>> {
  const page = await readReorganisation(db, id, officer);
  if (!page.ok) return page;
  const it = await findReorganisation(db, id);
  if (!it?.record) return problem('reorganisation.notApplied');
  const tree = await bodyTree(db);
  const { steps, moved } = it.record;
  const issuer = issuerOf(tree, it);
  const above = issuer?.parent == null ? undefined : nearestVersion(tree, issuer.parent, it.on);
  return ok({
    it: page.value.it, steps, moved, annexes: page.value.steps.flatMap(({ sharing }) => sharing),
    profile: profileOf(tree, issuer ? [issuer.id] : it.bodies, it), issuer: issuer?.name ?? '', superior: above?.name ?? '',
  });
}

/** The lowest body that stands above everything that is changed, as it was when the plan took effect. */
function issuerOf(tree: BodyTree, { steps, bodies, on }: Reorganisation): BodyVersion | undefined {
  const changed = new Set(steps.flatMap(subjectsOf));
  const tops = bodies.map((id) => nearestVersion(tree, id, on)!).filter(({ parent }) => parent === null || !bodies.includes(parent));
  const top = tops[0];
  if (!top || (tops.length === 1 && !changed.has(top.id)) || top.parent === null) return top;
  return nearestVersion(tree, top.parent, on);
}
