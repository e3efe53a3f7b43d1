/** The form on which an answer is read, and the address of what is read. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise, normaliseLine } from '#platform/text/normalise.ts';
import { COMMENT, REASON } from '../rules/grading.ts';

export type TypedGrade = { item: string; answer: string; seen: string; points: string; comment: string; reason: string };

export function readTypedGrade(form: FormData): TypedGrade {
  const line = (name: string): string => normaliseLine(String(form.get(name) ?? '').slice(0, 40));
  const text = (name: string): string => normalise(String(form.get(name) ?? '').slice(0, 8_000)).trim();
  return { item: line('item'), answer: line('answer'), seen: line('seen'), points: line('points'), comment: text('comment'), reason: text('reason') };
}

const WHOLE = /^\d{1,15}$/;
const CODE = /^[0-9a-f]{12}$/;
const POINTS = /^\d{1,4}(\.\d{1,3})?$/;

/** Problems `grade.missing`, `grade.points` at `points`, `grade.comment` at `comment`, `reason.long` at `reason`. */
export function readGrade(typed: TypedGrade): Result<{ item: number; code: string; seen: number; points: number; comment: string; reason: string }> {
  const problems: Problem[] = [];
  if (!WHOLE.test(typed.item) || !CODE.test(typed.answer) || !WHOLE.test(typed.seen)) problems.push({ code: 'grade.missing' });
  if (!POINTS.test(typed.points)) problems.push({ field: 'points', code: 'grade.points' });
  if (typed.comment.length > COMMENT) problems.push({ field: 'comment', code: 'grade.comment' });
  if (typed.reason.length > REASON) problems.push({ field: 'reason', code: 'reason.long' });
  if (problems.length > 0) return failed(...problems);
  const { answer: code, comment, reason } = typed;
  return ok({ item: Number(typed.item), code, seen: Number(typed.seen), points: Number(typed.points), comment, reason });
}

export const readGradingQuery = (params: URLSearchParams): { item: number | null; answer: string | null } => ({
  item: WHOLE.test(params.get('item') ?? '') ? Number(params.get('item')) : null,
  answer: CODE.test(params.get('answer') ?? '') ? params.get('answer') : null,
});
