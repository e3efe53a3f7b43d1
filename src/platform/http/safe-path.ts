/**
 * A path of this site from something that came in from outside, or undefined. `//host`, `/\host`, schemes and control
 * characters would lead elsewhere.
 */
export function safePath(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 2_000) return undefined;
  // eslint-disable-next-line no-control-regex -- control characters are what must not pass
  if (!/^\/(?![/\\])[^\\\u0000-\u001f]*$/.test(value)) return undefined;
  const url = new URL(value, 'http://own.invalid');
  return url.origin === 'http://own.invalid' ? url.pathname + url.search : undefined;
}
