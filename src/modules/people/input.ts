import { z } from 'zod';
import { failed, ok, problem, type Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { roles, type Role } from './rules.ts';

/** What a person typed to sign in; nothing is refused here that could tell a known account from an unknown one. */
export type SignInForm = { identifier: string; password: string };

const MAX_IDENTIFIER = 254;
/** Longer than any passphrase, short enough that hashing it costs the same as hashing a short one. */
const MAX_PASSWORD = 200;
/** Without a second factor yet; NIST SP 800-63B asks for length instead of rules about signs. */
const MIN_PASSWORD = 12;

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** Reads the two fields of the sign-in form, whatever else was sent along. */
export const readSignIn = (form: FormData): SignInForm => ({
  identifier: normaliseLine(text(form, 'identifier').slice(0, MAX_IDENTIFIER * 4)),
  password: text(form, 'password'),
});

/** Empty fields are the only thing to correct before asking: the rest is simply not an account. */
export function parseSignIn(form: SignInForm): Result<SignInForm> {
  const problems = [];
  if (form.identifier === '') problems.push({ field: 'identifier', code: 'signIn.identifier.missing' });
  if (form.password === '') problems.push({ field: 'password', code: 'signIn.password.missing' });
  if (problems.length > 0) return failed(...problems);
  if (form.identifier.length > MAX_IDENTIFIER || form.password.length > MAX_PASSWORD) return problem('signIn.wrong');
  return ok({ identifier: form.identifier.toLowerCase(), password: form.password });
}

/**
 * Where to go after signing in: a path of this site, or nothing. `//host`, `/\host`, schemes, control characters and
 * everything else that a browser could read as another site is nothing (open redirect).
 */
export function safeNext(next: string | null | undefined): string | undefined {
  if (!next || next.length > 2_000 || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return undefined;
  const base = 'https://own.invalid';
  if (!URL.canParse(next, base)) return undefined;
  const url = new URL(next, base);
  // `/.//host` is resolved to `//host`, which the next browser would read as a host.
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : undefined;
}

const line = (code: string, max: number) =>
  z.string(`${code}.missing`).transform(normaliseLine).pipe(z.string().min(1, `${code}.missing`).max(max, `${code}.tooLong`));

const passwordSchema = z
  .string('password.missing')
  .min(MIN_PASSWORD, 'password.tooShort')
  .max(MAX_PASSWORD, 'password.tooLong');

const personSchema = z.strictObject({
  name: line('name', 200),
  signInName: z
    .string('signInName.missing')
    .transform((value) => normaliseLine(value).toLowerCase())
    .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/, 'signInName.form')),
  email: z
    .string()
    .transform((value) => normaliseLine(value).toLowerCase())
    .pipe(z.email('email.form').max(MAX_IDENTIFIER, 'email.tooLong'))
    .optional(),
  password: passwordSchema,
});
export type NewPerson = z.infer<typeof personSchema>;

const day = z.iso.date('day.form');
const grantSchema = z
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
export type NewGrant = z.infer<typeof grantSchema>;

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

export const parseNewPerson = (value: unknown): Result<NewPerson> => parse(personSchema, value);
export const parsePassword = (value: unknown): Result<string> => parse(passwordSchema, value);
export const parseNewGrant = (value: unknown): Result<NewGrant> => parse(grantSchema, value);

export const isRole = (value: string): value is Role => (roles as readonly string[]).includes(value);
