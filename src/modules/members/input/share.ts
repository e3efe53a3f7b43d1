/** Lists of who goes where: pasted into a form, chosen member by member, or written into a spreadsheet. */
import { failed, fieldProblem, ok, type Problem, type Result } from '#platform/result.ts';
import { readCode } from '../rules/code.ts';
import { guessField } from '../rules/fields.ts';
import { listField, MOST_MEGABYTES, type Heir, type Row } from '../rules/share.ts';

/** Characters of one list: more codes than a person types; they come as a file. */
export const MOST_TYPED = 100_000;

export type TypedLists = Record<string, string>;

/** The texts as they were typed, to be shown again. */
export function readTypedLists(form: FormData): TypedLists {
  const typed: TypedLists = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && /^list-(n[1-9]\d{0,2}|[1-9]\d{0,8})$/.test(name)) typed[name] = value.slice(0, MOST_TYPED + 1);
  }
  return typed;
}

/**
 * Codes of one line. Pasted from a spreadsheet the first cell counts; else commas and semicolons part them, and spaces
 * do where each piece has a digit ("DV-1 DV-2", but "DV 001" is one).
 */
function codesIn(line: string): string[] {
  const [cell = ''] = line.normalize('NFC').split('\t');
  // The heading of a column that was pasted whole.
  if (guessField('members', cell)?.field === 'code') return [];
  return cell.split(/[,;]/).flatMap((piece) => {
    const words = piece.trim().split(/\s+/);
    return (words.every((word) => /\d/.test(word)) ? words : [piece]).map(readCode).filter((code) => code !== '');
  });
}

/** One list for each heir. Problem `share.long` at a list. */
export function readLists(typed: TypedLists, heirs: readonly Heir[]): Result<Row[]> {
  const problems: Problem[] = [];
  const rows = heirs.flatMap(({ key, name }) => {
    const field = listField(key);
    const text = typed[field] ?? '';
    if (text.length > MOST_TYPED) problems.push({ field, code: 'share.long', values: { list: name } });
    return text.split(/\r\n|\r|\n/).flatMap((line, at) =>
      codesIn(line).map((code): Row => ({ number: at + 1, code, said: name, list: { key, name }, field })),
    );
  });
  return problems.length > 0 ? failed(...problems) : ok(rows);
}

export type Chosen = { member: number; to: string | null };

/** The choice of each member on the page; an empty one is with the rest. */
export function readChoices(form: FormData): Chosen[] {
  return [...form].flatMap(([name, value]) => {
    const member = /^to-([1-9]\d{0,15})$/.exec(name)?.[1];
    if (member === undefined || typeof value !== 'string' || !/^(n[1-9]\d{0,2}|[1-9]\d{0,8})?$/.test(value)) return [];
    return [{ member: Number(member), to: value === '' ? null : value }];
  });
}

/** Problems: `file.missing`, `file.large`. */
export function readListFile(form: FormData): Result<File> {
  const file = form.get('file');
  if (!(file instanceof File) || file.size === 0) return fieldProblem('file', 'file.missing');
  return file.size > MOST_MEGABYTES * 1024 * 1024 ? fieldProblem('file', 'file.large', { limit: MOST_MEGABYTES }) : ok(file);
}

export const readRest = (form: FormData): string => {
  const rest = form.get('rest');
  return typeof rest === 'string' && /^(n[1-9]\d{0,2}|[1-9]\d{0,8})$/.test(rest) ? rest : '';
};

/** A page of the list; anything may stand in an address. */
export const readSharePlace = (params: URLSearchParams): { page: number; done: boolean } => ({
  page: /^[1-9]\d{0,4}$/.test(params.get('page') ?? '') ? Number(params.get('page')) : 1,
  done: params.has('done'),
});
