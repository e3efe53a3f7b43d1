/** Files of questions: understood first, shown question by question, saved only as far as somebody chose. */
import { audit } from '#platform/audit/audit.server.ts';
import { bodyAsOf, within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { failed, fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import { csv } from '#platform/text/csv.ts';
import { openWord } from '#platform/word/open.server.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { Choice, Upload } from '../input/upload.ts';
import { MAX_IMPORT, maySee, mayWrite } from '../rules/bank.ts';
import { readAiken } from '../rules/formats/aiken.ts';
import { readGift } from '../rules/formats/gift.ts';
import { readWord } from '../rules/formats/word.ts';
import type { Understood } from '../rules/formats/understood.ts';
import { problemsOf, type Item } from '../rules/item.ts';
import { finishImport, findImport, insertImport, listImports, lockImport, type ImportListed, type ImportRow } from '../store/import.server.ts';
import { insertItems } from '../store/item.server.ts';
import { bankBodies } from './bank.server.ts';
import { change, forbidden, type Ground, type Officer } from './change.server.ts';

/** Problems `word.…` of the reader, at the field of the file. */
async function understand({ format, source }: Upload): Promise<Result<Understood>> {
  const bytes = new Uint8Array(await source.arrayBuffer());
  if (format !== 'word') {
    const text = new TextDecoder().decode(bytes);
    return ok(format === 'gift' ? readGift(text) : readAiken(text));
  }
  const paragraphs = await openWord(bytes);
  if (!paragraphs.ok) return failed(...paragraphs.problems.map((each) => ({ field: 'file', ...each })));
  return ok(readWord(paragraphs.value));
}

/** Problems: `forbidden`, `body.unknown`, `word.…`, `import.empty`, `import.many` {limit}. @returns the id of the import */
export async function startImport(ground: Ground, upload: Upload, officer: Officer): Promise<Result<number>> {
  const { actor, now } = officer;
  if (!mayWrite(actor, upload.body, await within(ground.db, dayOf(now)))) return forbidden();
  if (!(await bodyAsOf(ground.db, upload.body, dayOf(now)))) return fieldProblem('body', 'body.unknown');
  const understood = await understand(upload);
  if (!understood.ok) return understood;
  const count = understood.value.items.length;
  if (count === 0) return fieldProblem('file', 'import.empty');
  if (count > MAX_IMPORT) return fieldProblem('file', 'import.many', { limit: MAX_IMPORT });
  const { body: bodyId, format, fileName } = upload;
  return change(ground, officer, async (tx) => {
    const row = { bodyId, format, fileName, understood: trimmed(understood.value), startedBy: actor.personId, startedAt: now };
    return ok(await insertImport(tx, row));
  });
}

/** A file of noise has a note for every line; a person reads the first hundred. */
const trimmed = (understood: Understood): Understood => ({ ...understood, notes: understood.notes.slice(0, 100) });

/** A question as it was understood; `problems` keep it out of the bank until they are mended in the file. */
export type ShownItem = { place: number; line: number; item: Item; notes: Understood['notes']; problems: ReturnType<typeof problemsOf> };
export type ImportPage = Omit<ImportRow, 'understood'> & { items: ShownItem[]; notes: Understood['notes']; body: string };

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
    const writes = chosen.map(({ item }) => ({
      ...item, tags: [...new Set([...item.tags, ...(tag ? [tag] : [])])], difficulty: 2 as const, cites: [],
    }));
    await insertItems(tx, row.bodyId, writes, { by: officer.actor.personId, now: officer.now });
    await finishImport(tx, id, 'saved', writes.length, officer.now);
    const details = { count: writes.length, format: row.format };
    await audit(tx, { kind: 'questions.import', by: officer.actor, bodyId: row.bodyId, subject: `import:${id}`, details, now: officer.now });
    return ok(writes.length);
  });
}

/** Forgets what was understood. Problems: as `saveImport`. */
export function dropImport(ground: Ground, id: number, officer: Officer): Promise<Result<number>> {
  return change(ground, officer, async (tx, isWithin) => {
    const row = await lockImport(tx, id);
    if (!row) return problem('import.missing');
    if (!mayWrite(officer.actor, row.bodyId, isWithin)) return forbidden();
    if (row.state !== 'read') return problem('import.step');
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
  const told = (code: string, text: string) => t.dynamic(`questions.desk.note.${code}`, { text });
  const rows = page.value.items.map(({ line, item, notes, problems }) => [
    String(line),
    item.stem,
    t.dynamic(`questions.desk.type.${item.question.type}`),
    [...notes.map(({ code, text }) => told(code, text)), ...problems.map(({ code }) => t.dynamic(`questions.desk.problem.${code}`))].join(' · '),
  ]);
  const others = page.value.notes.map(({ line, code, text }) => [String(line || ''), '', '', told(code, text)]);
  const head = ['line', 'stem', 'type', 'notes'].map((column) => t.dynamic(`questions.desk.report.${column}`));
  return ok(csv(head, [...rows, ...others]));
}
