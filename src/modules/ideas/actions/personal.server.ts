/** What the portal knows about somebody with an account, for the privacy desk. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { confirmedAddresses } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Json } from '#platform/ledger/canonical.ts';
import { personalRecord, type PersonalData, type PersonalRecords, type RetentionRule } from '#platform/personal-data.ts';
import { runtime } from '#platform/runtime.server.ts';
import {
  actsOfPerson,
  countActs,
  countForgotten,
  countUnconfirmed,
  deleteFollowsOf,
  deleteUnconfirmed,
  followsOf,
  forgottenIdeas,
  supportsOf,
} from '../store/personal.server.ts';
import { removeSupport } from '../store/support.server.ts';
import { supporterOf } from './support.server.ts';
import { forgetAuthor } from './track.server.ts';

const supporter = (personId: string): Buffer => supporterOf(runtime().config.secret, personId);

async function read(db: Db, { personId }: { personId: string }, now: Instant): Promise<PersonalRecords[]> {
  const today = dayOf(now);
  const names = new Map<string, string>();
  const acts: Record<string, Json>[] = [];
  for (const { bodyId, ...act } of await actsOfPerson(db, personId)) {
    const key = `${bodyId} ${dayOf(act.at)}`;
    if (bodyId !== null && !names.has(key)) names.set(key, await bodyName(db, bodyId, dayOf(act.at), today));
    acts.push(personalRecord({ ...act, body: names.get(key) }));
  }
  const follows = await followsOf(db, await confirmedAddresses(db, personId));
  const supports = await supportsOf(db, supporter(personId));
  return [
    { key: 'acts', onErase: 'kept', codes: { what: 'ideas.personal.act' }, records: acts },
    { key: 'follows', onErase: 'erased', codes: { field: 'ideas.field' }, records: follows.map(personalRecord) },
    { key: 'supports', onErase: 'erased', records: supports.map(personalRecord) },
  ];
}

/** What was done in an official role is on record; what somebody wished to read or supported is nobody's business. */
async function erase(tx: Db, personId: string) {
  const key = supporter(personId);
  const supported = await supportsOf(tx, key);
  for (const { idea } of supported) await removeSupport(tx, idea, key);
  const follows = await deleteFollowsOf(tx, await confirmedAddresses(tx, personId));
  const kept = await countActs(tx, personId);
  return [
    { key: 'acts', erased: 0, kept, ...(kept > 0 ? { reason: 'public_record' } : {}) },
    { key: 'follows', erased: follows, kept: 0 },
    { key: 'supports', erased: supported.length, kept: 0 },
  ];
}

const contacts: RetentionRule = {
  key: 'ideas.contacts',
  days: 365,
  least: 30,
  most: 1_825,
  count: countForgotten,
  async apply(db, before, limit) {
    const ideas = await forgottenIdeas(db, before, limit);
    for (const idea of ideas) await forgetAuthor(db, idea);
    return ideas.length;
  },
};

/** The link of a mail confirms for seven days; fewer would break it. */
const follows: RetentionRule = {
  key: 'ideas.follows', days: 7, least: 7, most: 30, count: countUnconfirmed, apply: deleteUnconfirmed,
};

const onRecord = 'Who decided what in an official role: part of the record of the idea.';

export const personal: PersonalData = {
  read,
  erase: (tx, { personId }) => erase(tx, personId),
  signed: (db, { personId }) => countActs(db, personId),
  retention: [contacts, follows],
  columns: {
    covered: [
      'ideas.step.person_id', 'ideas.message.person_id', 'ideas.extension.person_id', 'ideas.custody.person_id',
      'ideas.appeal.decided_by', 'ideas.answer.drafted_by', 'ideas.answer.approved_by', 'ideas.answer.returned_by',
      'ideas.answer.written_by', 'ideas.follow.email', 'ideas.support.supporter',
    ],
    leftOut: {
      'ideas.author.email': 'Belongs to a tracking code, not to an account: who has the code reads and deletes it.',
      'ideas.author.phone': 'Belongs to a tracking code, not to an account: who has the code reads and deletes it.',
      'ideas.author.name': 'Belongs to a tracking code, not to an account: who has the code reads and deletes it.',
      'ideas.appeal.against_person': onRecord,
      'ideas.answer.signer_name': 'Published with the answer: whoever signs for an agency is named.',
      'ideas.answer.signer_title': 'Published with the answer: whoever signs for an agency is named.',
      'ideas.setting.changed_by': onRecord,
    },
  },
};
