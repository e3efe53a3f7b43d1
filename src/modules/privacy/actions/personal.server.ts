/** What this module itself, the outbox and the log of acts know about a person. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { confirmedAddresses } from '#modules/people/index.server.ts';
import { actsOf, countSigned } from '#platform/audit/personal.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { forgetMailsTo, mailRule, mailsTo } from '#platform/mail/personal.server.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import { personalRecord, type PersonalData, type PersonalRecords } from '#platform/personal-data.ts';
import { consentsOf, countOldConsents, deleteOldConsents, noticesOf, withdrawConsents } from '../store/consent.server.ts';
import { countOldCopies, deleteCopies, deleteOldCopies } from '../store/copy.server.ts';
import { countOldRequests, deleteOldRequests, emptyRequests, requestsOf } from '../store/request.server.ts';

/** `people.grant` → `people.desk.act.grant`: the words of an act are those of its module. */
const actWords = (kind: string): string => kind.replace('.', '.desk.act.');

async function read(db: Db, { personId }: { personId: string }, now: Instant): Promise<PersonalRecords[]> {
  const today = dayOf(now);
  const consents = (await consentsOf(db, personId)).map(({ purpose, shown, language, givenAt, withdrawnAt }) =>
    personalRecord({ purpose, shown, language, givenAt, withdrawnAt }));
  const notices = (await noticesOf(db, personId)).map(({ shown, shownAt }) => personalRecord({ shown, at: shownAt }));
  const requests = (await requestsOf(db, personId)).map(({ id, kind, state, askedAt, closedAt, asked, answer }) =>
    personalRecord({ number: id, kind, state, at: askedAt, closedAt, about: asked.field, wrong: asked.wrong, right: asked.right, answer }));
  const mails = (await mailsTo(db, await confirmedAddresses(db, personId))).map((mail) => personalRecord(mail));
  const acts: Record<string, Json>[] = [];
  for (const { at, kind, bodyId, own } of await actsOf(db, personId)) {
    const body = bodyId === null ? undefined : await bodyName(db, bodyId, dayOf(at), today);
    acts.push(personalRecord({ at, what: actWords(kind), body, own }));
  }
  return [
    { key: 'consents', onErase: 'kept', codes: { purpose: 'privacy.purposeName', language: 'privacy.language' }, records: consents },
    { key: 'notices', onErase: 'kept', records: notices },
    {
      key: 'requests', onErase: 'reduced',
      codes: { kind: 'privacy.kind', state: 'privacy.state', about: 'privacy.correct.field' }, records: requests,
    },
    { key: 'mails', onErase: 'erased', codes: { state: 'privacy.mailState' }, records: mails },
    { key: 'log', onErase: 'kept', codes: { what: '' }, records: acts },
  ];
}

async function erase(tx: Db, personId: string, now: Instant) {
  await withdrawConsents(tx, { personId, purpose: null, now });
  const consents = (await consentsOf(tx, personId)).length;
  const notices = (await noticesOf(tx, personId)).length;
  const requests = (await requestsOf(tx, personId)).length;
  const copies = await deleteCopies(tx, personId);
  const emptied = await emptyRequests(tx, personId);
  const mails = await forgetMailsTo(tx, await confirmedAddresses(tx, personId));
  const acts = await countSigned(tx, personId);
  return [
    { key: 'consents', erased: 0, kept: consents, ...(consents > 0 ? { reason: 'proof' } : {}) },
    { key: 'notices', erased: 0, kept: notices, ...(notices > 0 ? { reason: 'proof' } : {}) },
    { key: 'requests', erased: emptied + copies, kept: requests, reason: 'proof' },
    { key: 'mails', erased: mails, kept: 0 },
    { key: 'log', erased: 0, kept: acts, ...(acts > 0 ? { reason: 'public_record' } : {}) },
  ];
}

const decided = 'Which officer handled a request is on record with it, and in the log of acts.';

export const personal: PersonalData = {
  read,
  erase: (tx, { personId }, now) => erase(tx, personId, now),
  retention: [
    { key: 'privacy.consents', days: 730, least: 365, most: 1_825, count: countOldConsents, apply: deleteOldConsents },
    { key: 'privacy.requests', days: 1_825, least: 730, most: 3_650, count: countOldRequests, apply: deleteOldRequests },
    { key: 'privacy.copies', days: 7, least: 1, most: 30, count: countOldCopies, apply: deleteOldCopies },
    mailRule,
  ],
  columns: {
    covered: [
      'privacy.consent.person_id', 'privacy.notice.person_id', 'privacy.request.person_id',
      'mail.message.recipient', 'audit.act.actor_id', 'audit.act.actor_name',
    ],
    leftOut: {
      'privacy.request.acknowledged_by': decided,
      'privacy.request.decided_by': decided,
      'privacy.retention.changed_by': 'Which administrator set the days; the log of acts says so too.',
      'calendar.version.published_by': 'Published with the calendar: who answers for it.',
    },
  },
};
