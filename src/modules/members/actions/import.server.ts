/** The way of an import as its officer goes it: upload, columns, dry run, apply. */
import { bodyAsOf } from '#modules/organisation/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { inspectSheet } from '#platform/spreadsheet/read.server.ts';
import type { MappingSaid, Upload } from '../input/import.ts';
import { headingKey, type Field } from '../rules/fields.ts';
import { isWorking, mayCancel, mayMap, missingFields, SILENT_MS, type Import, type Mapping } from '../rules/import.ts';
import {
  applyingImport,
  changeImport,
  deleteFile,
  deleteMarkedCopy,
  findImport,
  insertImport,
  lockImport,
  readOutlineOf,
  remember,
} from '../store/import.server.ts';
import { deleteRows } from '../store/import-row.server.ts';
import { asHouse, asOfficer, type Ground } from './ground.server.ts';
import { columnsOf, headingOf } from './outline.server.ts';
import { keeps, keepsAny } from './scope.server.ts';

export type Officer = { actor: Actor; now: Instant };

/**
 * Takes a file in. What can be told at a glance refuses it here and now; reading it is a job.
 * Problems: `forbidden`; `import.asOfEarly` at `asOf`; `sheet.…` at `file`.
 */
export async function startImport({ db }: Ground, upload: Upload, { actor, now }: Officer): Promise<Result<number>> {
  if (actor.kind !== 'person' || !(await keeps(db, upload.body, { actor, now }))) return problem('forbidden');
  if (!(await bodyAsOf(db, upload.body, upload.asOf))) return fieldProblem('asOf', 'import.asOfEarly');
  const content = new Uint8Array(await upload.file.arrayBuffer());
  const inspected = inspectSheet(content);
  if (!inspected.ok) return failed(...inspected.problems.map((each) => ({ ...each, field: 'file' })));
  const id = await asOfficer(db, { actor, now }, async (tx) => {
    const { kind, body, asOf } = upload;
    const it = { kind, body, asOf, fileName: plainName(upload.file.name), content, startedBy: actor.personId };
    const started = await insertImport(tx, it, now);
    await emit(tx, 'members.importUploaded', { id: started });
    return started;
  });
  return ok(id);
}

/** As the officer's machine calls it, without folders; only ever shown. */
const plainName = (name: string): string =>
  normaliseLine(name.replace(/^.*[/\\]/, '')).slice(0, MAX_FILE_NAME) || 'danh-sach';
const MAX_FILE_NAME = 200;

/** The import, when this officer may see it. Problems: `import.missing`, `forbidden`: keeps no list at all. */
export async function importFor(db: Db, id: number, officer: Officer): Promise<Result<Import>> {
  if (!keepsAny(officer.actor)) return problem('forbidden');
  const it = await asOfficer(db, officer, (tx) => findImport(tx, id));
  // Of somebody else's list not even that there is one is told.
  return it && (await keeps(db, it.body, officer)) ? ok(it) : problem('import.missing');
}

/** One step of an officer, under the lock of the import. */
async function step<T>(
  db: Db,
  id: number,
  officer: Officer,
  take: (tx: Db, it: Import) => Promise<Result<T>>,
): Promise<Result<T>> {
  const seen = await importFor(db, id, officer);
  if (!seen.ok) return seen;
  return asOfficer(db, officer, async (tx) => {
    const it = await lockImport(tx, id);
    return it ? take(tx, it) : problem('import.missing');
  });
}

/**
 * Says what the columns are and starts the dry run. Problems: `import.step` (the import is elsewhere by now),
 * `mapping.…`.
 */
export function mapImport({ db }: Ground, id: number, said: MappingSaid, officer: Officer): Promise<Result<number>> {
  return step(db, id, officer, async (tx, it) => {
    if (!mayMap(it.state)) return problem('import.step');
    const outline = await readOutlineOf(tx, id);
    const sheet = outline?.sheets[said.sheet];
    if (!sheet) return problem('mapping.form');
    const heading = headingOf(it.kind, sheet, said.headingRow);
    const columns = columnsOf(it.kind, heading, new Map()).map((each) => {
      const field = said.fields.get(each.column) ?? null;
      return { ...each, field: each.sensitive ? null : field };
    });
    const { headingRow, skipHidden } = said;
    const mapping: Mapping = { sheet: said.sheet, headingRow, skipHidden, columns };
    const missing = missingFields(it.kind, mapping);
    if (missing.length > 0) return failed(...missing.map((code) => ({ code })));
    const { now, actor } = officer;
    const meanings = new Map(columns.map(({ label, field }): [string, Field | ''] => [headingKey(label), field ?? '']));
    meanings.delete('');
    const person = actor.kind === 'person' ? actor.personId : it.startedBy;
    await remember(tx, { body: it.body, person, kind: it.kind }, meanings, now);
    await changeImport(tx, id, { state: 'checking', mapping, counts: { rows: sheet.rows }, position: 0, refusal: null }, now);
    await deleteMarkedCopy(tx, id);
    await emit(tx, 'members.importMapped', { id });
    return ok(id);
  });
}

/**
 * Starts the applying. Problems: `import.step`; `import.busy`: another one is being applied; `import.nothing`: no
 * row would change anything.
 */
export async function beginApplying({ db }: Ground, id: number, officer: Officer): Promise<Result<number>> {
  try {
    return await step(db, id, officer, async (tx, it) => {
      if (it.state !== 'checked') return problem('import.step');
      if ((it.counts.new ?? 0) + (it.counts.changed ?? 0) === 0) return problem('import.nothing');
      if (await asHouse(tx, 'one import at a time', () => applyingImport(tx))) return problem('import.busy');
      const counts = { ...it.counts, applied: 0, refused: 0 };
      await changeImport(tx, id, { state: 'applying', position: 0, counts, refusal: null }, officer.now);
      await emit(tx, 'members.importApplying', { id });
      return ok(id);
    });
  } catch (error) {
    // Two officers in the same moment: the index lets one of them through.
    if ((error as { constraint?: string }).constraint === 'import_one_applying') return problem('import.busy');
    throw error;
  }
}

/** Takes up work that a killed worker left. Problems: `import.step`: it goes on by itself. */
export function resumeImport({ db }: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return step(db, id, officer, async (tx, it) => {
    if (!isSilent(it, officer.now)) return problem('import.step');
    const events = { reading: 'Uploaded', checking: 'Mapped', applying: 'Applying' } as const;
    await changeImport(tx, id, {}, officer.now);
    await emit(tx, `members.import${events[it.state as keyof typeof events]}`, { id });
    return ok(id);
  });
}

export const isSilent = (it: Import, now: Instant): boolean =>
  isWorking(it.state) && now.getTime() - it.progressAt.getTime() > SILENT_MS;

/** Nothing has been written yet, so nothing is left: file and rows are forgotten at once. Problems: `import.step`. */
export function cancelImport({ db }: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return step(db, id, officer, async (tx, it) => {
    if (!mayCancel(it.state)) return problem('import.step');
    await changeImport(tx, id, { state: 'cancelled', outline: null, finishedAt: officer.now }, officer.now);
    await deleteFile(tx, id);
    await deleteMarkedCopy(tx, id);
    await deleteRows(tx, id);
    return ok(id);
  });
}
