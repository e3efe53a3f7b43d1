/** Files of questions: understood first, shown question by question, saved only as far as somebody chose. */
import { audit } from '#platform/audit/audit.server.ts';
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { csv } from '#platform/text/csv.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Choice, Upload } from '../input/upload.ts';
import { MAX_IMPORT, maySee, mayWrite, type Format } from '../rules/bank.ts';
import type { Kept, KeptItem } from '../rules/formats/understood.ts';
import { limits, problemsOf } from '../rules/item.ts';
import { recognise } from '../rules/recognise.ts';
import { finishImport, findImport, insertImport, listImports, lockImport, type ImportListed, type ImportRow } from '../store/import.server.ts';
import { insertItems } from '../store/item.server.ts';
import { bankBodies } from './bank.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';
import { givePictures, holdPictures, keepPictures, releasePictures } from './import-pictures.server.ts';
import { understand, type Brought } from './understand.server.ts';

/**
 * The kind of the file: what was said, or what its content says. Problems at the file: `format.unknown`,
 * `format.differs` {found}: it is certainly another kind than was said.
 */
function formatOf({ format, fileName }: Upload, bytes: Uint8Array): Result<Format> {
  const found = recognise(bytes, fileName);
  if (format === null) return found ? ok(found) : fieldProblem('file', 'format.unknown');
  return found && found !== format ? fieldProblem('file', 'format.differs', { found }) : ok(format);
}

/** Problems of the readers stand at the field of the file. */
async function open(upload: Upload): Promise<Result<{ format: Format; brought: Brought }>> {
  const bytes = new Uint8Array(await upload.source.arrayBuffer());
  const format = formatOf(upload, bytes);
  if (!format.ok) return format;
  const brought = await understand(format.value, bytes);
  if (!brought.ok) return failed(...brought.problems.map((each) => ({ field: 'file', ...each })));
  return ok({ format: format.value, brought: brought.value });
}

/** Problems: `forbidden`, `body.unknown`, `format.…`, those of `understand`, `import.empty`, `import.many` {limit}. @returns the id of the import */
export async function startImport(ground: Ground & Pick<Runtime, 'files'>, upload: Upload, officer: Officer): Promise<Result<number>> {
  const { actor, now } = officer;
  if (!mayWrite(actor, upload.body, await within(ground.db, dayOf(now)))) return forbidden();
  if (!(await bodyAsOf(ground.db, upload.body, dayOf(now)))) return fieldProblem('body', 'body.unknown');
  const opened = await open(upload);
  if (!opened.ok) return opened;
  const { format, brought } = opened.value;
  const count = brought.understood.items.length;
  if (count === 0) return fieldProblem('file', 'import.empty');
  if (count > MAX_IMPORT) return fieldProblem('file', 'import.many', { limit: MAX_IMPORT });
  const { body: bodyId, fileName } = upload;
  const understood = trimmed(await keepPictures(ground, brought, officer));
  return change(ground, officer, async (tx) => {
    const row = { bodyId, format, fileName, understood, startedBy: actor.personId, startedAt: now };
    const id = await insertImport(tx, row);
    await holdPictures(tx, id, understood);
    return ok(id);
  });
}

const MOST_NOTES = 100;

/** A file of noise has a note for every line; a person reads the first hundred, and how many more there are. */
const trimmed = ({ items, notes }: Kept): Kept => ({
  items,
  notes: notes.length > MOST_NOTES
    ? [...notes.slice(0, MOST_NOTES), { line: 0, code: 'notes.more', text: String(notes.length - MOST_NOTES) }] : notes,
});

/** A question as it was understood; `problems` keep it out of the bank until they are mended in the file. */
export type ShownItem = KeptItem & { place: number; problems: ReturnType<typeof problemsOf> };
export type ImportPage = Omit<ImportRow, 'understood'> & { items: ShownItem[]; notes: Kept['notes']; body: string };

async function seen(db: Db, id: number, { actor, now }: Officer): Promise<Result<ImportRow>> {
  const row = await findImport(db, id);
  if (!row) return problem('import.missing');
  return maySee(actor, row.bodyId, await within(db, dayOf(now))) ? ok(row) : forbidden();
}

/** Problems: `import.missing`, `forbidden`. */
export async function readImport(db: Db, id: number, officer: Officer): Promise<Result<ImportPage>> {
  const row = await seen(db, id, officer);
  if (!row.ok) return row;
  const { understood, ...rest } = row.value;
  const body = await bodyAsOf(db, rest.bodyId, dayOf(officer.now));
  const items = understood.items.map((each, place) => ({ ...each, place, problems: problemsOf(each.item) }));
  return ok({ ...rest, items, notes: understood.notes, body: body?.name ?? '' });
}

/**
 * Saves the chosen questions as drafts. Problems: `import.missing`, `forbidden`, `import.step` (already saved or
 * dropped), `import.choice`: none was chosen, or one that cannot be asked.
 */
export function saveImport(ground: Ground, id: number, { keep, tag }: Choice, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const row = await lockImport(tx, id);
    if (!row) return problem('import.missing');
    if (!mayWrite(officer.actor, row.bodyId, isWithin)) return forbidden();
    if (row.state !== 'read') return problem('import.step');
    const chosen = keep.flatMap((place) => row.understood.items[place] ?? []);
    if (chosen.length === 0 || chosen.some(({ item }) => problemsOf(item).length > 0)) return problem('import.choice');
    const writes = chosen.map(({ item, difficulty = 2 }) => ({ ...item, tags: withTag(item.tags, tag), difficulty, cites: [] }));
    const made = await insertItems(tx, row.bodyId, writes, { by: officer.actor.personId, now: officer.now });
    await givePictures(tx, made, chosen, officer);
    await releasePictures(tx, id);
    await finishImport(tx, id, 'saved', writes.length, officer.now);
    const details = { count: writes.length, format: row.format };
    await audit(tx, { kind: 'questions.import', by: officer.actor, bodyId: row.bodyId, subject: `import:${id}`, details, now: officer.now });
    return ok(writes.length);
  });
}

/** The common tag is what somebody just asked for; where twelve are full, the last of the file's gives way to it. */
const withTag = (tags: readonly string[], tag: string): string[] =>
  tag === '' || tags.includes(tag) ? [...tags] : [...tags.slice(0, limits.tags - 1), tag];

/** Forgets what was understood. Problems: as `saveImport`. */
export function dropImport(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const row = await lockImport(tx, id);
    if (!row) return problem('import.missing');
    if (!mayWrite(officer.actor, row.bodyId, isWithin)) return forbidden();
    if (row.state !== 'read') return problem('import.step');
    await releasePictures(tx, id);
    await finishImport(tx, id, 'dropped', 0, officer.now);
    return ok(0);
  });
}

/** Newest imports of the officer's bodies. Problem `forbidden`. */
export async function readImports(db: Db, officer: Officer): Promise<Result<ImportListed[]>> {
  const bodies = await bankBodies(db, officer);
  return bodies.length > 0 ? ok(await listImports(db, bodies, 50)) : forbidden();
}

/** The report of an import to keep: one line a question or note. Problems: `import.missing`, `forbidden`. */
export async function importReport(db: Db, id: number, t: Translate, officer: Officer): Promise<Result<string>> {
  const page = await readImport(db, id, officer);
  if (!page.ok) return page;
  const where = ({ line, part }: { line: number; part?: string }) => [part, line || ''].filter(Boolean).join(': ');
  const told = (code: string, text: string) => t.dynamic(`questions.desk.note.${code}`, { text });
  const rows = page.value.items.map(({ line, part, item, notes, problems }) => [
    where({ line, ...(part ? { part } : {}) }),
    item.stem,
    t.dynamic(`questions.desk.type.${item.question.type}`),
    [
      ...notes.map((note) => (note.line && note.line !== line ? `${t('questions.desk.line', { line: String(note.line) })}: ` : '') + told(note.code, note.text)),
      ...problems.map(({ code }) => t.dynamic(`questions.desk.problem.${code}`)),
    ].join(' · '),
  ]);
  const others = page.value.notes.map((note) => [where(note), '', '', told(note.code, note.text)]);
  const head = ['line', 'stem', 'type', 'notes'].map((column) => t.dynamic(`questions.desk.report.${column}`));
  return ok(csv(head, [...rows, ...others]));
}
