/** Bodies of a plan whose people are shared out by name: what the module that knows the people needs of the plan. */
import type { Day, Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { BodyTree } from '../rules/bodies.ts';
import { nearestVersion } from '#platform/dated/tree.ts';
import { partsOf, type Follower } from '../rules/heirs.ts';
import { nameIn } from '../rules/plan-check.ts';
import { foundedBy, subjectsOf, type Ref } from '../rules/plan.ts';
import type { State } from '../rules/reorganisation.ts';
import { findReorganisation, lockReorganisation, raiseVersion, type Reorganisation } from '../store/reorganisation.server.ts';
import type { Ground } from './apply.server.ts';
import { bodyTree } from './bodies.server.ts';
import { chooseHeirs } from './plan-steps.server.ts';
import { concerns, type Officer } from './reorganise.server.ts';

/** One of those who take over; `key`: how the plan calls it. */
export type PartHeir = { key: string; name: string; symbol: string };
export type PlanPart = {
  from: number;
  name: string;
  /** It does not end; whoever is not named elsewhere may stay. */
  goesOn: boolean;
  into: PartHeir[];
  rest: string;
  /** The officer may choose another one for the rest; of a body that simply ends it is whoever finishes its work. */
  chooses: boolean;
};
export type PlanParts = { id: number; title: string; on: Day; state: State; since: Instant | null; parts: PlanPart[] };

function shown(tree: BodyTree, it: Reorganisation, follower: Follower): PlanParts {
  const founded = foundedBy(it.steps);
  const heir = (ref: Ref): PartHeir => ({
    key: String(ref),
    name: nameIn(tree, it, ref),
    symbol: (typeof ref === 'string' ? founded.get(ref)?.symbol : nearestVersion(tree, ref, it.on)?.symbol) ?? '',
  });
  const parts = partsOf(tree, it, follower).map(({ from, into, rest }): PlanPart => ({
    from, name: nameIn(tree, it, from), goesOn: into.includes(from), into: into.map(heir), rest: String(rest),
    chooses: it.steps.some((step) => step.kind === 'split' && step.from === from),
  }));
  const { id, title, on, state, submittedAt } = it;
  return { id, title, on, state, since: submittedAt, parts };
}

/** Problems: `reorganisation.missing`, `forbidden`. */
export async function readPlanParts(db: Db, id: number, follower: Follower, officer: Officer): Promise<Result<PlanParts>> {
  const it = await findReorganisation(db, id);
  if (!it) return problem('reorganisation.missing');
  if (!(await concerns(db, it, officer))) return problem('forbidden');
  return ok(shown(await bodyTree(db), it, follower));
}

type Write<T> = (tx: Db, plan: PlanParts) => Promise<Result<T>>;

/**
 * Writes down who goes where, under the lock of the draft: whoever has read the plan before has read another one.
 * Problems: `reorganisation.missing`, `forbidden`, `reorganisation.notDraft`; what `write` says.
 */
export async function sharePlan<T>({ db }: Pick<Ground, 'db'>, id: number, follower: Follower, write: Write<T>, officer: Officer): Promise<Result<T>> {
  const tree = await bodyTree(db);
  return allOrNothing(db, async (tx) => {
    const it = await lockReorganisation(tx, id);
    if (!it) return problem('reorganisation.missing');
    if (!(await concerns(db, it, officer))) return problem('forbidden');
    if (it.state !== 'draft') return problem('reorganisation.notDraft');
    const written = await write(tx, shown(tree, it, follower));
    if (written.ok) await raiseVersion(tx, id);
    return written;
  });
}

/** Who takes whatever of a module nobody has shared out. Problems as above. */
export async function chooseRest(
  ground: Pick<Ground, 'db'>,
  id: number,
  { module, from, key }: { module: string; from: number; key: string },
  officer: Officer,
): Promise<Result<void>> {
  const it = await findReorganisation(ground.db, id);
  if (!it) return problem('reorganisation.missing');
  const at = it.steps.findIndex((step) => step.kind === 'split' && subjectsOf(step).includes(from));
  return chooseHeirs(ground, id, { at, heirs: { [module]: key } }, officer);
}
