/** Forms about roles, delegations, absences and accounts. Problems stand at their fields. */
import { z } from 'zod';
import { fieldProblem, type Result } from '#platform/result.ts';
import { closeReasons } from '../rules/accounts.ts';
import { delegationReasons } from '../rules/delegation.ts';
import { roles } from '../rules/roles.ts';
import { parse } from './parse.ts';
import { personFields } from './person.ts';
import { only, type Typed } from './typed.ts';

const day = z.string('day.missing').pipe(z.iso.date('day.form'));
const number = (code: string) => z.string(code).regex(/^[1-9]\d{0,14}$/, code).transform(Number);

/** Somebody as the search box sends them: the id that was chosen, else the words that were typed. */
export type PersonChoice = { id: string | null; text: string };
type Chosen = { person?: string | undefined; personText?: string | undefined };
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const chosen = ({ person, personText = '' }: Chosen): PersonChoice => ({
  id: person && uuid.test(person) ? person : null,
  text: personText,
});
const personBox = { person: z.string().optional(), personText: z.string().optional() };
/** Everything that is wrong at once, the missing person first. */
function withPerson<T extends Chosen>(read: Result<T>, typed: Typed): Result<Omit<T, keyof Chosen> & { person: PersonChoice }> {
  if (!typed.person && !typed.personText) {
    const missing = fieldProblem('person', 'person.missing');
    return read.ok ? missing : { ok: false, problems: [...missing.problems, ...read.problems] };
  }
  if (!read.ok) return read;
  const { person, personText, ...rest } = read.value;
  return { ok: true, value: { ...rest, person: chosen({ person, personText }) } };
}

const grantForm = z
  .strictObject({ ...personBox, role: z.enum(roles, 'role.choose'), from: day, to: day.optional() })
  .refine(({ from, to }) => to === undefined || to >= from, { path: ['to'], message: 'grant.endsBeforeStart' });
/** Charging somebody with a role in the body whose page it is. */
export const readGrantForm = (typed: Typed) =>
  withPerson(parse(grantForm, only(typed, ['person', 'personText', 'role', 'from', 'to'])), typed);
export type GrantForm = Extract<ReturnType<typeof readGrantForm>, { ok: true }>['value'];

const endForm = z.strictObject({ to: day.optional() });
/** The last day of a grant; absent: it has none. */
export const readEndForm = (typed: Typed): Result<{ to?: string | undefined }> => parse(endForm, only(typed, ['to']));

const delegationForm = z.strictObject({
  ...personBox,
  grant: number('delegation.grant'),
  body: z.string().optional(),
  bodyText: z.string().optional(),
  from: day,
  to: day,
  reason: z.enum(delegationReasons, 'delegation.reason'),
  away: z.literal('1').optional(),
});
const delegationFields = ['person', 'personText', 'grant', 'body', 'bodyText', 'from', 'to', 'reason', 'away'] as const;
export const readDelegationForm = (typed: Typed) => withPerson(parse(delegationForm, only(typed, delegationFields)), typed);
export type DelegationForm = Extract<ReturnType<typeof readDelegationForm>, { ok: true }>['value'];

const absenceForm = z.strictObject({ from: day, to: day });
export type AbsenceForm = z.infer<typeof absenceForm>;
export const readAbsenceForm = (typed: Typed): Result<AbsenceForm> => parse(absenceForm, only(typed, ['from', 'to']));

const withdrawForm = z.strictObject({ id: number('delegation.unknown') });
export const readIdForm = (typed: Typed): Result<{ id: number }> => parse(withdrawForm, only(typed, ['id']));

const accountForm = z.strictObject(personFields);
export type AccountForm = z.infer<typeof accountForm>;
export const readAccountForm = (typed: Typed): Result<AccountForm> => parse(accountForm, only(typed, ['name', 'signInName', 'email']));

const closeForm = z.strictObject({ reason: z.enum(closeReasons, 'account.reason') });
export const readCloseForm = (typed: Typed): Result<z.infer<typeof closeForm>> => parse(closeForm, only(typed, ['reason']));
