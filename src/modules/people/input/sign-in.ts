import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { identifierKey, MAX_IDENTIFIER } from '../rules/identifier.ts';
import { MAX_PASSWORD } from '../rules/password.ts';

/** What a person typed to sign in, as it is looked up (`identifierKey`). */
export type SignInForm = { identifier: string; password: string };

/** The boxes of the form, and which remembered name was tapped. */
export type SignInChoices = { shared: boolean; remember: boolean; as: string | null };

/** A shared device remembers nobody, whatever else is ticked. */
export function readSignInChoices(form: FormData): SignInChoices {
  const [as, shared] = [form.get('as'), form.get('shared') === 'yes'];
  return { shared, remember: !shared && form.get('remember') === 'yes', as: typeof as === 'string' ? as.slice(0, 2) : null };
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/**
 * Reads the two fields of the sign-in form, whatever else was sent along. Empty fields are the only thing to
 * correct: any other text is simply not an account, so that no answer here tells a known one from an unknown
 * one. Problems: `signIn.identifier.missing`, `signIn.password.missing`, `signIn.wrong`.
 * @param remembered somebody whom the device remembers, instead of what is typed
 * @returns `typed`: the identifier to show again
 */
export function readSignIn(form: FormData, remembered?: string): { typed: string; form: Result<SignInForm> } {
  const identifier = remembered ?? normaliseLine(text(form, 'identifier').slice(0, MAX_IDENTIFIER * 4));
  const password = text(form, 'password');
  const problems: Problem[] = [];
  if (identifier === '') problems.push({ field: 'identifier', code: 'signIn.identifier.missing' });
  if (password === '') problems.push({ field: 'password', code: 'signIn.password.missing' });
  if (problems.length > 0) return { typed: identifier, form: failed(...problems) };
  const hopeless = identifier.length > MAX_IDENTIFIER || password.length > MAX_PASSWORD;
  return {
    typed: identifier,
    form: hopeless ? problem('signIn.wrong') : ok({ identifier: identifierKey(identifier), password }),
  };
}

/**
 * Where to go after signing in: a path of this site, or nothing. `//host`, `/\host`, schemes, control
 * characters and everything else that a browser could read as another site is nothing (open redirect).
 */
export function safeNext(next: string | null | undefined): string | undefined {
  if (!next || next.length > 2_000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return undefined;
  const base = 'https://own.invalid';
  if (!URL.canParse(next, base)) return undefined;
  const url = new URL(next, base);
  // `/.//host` is resolved to `//host`, which the next browser would read as a host.
  return url.origin === base && !url.pathname.startsWith('//')
    ? url.pathname + url.search + url.hash
    : undefined;
}
