import { z } from 'zod';
import { failed, ok, type Result } from '../result.ts';

/** `z.int().default(20)` → number, whatever is wrapped around it. */
function isNumber(schema: z.core.$ZodType): boolean {
  const { def } = schema._zod as { def: { type: string; innerType?: z.core.$ZodType } };
  return def.innerType ? isNumber(def.innerType) : def.type === 'number';
}

/**
 * Reads the parameters of an address by the schema that also describes them in OpenAPI. Empty counts as absent,
 * parameters that the schema does not know are ignored, of a repeated one the first is taken.
 * Problems: `api.parameter`, with the name of the parameter as its field.
 */
export function readQuery<S extends z.ZodObject>(schema: S, params: URLSearchParams): Result<z.output<S>> {
  const given: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.shape)) {
    const text = params.get(name)?.trim();
    if (text) given[name] = isNumber(property) && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return ok(parsed.data);
  const names = [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))];
  return failed(...names.map((name) => ({ field: name, code: 'api.parameter', values: { name } })));
}
