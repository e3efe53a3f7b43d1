import { z } from 'zod';
import type { Result } from '#platform/result.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import { roles } from '../rules/roles.ts';
import { parse } from './parse.ts';
import { MAX_IDENTIFIER } from '../rules/identifier.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from '../rules/password.ts';

const signInName = z
  .string('signInName.missing')
  .transform((value) => normaliseLine(value).toLowerCase())
  .pipe(z.string().regex(/^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$/, 'signInName.form'));

const password = z
  .string('password.missing')
  .min(MIN_PASSWORD, 'password.tooShort')
  .max(MAX_PASSWORD, 'password.tooLong');

export const personFields = {
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

export const parseNewPerson = (value: unknown): Result<NewPerson> => parse(newPerson, value);
export const parseNewGrant = (value: unknown): Result<NewGrant> => parse(newGrant, value);
export const parsePersonArguments = (value: unknown): Result<PersonArguments> =>
  parse(personArguments, value);
export const parsePasswordArguments = (value: unknown): Result<PasswordArguments> =>
  parse(passwordArguments, value);
