/**
 * An expected failure is a value, not an exception: a form field that is too long, a state that does not
 * allow a step, a permission that is missing. Unexpected failures are thrown and handled once, in hooks.
 */
export type Problem = {
  /** Message key without its module prefix, for example `title.tooLong`; words live in `words/{vi,en,km}.json` under `problem.`. */
  code: string;
  /** Name of the form field the problem belongs to; absent when it concerns the whole request. */
  field?: string;
  /** Arguments of the message. */
  values?: Record<string, string | number>;
};

export type Ok<T> = { ok: true; value: T };
export type Failed = { ok: false; problems: Problem[] };
export type Result<T> = Ok<T> | Failed;

export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });
export const failed = (...problems: Problem[]): Failed => ({ ok: false, problems });
/** One problem that concerns the whole request. */
export const problem = (code: string, values?: Problem['values']): Failed =>
  failed(values === undefined ? { code } : { code, values });
/** One problem of one field. */
export const fieldProblem = (field: string, code: string, values?: Problem['values']): Failed =>
  failed(values === undefined ? { field, code } : { field, code, values });

/** Two readings of one form: both values, or the problems of both. */
export function both<A, B>(a: Result<A>, b: Result<B>): Result<[A, B]> {
  if (a.ok && b.ok) return ok([a.value, b.value]);
  return failed(...(a.ok ? [] : a.problems), ...(b.ok ? [] : b.problems));
}
