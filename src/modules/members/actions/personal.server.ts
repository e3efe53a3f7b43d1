/** What the lists of members know about a person with an account, for the privacy desk. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import { personalRecord, type PersonalData, type PersonalRecords } from '#platform/personal-data.ts';
import { ok } from '#platform/result.ts';
import {
  countOldFiles,
  countOldRows,
  deleteColumnMemory,
  deleteOldFiles,
  deleteOldRows,
  emptyMember,
  exemptionsOf,
  listsOf,
  memberOfPerson,
  putRight,
  staysOf,
} from '../store/personal.server.ts';

const ERASED_NAME = '(đã xóa theo yêu cầu)';

async function read(db: Db, { personId }: { personId: string }, now: Instant): Promise<PersonalRecords[]> {
  const today = dayOf(now);
  const handled: Record<string, Json>[] = [];
  for (const { bodyId, ...list } of await listsOf(db, personId)) {
    handled.push(personalRecord({ ...list, body: await bodyName(db, bodyId, dayOf(list.at), today) }));
  }
  const lists: PersonalRecords = { key: 'lists', onErase: 'kept', codes: { what: 'members.personal.list' }, records: handled };
  const member = await memberOfPerson(db, personId);
  if (!member) return [lists];
  const stays: Record<string, Json>[] = [];
  for (const { bodyId, ...stay } of await staysOf(db, member.id)) {
    stays.push(personalRecord({ body: await bodyName(db, bodyId, stay.from, today), ...stay }));
  }
  const { id, ...known } = member;
  return [
    { key: 'member', onErase: 'reduced', records: [personalRecord(known)] },
    { key: 'stays', onErase: 'kept', codes: { ended: 'members.personal.ended' }, records: stays },
    { key: 'exemptions', onErase: 'reduced', records: (await exemptionsOf(db, id)).map(personalRecord) },
    lists,
  ];
}

/**
 * A person who still belongs to a branch stays in its list, which the organisation keeps by its own rules; what is not
 * needed for that goes. Who has left becomes nobody, and the figures of past years stay.
 */
async function erase(tx: Db, personId: string, now: Instant) {
  await deleteColumnMemory(tx, personId);
  const kept = (await listsOf(tx, personId)).length;
  const lists = { key: 'lists', erased: 0, kept, ...(kept > 0 ? { reason: 'public_record' } : {}) };
  const member = await memberOfPerson(tx, personId);
  if (!member) return [lists];
  const stays = await staysOf(tx, member.id);
  const here = stays.some(({ from, until }) => from <= dayOf(now) && (until === null || until > dayOf(now)));
  const { reasons } = await emptyMember(
    tx,
    { id: member.id, ...(here ? {} : { name: ERASED_NAME, code: `XOA-${member.id}` }) },
    now,
  );
  return [
    here
      ? { key: 'member', erased: 0, kept: 1, reason: 'register' }
      : { key: 'member', erased: 1, kept: 0 },
    { key: 'stays', erased: 0, kept: stays.length, reason: here ? 'register' : 'figures' },
    { key: 'exemptions', erased: reasons, kept: 0 },
    lists,
  ];
}

export const personal: PersonalData = {
  read,
  erase: (tx, { personId }, now) => erase(tx, personId, now),
  signed: async (db, { personId }) => (await listsOf(db, personId)).length,
  correct: async (tx, { personId }, { field, value }, now) => ok(await putRight(tx, { personId, field, value, now })),
  retention: [
    { key: 'members.importFiles', days: 2, least: 1, most: 30, count: countOldFiles, apply: deleteOldFiles },
    { key: 'members.importRows', days: 30, least: 1, most: 365, count: countOldRows, apply: deleteOldRows },
  ],
  columns: {
    covered: [
      'members.member.person_id', 'members.member.full_name', 'members.named.person_id', 'members.named.full_name', 'members.member.phone', 'members.member.email',
      'members.column_memory.person_id', 'members.import.started_by', 'members.export.asked_by', 'members.export.decided_by',
    ],
    leftOut: {
      'members.account.person_id': 'A view of members.member, for modules that invite whole branches.',
      'members.membership.recorded_by': 'Which officer entered a membership is on record with it; the log of acts of the desk.',
      'members.allotment.recorded_by': 'Which officer wrote down who goes where is on record with it.',
      'members.exemption.recorded_by': 'Which officer entered an exemption is on record with it.',
    },
  },
};
