import type { z } from 'zod';
import { failed, ok, type Result } from '#platform/result.ts';

/** Strict: a field that is not named above refuses the whole, so that nothing can be smuggled into a row. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return failed(
    ...parsed.error.issues.map((issue) => {
      const field = issue.path.join('.');
      const code = issue.code === 'unrecognized_keys' ? 'field.unknown' : issue.message;
      return field ? { field, code } : { code };
    }),
  );
}
