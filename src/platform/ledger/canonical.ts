/**
 * Canonical JSON (RFC 8785): members sorted by UTF-16 code units, no white space, ECMAScript numbers and
 * strings. Two programs that hold the same values get the same bytes, hence the same commitment.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * Throws TypeError for what JSON cannot carry unambiguously (undefined, NaN, dates, lone surrogates):
 * silently dropping such a member would commit to something else than the caller meant.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('A lone surrogate cannot be committed to.');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be committed to.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value as readonly Json[], canonical).join(',')}]`;
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    const record = value as { readonly [name: string]: Json };
    return `{${Object.keys(record)
      .sort()
      .map((name) => `${canonical(name)}:${canonical(record[name]!)}`)
      .join(',')}}`;
  }
  throw new TypeError(
    `A ${typeof value} cannot be committed to; use text, numbers, lists and plain objects.`,
  );
}
