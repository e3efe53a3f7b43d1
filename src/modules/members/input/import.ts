/** Forms of the way of an import: upload, columns. */
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { fieldsOf, importKinds, type Field, type ImportKind } from '../rules/fields.ts';
import { MAX_FILE_BYTES, type Mapping } from '../rules/import.ts';
import { isDay } from './date.ts';

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? normaliseLine(value).slice(0, 300) : '';
};
const id = (value: string): number | undefined => (/^[1-9]\d{0,8}$/.test(value) ? Number(value) : undefined);

export type Upload = { kind: ImportKind; body: number; asOf: Day; file: File };
/** What the form shows again; a browser never shows a file again. */
export type UploadTyped = { kind: string; body: string; asOf: string };

/**
 * Problems: `import.kind`, `import.body`, `import.asOf` (with their fields), `file.missing`, `file.large` {limit},
 * `import.asOfLate`.
 */
export function readUpload(form: FormData, now: Instant): { typed: UploadTyped; upload: Result<Upload> } {
  const today = dayOf(now);
  const typed = { kind: text(form, 'kind'), body: text(form, 'body'), asOf: text(form, 'asOf') };
  const problems: Problem[] = [];
  const kind = importKinds.find((each) => each === typed.kind);
  const body = id(typed.body);
  const asOf = typed.asOf || today;
  const file = form.get('file');
  if (!kind) problems.push({ field: 'kind', code: 'import.kind' });
  if (!body) problems.push({ field: 'body', code: 'import.body' });
  if (!isDay(asOf)) problems.push({ field: 'asOf', code: 'import.asOf' });
  else if (asOf > today) problems.push({ field: 'asOf', code: 'import.asOfLate' });
  if (!(file instanceof File) || file.size === 0) problems.push({ field: 'file', code: 'file.missing' });
  else if (file.size > MAX_FILE_BYTES) {
    problems.push({ field: 'file', code: 'file.large', values: { limit: MAX_FILE_BYTES / 1024 / 1024 } });
  }
  if (problems.length > 0 || !kind || !body || !(file instanceof File)) return { typed, upload: failed(...problems) };
  return { typed, upload: ok({ kind, body, asOf, file }) };
}

export type MappingQuery = { sheet: number | null; headingRow: number | null };

/** Which sheet, and where its headings are, when the guess was wrong: a GET form on the page that maps. */
export function readMappingQuery(params: URLSearchParams): MappingQuery {
  const sheet = /^\d{1,2}$/.test(params.get('sheet') ?? '') ? Number(params.get('sheet')) : null;
  return { sheet, headingRow: id(params.get('heading') ?? '') ?? null };
}

export type MappingSaid = Pick<Mapping, 'sheet' | 'headingRow' | 'skipHidden'> & {
  /** By place of the column; null: not imported. */
  fields: Map<number, Field | null>;
};

/** Problems: `mapping.form`, and at a column `mapping.twice`: two columns for one thing. */
export function readMapping(form: FormData, kind: ImportKind): Result<MappingSaid> {
  const sheet = Number(text(form, 'sheet') || NaN);
  const headingRow = Number(text(form, 'heading') || NaN);
  if (!Number.isInteger(sheet) || sheet < 0 || !Number.isInteger(headingRow) || headingRow < 0) return problem('mapping.form');
  const fields = new Map<number, Field | null>();
  const taken = new Map<Field, number>();
  const problems: Problem[] = [];
  for (const [name, value] of form) {
    const column = /^column\.(\d{1,3})$/.exec(name)?.[1];
    if (column === undefined) continue;
    const field = fieldsOf(kind).find((each) => each === value) ?? null;
    if (field && taken.has(field)) problems.push({ field: name, code: 'mapping.twice' });
    if (field) taken.set(field, Number(column));
    fields.set(Number(column), field);
  }
  if (problems.length > 0) return failed(...problems);
  return ok({ sheet, headingRow, skipHidden: form.has('skipHidden'), fields });
}
