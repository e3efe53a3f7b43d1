/**
 * Lists of names leave the system only for a stated purpose, once, within a day, and outside of the own branch only
 * when a second officer agrees. Each step is an act in the log.
 */
import { bodyTree } from '#modules/organisation/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { ExportSaid } from '../input/export.ts';
import { exportState, needsSecond, READY_HOURS, WAIT_HOURS, type Export } from '../rules/export.ts';
import { changeExport, insertExport, lockExport, namesIn } from '../store/export.server.ts';
import { writeList, type ListFile } from './export-file.server.ts';
import { asOfficer, type Ground } from './ground.server.ts';
import { keeps, keepsAny, partOf, sees, seesAny, standingIn, type Keeper } from './scope.server.ts';

const HOUR_MS = 3_600_000;
const inHours = (now: Instant, hours: number): Instant => new Date(now.getTime() + hours * HOUR_MS);

type Noted = { kind: 'Asked' | 'Agreed' | 'Refused' | 'Taken'; it: Pick<Export, 'id' | 'body' | 'below' | 'day' | 'format'>; rows?: number };

async function note(tx: Db, { kind, it, rows }: Noted, officer: Keeper): Promise<void> {
  const { actor, now } = officer;
  const { below, day, format } = it;
  const inPlace = await standingIn(tx, it.body, officer);
  const details = { below, day, format, ...(rows === undefined ? {} : { rows }), ...inPlace };
  const by = actor.kind === 'person' ? actor : undefined;
  await audit(tx, { kind: `members.export${kind}`, by, bodyId: it.body, subject: `export:${it.id}`, details, now });
}

/**
 * Asks for a list. It is ready at once when it is that of the own body alone. Problems: `forbidden`; `export.notThen`
 * at `day`: the body did not exist.
 */
export async function askExport({ db }: Ground, said: ExportSaid, officer: Keeper): Promise<Result<number>> {
  const { actor, now } = officer;
  if (actor.kind !== 'person' || !(await sees(db, said.body, officer))) return problem('forbidden');
  if (partOf(await bodyTree(db), said.body, said.day).length === 0) return fieldProblem('day', 'export.notThen');
  const second = needsSecond(actor, said);
  const id = await asOfficer(db, officer, async (tx) => {
    const until = inHours(now, second ? WAIT_HOURS : READY_HOURS);
    const state = second ? 'waiting' : 'ready';
    const asked = await insertExport(tx, { ...said, state, askedBy: actor.personId, until }, now);
    await note(tx, { kind: 'Asked', it: { ...said, id: asked } }, officer);
    await emit(tx, 'members.exportAsked', { id: asked });
    return asked;
  });
  return ok(id);
}

/**
 * The second person agrees or refuses. Problems: `forbidden`, `export.missing`, `export.own`: whoever asked cannot
 * decide; `export.step`: decided or lapsed meanwhile.
 */
export async function decideExport({ db }: Ground, id: number, agrees: boolean, officer: Keeper): Promise<Result<number>> {
  const { actor, now } = officer;
  if (actor.kind !== 'person' || !keepsAny(actor)) return problem('forbidden');
  return asOfficer(db, officer, async (tx) => {
    const it = await lockExport(tx, id);
    if (!it || !(await keeps(tx, it.body, officer))) return problem('export.missing');
    if (it.askedBy === actor.personId) return problem('export.own');
    if (exportState(it, now) !== 'waiting') return problem('export.step');
    const decided = { decidedBy: actor.personId, ...(agrees ? { until: inHours(now, READY_HOURS) } : {}) };
    await changeExport(tx, id, { state: agrees ? 'ready' : 'refused', ...decided }, now);
    await note(tx, { kind: agrees ? 'Agreed' : 'Refused', it }, officer);
    return ok(id);
  });
}

/**
 * The list itself, to whoever asked, once. It is read with the rights of this moment, not of the asking. Problems:
 * `forbidden`, `export.missing`, `export.step`: not agreed to, taken, or lapsed.
 */
export async function takeExport({ db }: Ground, id: number, officer: Keeper): Promise<Result<ListFile>> {
  const { actor, now } = officer;
  if (actor.kind !== 'person' || !seesAny(actor)) return problem('forbidden');
  const tree = await bodyTree(db);
  const taken = await asOfficer(db, officer, async (tx) => {
    const it = await lockExport(tx, id);
    if (!it || it.askedBy !== actor.personId || !(await sees(tx, it.body, officer))) return problem('export.missing');
    if (exportState(it, now) !== 'ready') return problem('export.step');
    const names = await namesIn(tx, it.below ? partOf(tree, it.body, it.day) : [it.body], it.day);
    await changeExport(tx, id, { state: 'taken', taken: true }, now);
    await note(tx, { kind: 'Taken', it, rows: names.length }, officer);
    return ok({ it, names });
  });
  return taken.ok ? ok(await writeList({ ...taken.value, tree, today: dayOf(now) })) : taken;
}
