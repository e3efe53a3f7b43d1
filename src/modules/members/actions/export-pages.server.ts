/** What the pages about lists of names that leave the system show. */
import { bodyName, bodyTree } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { versionAt } from '#platform/dated/tree.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { exportState, needsSecond, type Export, type ExportState } from '../rules/export.ts';
import { PAGE } from '../rules/list.ts';
import { exportsOf, exportsWaiting } from '../store/export.server.ts';
import { asOfficer, type Ground } from './ground.server.ts';
import type { BodyLink } from './member-pages.server.ts';
import { partOf, rootsOf, seenRootsOf, sees, seesAny, type Keeper } from './scope.server.ts';

export type ExportItem = Pick<Export, 'id' | 'below' | 'day' | 'format' | 'purpose' | 'askedAt' | 'until'> & {
  state: ExportState;
  body: string;
  by: string;
  decidedBy: string | null;
};
export type ExportPage = { mine: ExportItem[]; total: number; page: number; waiting: ExportItem[]; now: Instant };

/** More wait for one officer only when nobody looks for weeks; those come when these are decided. */
const MOST_WAITING = 50;

/** What the officer asked for, and what others wait for the officer to decide. Problem `forbidden`. */
export async function readExports({ db }: Ground, page: number, officer: Keeper): Promise<Result<ExportPage>> {
  const { actor, now } = officer;
  if (actor.kind !== 'person' || !seesAny(actor)) return problem('forbidden');
  const [tree, roots] = [await bodyTree(db), await rootsOf(db, officer)];
  const bodies = roots.flatMap((root) => partOf(tree, root.id, dayOf(now)));
  const { personId } = actor;
  const { exports, total, waiting } = await asOfficer(db, officer, async (tx) => ({
    ...(await exportsOf(tx, { personId, limit: PAGE, offset: (page - 1) * PAGE })),
    waiting: await exportsWaiting(tx, { bodies, personId, now, limit: MOST_WAITING }),
  }));
  return ok({ mine: await present(db, exports, now), total, page, waiting: await present(db, waiting, now), now });
}

/** How many lists wait for the officer to decide. */
export async function countWaiting(tx: Db, officer: Keeper): Promise<number> {
  const { actor, now } = officer;
  if (actor.kind !== 'person') return 0;
  const [tree, roots] = [await bodyTree(tx), await rootsOf(tx, officer)];
  const bodies = roots.flatMap((root) => partOf(tree, root.id, dayOf(now)));
  return (await exportsWaiting(tx, { bodies, personId: actor.personId, now, limit: MOST_WAITING })).length;
}

async function present(db: Db, exports: readonly Export[], now: Instant): Promise<ExportItem[]> {
  const names = await namesOf(db, exports.flatMap((it) => [it.askedBy, it.decidedBy ?? []].flat()));
  return Promise.all(
    exports.map(async (it) => ({
      ...{ id: it.id, below: it.below, day: it.day, format: it.format, purpose: it.purpose, askedAt: it.askedAt, until: it.until },
      state: exportState(it, now),
      body: await bodyName(db, it.body, it.day, dayOf(now)),
      by: names.get(it.askedBy) ?? '–',
      decidedBy: it.decidedBy === null ? null : (names.get(it.decidedBy) ?? '–'),
    })),
  );
}

export type ExportFormPage = { body: BodyLink; below: boolean; hasBelow: boolean; day: Day; today: Day; second: boolean };

/** The form that asks, for the list it was opened from, else for the first of the officer's own. Problem `forbidden`. */
export async function readExportFormPage(
  { db }: Ground,
  asked: { body: number | null; below: boolean | null; day: Day | null },
  officer: Keeper,
): Promise<Result<ExportFormPage>> {
  const today = dayOf(officer.now);
  const day = asked.day !== null && asked.day <= today ? asked.day : today;
  const tree = await bodyTree(db);
  const body = asked.body ?? (await seenRootsOf(db, officer))[0]?.id;
  const version = body === undefined ? undefined : (versionAt(tree, body, day) ?? versionAt(tree, body, today));
  if (!version || !(await sees(db, version.id, officer))) return problem('forbidden');
  const { id, name } = version;
  const hasBelow = partOf(tree, id, day).length > 1;
  const below = hasBelow && asked.below === true;
  return ok({ body: { id, name }, below, hasBelow, day, today, second: needsSecond(officer.actor, { body: id, below }) });
}
