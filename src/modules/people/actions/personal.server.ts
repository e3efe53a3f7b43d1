/** What the house knows about an account, for the privacy desk. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import { personalRecord, type PersonalData, type PersonalRecords, type RetentionRule } from '#platform/personal-data.ts';
import { ok } from '#platform/result.ts';
import {
  accountOfSubject,
  chargesOfSubject,
  closedAccountIds,
  codesOfSubject,
  countClosedAccounts,
  countOldCodes,
  countOldSessions,
  countSignedHere,
  deleteAccess,
  deleteOldCodes,
  deleteOldSessions,
  emptyAccount,
  endCharges,
  factorsOfSubject,
  identifiersOfSubject,
  renamePersons,
  sessionsOfSubject,
} from '../store/personal.server.ts';

/** Stands where a name stood that nobody needs any more. */
const ERASED_NAME = '(đã xóa theo yêu cầu)';

async function read(db: Db, { personId }: { personId: string }, now: Instant): Promise<PersonalRecords[]> {
  const account = await accountOfSubject(db, personId);
  if (!account) return [];
  const today = dayOf(now);
  const names = new Map<number, string>();
  const named = async (bodyId: number | null, day: string): Promise<string | undefined> => {
    if (bodyId === null) return undefined;
    if (!names.has(bodyId)) names.set(bodyId, await bodyName(db, bodyId, day, today));
    return names.get(bodyId);
  };
  const { bodyId, ...rest } = account;
  const charges: Record<string, Json>[] = [];
  for (const { bodyId: at, ...charge } of await chargesOfSubject(db, personId)) {
    charges.push(personalRecord({ ...charge, body: await named(at, charge.from) }));
  }
  const [identifiers, sessions, factors, codes] = [
    await identifiersOfSubject(db, personId),
    await sessionsOfSubject(db, personId),
    await factorsOfSubject(db, personId),
    await codesOfSubject(db, personId),
  ];
  return [
    { key: 'account', onErase: 'reduced', records: [personalRecord({ ...rest, body: await named(bodyId, today) })] },
    { key: 'identifiers', onErase: 'erased', codes: { kind: 'people.personal.kind' }, records: identifiers.map(personalRecord) },
    { key: 'factors', onErase: 'erased', codes: { factor: 'people.personal.factor' }, records: factors.map(personalRecord) },
    { key: 'sessions', onErase: 'erased', codes: { factor: 'people.personal.factor' }, records: sessions.map(personalRecord) },
    { key: 'codes', onErase: 'erased', codes: { what: 'people.personal.code' }, records: codes.map(personalRecord) },
    { key: 'charges', onErase: 'kept', codes: { what: 'people.personal.charge', role: 'people.personal.role' }, records: charges },
  ];
}

const retention: RetentionRule[] = [
  { key: 'people.sessions', days: 0, least: 0, most: 30, count: countOldSessions, apply: deleteOldSessions },
  { key: 'people.codes', days: 30, least: 0, most: 365, count: countOldCodes, apply: deleteOldCodes },
  {
    key: 'people.closedAccounts',
    days: 90,
    least: 0,
    most: 365,
    count: countClosedAccounts,
    async apply(db, before, limit) {
      const ids = await closedAccountIds(db, before, limit);
      for (const id of ids) {
        await deleteAccess(db, id);
        await emptyAccount(db, id, undefined, before);
      }
      return ids.length;
    },
  },
];

async function erase(tx: Db, personId: string, now: Instant, signed: boolean) {
  const gone = await deleteAccess(tx, personId);
  const charges = await endCharges(tx, personId, now);
  const keepsName = signed || charges > 0;
  await emptyAccount(tx, personId, keepsName ? undefined : ERASED_NAME, now);
  return [
    { key: 'account', erased: keepsName ? 0 : 1, kept: keepsName ? 1 : 0, ...(keepsName ? { reason: 'signed_name' } : {}) },
    ...(['identifiers', 'factors', 'sessions', 'codes'] as const).map((key) => ({ key, erased: gone[key], kept: 0 })),
    { key: 'charges', erased: 0, kept: charges, ...(charges > 0 ? { reason: 'public_record' } : {}) },
  ];
}

export const personal: PersonalData = {
  read,
  erase: (tx, { personId }, now, signed) => erase(tx, personId, now, signed),
  signed: (db, { personId }) => countSignedHere(db, personId),
  // Address and number are what one signs in with: their owner changes them, and proves the new one (`/me/email`).
  correct: async (tx, { personId }, { field, value }, now) =>
    ok(field === 'name' ? await renamePersons(tx, [{ personId, name: value }], now) : 0),
  retention,
  columns: {
    covered: [
      'people.person.full_name', 'people.person.email', 'people.person.email_confirmed', 'people.identifier.person_id',
      'people.session.person_id', 'people.credential.person_id', 'people.totp.person_id', 'people.recovery_code.person_id',
      'people.passkey.person_id', 'people.attempt.person_id', 'people.activation.person_id', 'people.mail_link.person_id',
      'people.role_grant.person_id', 'people.absence.person_id', 'people.delegation.delegate_id',
      'people.ended_account.person_id', 'people.account_standing.person_id',
    ],
    leftOut: {
      'people.role_grant.granted_by': 'Who gave a role is on record for as long as the role is.',
      'people.role_grant.revoked_by': 'Who took a role away is on record for as long as the role is.',
      'people.delegation.ended_by': 'Who ended a delegation is on record with it.',
      'people.person.created_by': 'Which administrator made the account; the log of acts says so too.',
      'people.person.closed_by': 'Which administrator closed the account; the log of acts says so too.',
      'people.activation.issued_by': 'Which administrator had the letter made; goes with the code itself.',
    },
  },
};
