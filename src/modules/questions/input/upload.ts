/** A file of questions, or a pasted text, and what of it is to be saved. */
import { failed, fieldProblem, ok, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { formats, type Format } from '../rules/bank.ts';

/** Pictures included. */
export const MAX_FILE = 10 * 1024 * 1024;
const MAX_PASTE = 500_000;

/** `format` null: whatever the content says. */
export type Upload = { body: number; format: Format | null; fileName: string; source: Blob };
export type TypedUpload = { body: string; format: string; text: string };

export function readTypedUpload(form: FormData): TypedUpload {
  const value = (name: string): string => {
    const raw = form.get(name);
    return typeof raw === 'string' ? raw : '';
  };
  return { body: normaliseLine(value('body')), format: normaliseLine(value('format')), text: value('text').slice(0, MAX_PASTE + 1) };
}

/** Problems: `format.missing`, `body.missing`, `file.missing`, `file.large`, `text.long`. */
export function readUpload(form: FormData, typed: TypedUpload): Result<Upload> {
  const format = typed.format === 'auto' ? null : formats.find((known) => known === typed.format);
  const file = form.get('file');
  const given = file instanceof File && file.size > 0 ? file : undefined;
  const problems = [
    ...(format !== undefined ? [] : [{ field: 'format', code: 'format.missing' }]),
    ...(/^[1-9]\d{0,8}$/.test(typed.body) ? [] : [{ field: 'body', code: 'body.missing' }]),
  ];
  if (problems.length > 0 || format === undefined) return failed(...problems);
  if (given && given.size > MAX_FILE) return fieldProblem('file', 'file.large');
  if (typed.text.length > MAX_PASTE) return fieldProblem('text', 'text.long');
  if (!given && typed.text.trim() === '') return fieldProblem('file', 'file.missing');
  return ok({ body: Number(typed.body), format, fileName: normaliseLine(given?.name ?? '').slice(0, 200), source: given ?? new Blob([typed.text]) });
}

export type Choice = { keep: number[]; tag: string };

/** Which of the understood questions are to be saved, by their places, and a tag for all of them. */
export function readChoice(form: FormData): Choice {
  const tag = form.get('tag');
  const keep = form.getAll('keep').filter((each) => typeof each === 'string' && /^\d{1,4}$/.test(each)).map(Number);
  return { keep: [...new Set(keep)], tag: normaliseLine(typeof tag === 'string' ? tag : '').slice(0, 60) };
}
