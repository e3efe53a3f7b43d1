/** Who was written to about what and when, and whether it arrived; whether anybody read it is not known and not asked. */
import { bodyName, within } from '#modules/organisation/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { deliveryLog } from '#platform/mail/mail.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { mayManage } from '../rules/campaign.ts';
import { findCampaign } from '../store/campaign.server.ts';
import { remindersOf, type ReminderKind, type ReminderRow } from '../store/reminder.server.ts';
import { asHouse, type Officer } from './ground.server.ts';

export type ReminderLine = {
  key: string; at: Instant; kind: ReminderKind; daysBefore: number; branch: string;
  /** The secretary; members are only counted: who has still to attend is nobody's business above the branch. */
  to: string | null;
  count: number; sent: number; failed: number; waiting: number; noAddress: number;
};
export type ReminderLog = { campaign: { id: number; title: string; reminderDays: number[] }; lines: ReminderLine[] };

/** Lines of the outbox that are looked at. */
const MOST = 20_000;

/** Problems: `campaign.missing`, `forbidden`. */
export async function readReminderLog(db: Db, id: number, { actor, now }: Officer): Promise<Result<ReminderLog>> {
  const campaign = await findCampaign(db, id);
  if (!campaign) return problem('campaign.missing');
  const today = dayOf(now);
  if (!mayManage(actor, campaign.bodyId, await within(db, today))) return problem('forbidden');
  const rows = await asHouse(db, 'log of reminders', (tx) => remindersOf(tx, id));
  const mails = [
    ...(await deliveryLog(db, { key: `study.target/${id}/`, most: MOST })), ...(await deliveryLog(db, { key: `study.catchup/${id}/`, most: MOST })),
  ];
  const states = new Map(mails.map(({ key, state }) => [key, state]));
  const names = await namesOf(db, rows.flatMap(({ kind, personId }) => (kind === 'target' ? [personId] : [])));
  const lines: ReminderLine[] = [];
  // A secretary by name; the members of a branch on one day in one line.
  const groups = Map.groupBy(rows, (row) => (row.kind === 'target' ? row.key : `${row.bodyId} ${row.daysBefore} ${dayOf(row.at)}`));
  for (const group of groups.values()) {
    const [first] = group as [ReminderRow, ...ReminderRow[]];
    const count = (wanted: string | undefined) => group.filter((row) => row.queued && states.get(row.key) === wanted).length;
    lines.push({
      key: first.key, at: first.at, kind: first.kind, daysBefore: first.daysBefore,
      branch: await bodyName(db, first.bodyId, campaign.rosterOn, today),
      to: first.kind === 'target' ? (names.get(first.personId) ?? '') : null,
      count: group.length, sent: count('sent'), failed: count('failed'), waiting: count('queued'),
      noAddress: group.filter(({ queued }) => !queued).length,
    });
  }
  return ok({ campaign: { id, title: campaign.title, reminderDays: campaign.reminderDays }, lines });
}
