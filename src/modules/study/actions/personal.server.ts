/** What study knows about a person with an account, for the privacy desk. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { memberOfAccount } from '#modules/members/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import { personalRecord, type PersonalData, type PersonalRecords } from '#platform/personal-data.ts';
import {
  actsOf, askedBy, chosenBy, countOldReminders, deleteOldReminders, eraseChoices, eraseQuestions, eraseReasons, objectedBy, remindedOf,
  takenPart,
} from '../store/personal.server.ts';
import { asHouse } from './ground.server.ts';

const ERASED = '(đã xóa theo yêu cầu)';

async function read(db: Db, { personId }: { personId: string }, now: Instant): Promise<PersonalRecords[]> {
  const today = dayOf(now);
  const member = await memberOfAccount(db, personId, today);
  return asHouse(db, 'what is kept about a person', async (tx) => {
    const records: PersonalRecords[] = [
      { key: 'acts', onErase: 'kept', codes: { what: 'study.personal.act' }, records: (await actsOf(tx, personId)).map(personalRecord) },
      { key: 'choices', onErase: 'erased', records: (await chosenBy(tx, personId)).map(personalRecord) },
      { key: 'reminders', onErase: 'erased', codes: { what: 'study.personal.reminder' }, records: (await remindedOf(tx, personId)).map(personalRecord) },
    ];
    if (!member) return records;
    const parts: Record<string, Json>[] = [];
    for (const { bodyId, rosterOn, ...part } of await takenPart(tx, member.memberId)) {
      parts.push(personalRecord({ ...part, body: await bodyName(tx, bodyId, rosterOn, today) }));
    }
    return [
      ...records,
      { key: 'parts', onErase: 'reduced', codes: { outcome: 'study.personal.outcome', way: 'study.personal.way' }, records: parts },
      { key: 'questions', onErase: 'erased', records: (await askedBy(tx, member.memberId)).map(personalRecord) },
      { key: 'objections', onErase: 'erased', records: (await objectedBy(tx, member.memberId)).map(personalRecord) },
    ];
  });
}

/** Words of the person go; that somebody of the branch took part stays a figure of the branch. */
async function erase(tx: Db, personId: string, now: Instant) {
  const member = await memberOfAccount(tx, personId, dayOf(now));
  return asHouse(tx, 'erasing a person', async (own) => {
    const acts = (await actsOf(own, personId)).length;
    const lines = [
      { key: 'acts', erased: 0, kept: acts, ...(acts > 0 ? { reason: 'public_record' } : {}) },
      { key: 'choices', erased: await eraseChoices(own, personId), kept: 0 },
    ];
    if (!member) return lines;
    const parts = (await takenPart(own, member.memberId)).length;
    const questions = await eraseQuestions(own, member.memberId, ERASED);
    await eraseReasons(own, member.memberId, ERASED);
    return [...lines, { key: 'questions', erased: questions, kept: 0 }, { key: 'parts', erased: 0, kept: parts, ...(parts > 0 ? { reason: 'figures' } : {}) }];
  });
}

export const personal: PersonalData = {
  read,
  erase: (tx, { personId }, now) => erase(tx, personId, now),
  signed: (db, { personId }) => asHouse(db, 'acts in an official role', async (tx) => (await actsOf(tx, personId)).length),
  retention: [{
    key: 'study.reminders', days: 730, least: 90, most: 3_650,
    count: (db, before) => asHouse(db, 'old reminders', (tx) => countOldReminders(tx, before)),
    apply: (db, before, limit) => asHouse(db, 'old reminders', (tx) => deleteOldReminders(tx, before, limit)),
  }],
  columns: {
    covered: [
      'study.campaign.created_by', 'study.campaign.announced_by', 'study.session.created_by', 'study.session.minutes_by',
      'study.session.room_confirmed_by', 'study.question.answered_by', 'study.objection.answered_by', 'study.sign_off.signed_by',
      'study.sign_off.reopened_by', 'study.move.moved_by', 'study.calendar.person_id', 'study.choice.person_id', 'study.reminder.person_id',
    ],
    leftOut: {
      'study.sheet.printed_by': 'Which secretary printed a sheet of the roll is on record with it, in the branch.',
      'study.participant.recorded_by': 'Which secretary recorded a participation is on record with it, in the branch.',
      'study.mark.by_person': 'Which secretary or member made a mark is on record with it, in the branch.',
    },
  },
};
