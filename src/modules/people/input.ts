import { z } from 'zod';
import { failed, ok, problem, type Problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { roles } from './rules.ts';

const MAX_IDENTIFIER = 254;
/** Longer than any passphrase, short enough that hashing it costs the same as hashing a short one. */
const MAX_PASSWORD = 200;
/** Without a second factor yet; NIST SP 800-63B asks for length instead of rules about signs. */
const MIN_PASSWORD = 12;

/** What a person typed to sign in, as it is looked up. */
export type SignInForm = { identifier: string; password: string };

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/**
 * Reads the two fields of the sign-in form, whatever else was sent along. Empty fields are the only thing to
 * correct: any other text is simply not an account, so that no answer here tells a known one from an unknown
 * one. Problems: `signIn.identifier.missing`, `signIn.password.missing`, `signIn.wrong`.
 * @returns `typed`: the identifier to show again
 */
export function readSignIn(form: FormData): { typed: string; form: Result<SignInForm> } {
  const identifier = normaliseLine(text(form, 'identifier').slice(0, MAX_IDENTIFIER * 4));
  const password = text(form, 'password');
  const problems: Problem[] = [];
  if (identifier === '') problems.push({ field: 'identifier', code: 'signIn.identifier.missing' });
  if (password === '') problems.push({ field: 'password', code: 'signIn.password.missing' });
  if (problems.length > 0) return { typed: identifier, form: failed(...problems) };
  const hopeless = identifier.length > MAX_IDENTIFIER || password.length > MAX_PASSWORD;
  return {
    typed: identifier,
    form: hopeless ? problem('signIn.wrong') : ok({ identifier: identifier.toLowerCase(), password }),
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

const signInName = z
  .string('signInName.missing')
  .transform((value) => normaliseLine(value).toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/, 'signInName.form'));

const password = z
  .string('password.missing')
  .min(MIN_PASSWORD, 'password.tooShort')
  .max(MAX_PASSWORD, 'password.tooLong');

const personFields = {
  name: z
    .string('name.missing')
    .transform(normaliseLine)
    .pipe(z.string().min(1, 'name.missing').max(200, 'name.tooLong')),
  signInName,
  email: z
    .string()
    .transform((value) => normaliseLine(value).toLowerCase())
    .pipe(z.email('email.form').max(MAX_IDENTIFIER, 'email.tooLong'))
    .optional(),
};

const newPerson = z.strictObject({ ...personFields, password });
export type NewPerson = z.infer<typeof newPerson>;

const day = z.iso.date('day.form');
const newGrant = z
  .strictObject({
    personId: z.uuid('person.unknown'),
    role: z.enum(roles, 'role.unknown'),
    bodyId: z.int('body.unknown').positive('body.unknown'),
    validFrom: day,
    validTo: day.optional(),
  })
  .refine((grant) => grant.validTo === undefined || grant.validTo >= grant.validFrom, {
    path: ['validTo'],
    message: 'grant.endsBeforeStart',
  });
export type NewGrant = z.infer<typeof newGrant>;

/** `caunoi user create`: role and body belong together; the body is a symbol or an id. */
const personArguments = z.strictObject({
  ...personFields,
  password: password.optional(),
  role: z.enum(roles, 'role.unknown').optional(),
  body: z.string().min(1, 'body.unknown').optional(),
});
export type PersonArguments = z.infer<typeof personArguments>;

/** `caunoi user password`. */
const passwordArguments = z.strictObject({ signInName, password: password.optional() });
export type PasswordArguments = z.infer<typeof passwordArguments>;

/** Strict: a field that is not named above refuses the whole, so that nothing can be smuggled into a row. */
function parse<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
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

export const parseNewPerson = (value: unknown): Result<NewPerson> => parse(newPerson, value);
export const parseNewGrant = (value: unknown): Result<NewGrant> => parse(newGrant, value);
export const parsePersonArguments = (value: unknown): Result<PersonArguments> =>
  parse(personArguments, value);
export const parsePasswordArguments = (value: unknown): Result<PasswordArguments> =>
  parse(passwordArguments, value);
