import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { ReminderKind } from '../rules/deadlines.ts';

export const deadlineKinds = ['admissible', 'answer', 'milestone'] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

export type DeadlineRow = {
  ideaId: number;
  deadline: DeadlineKind;
  due: Day;
  /** The body that has to act. */
  bodyId: number;
  title: string;
  /** What was promised; null for the other deadlines. */
  milestone: string | null;
  published: boolean;
  /** Reminders of this deadline that have gone out. */
  sent: ReminderKind[];
};

/**
 * Deadlines that run now, one row each: until an idea is taken up the reception's, then the answer's, then the
 * milestones of the answer in force. A clock that stands still has none; neither has what was withdrawn or put away.
 */
const running = sql`
  select i.id, 'admissible' as deadline, i.admissible_due as due, i.reception_body as body, null as milestone
  from ideas.idea i where i.state = 'received'
  union all
  select i.id, 'answer', i.answer_due, coalesce(i.lead_body, i.reception_body), null
  from ideas.idea i where i.state in ('considering', 'routed', 'appraising') and i.answered_at is null
  union all
  select i.id, 'milestone', m.due_on, coalesce(i.lead_body, i.reception_body), m.title
  from ideas.milestone m join ideas.idea i on i.id = m.idea_id
  where m.done_on is null and i.state = 'adopted' and m.answer_id = (
    select max(a.id) from ideas.answer a where a.idea_id = i.id and a.status = 'published')`;

/** Running deadlines that are due on `day` or earlier, the oldest first; `ideaId` keeps those of one idea. */
export async function deadlinesDue(db: Db, day: Day, ideaId: number | null = null): Promise<DeadlineRow[]> {
  const { rows } = await sql<DeadlineRow>`
    select i.id as "ideaId", d.deadline, d.due, d.body as "bodyId", i.title, d.milestone,
      i.published_at is not null as published,
      array(select r.kind from ideas.reminder r
        where r.idea_id = i.id and r.deadline = d.deadline and r.due = d.due) as sent
    from (${running}) as d join ideas.idea i on i.id = d.id
    where d.due <= ${day} and i.paused_on is null and i.withdrawn_at is null and i.quarantined_at is null
      and (${ideaId}::bigint is null or i.id = ${ideaId}::bigint)
    order by d.due, i.id`.execute(db);
  return rows;
}

export type Reminder = {
  ideaId: number;
  deadline: DeadlineKind;
  kind: ReminderKind;
  due: Day;
  /** Who is told. */
  bodyId: number;
};

/** @returns false when it went out before: the key is the idea, the deadline, the kind and the due day */
export async function insertReminder(tx: Db, r: Reminder, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    insert into ideas.reminder (idea_id, deadline, kind, due, body_id, sent_at)
    values (${r.ideaId}, ${r.deadline}, ${r.kind}, ${r.due}, ${r.bodyId}, ${now})
    on conflict do nothing returning 1`.execute(tx);
  return rows.length > 0;
}

export type SentReminder = Omit<Reminder, 'ideaId'> & { at: Date };

/** The delivery log of one idea, oldest first. */
export async function listReminders(db: Db, ideaId: number): Promise<SentReminder[]> {
  const { rows } = await sql<SentReminder>`
    select deadline, kind, due, body_id as "bodyId", sent_at as at from ideas.reminder
    where idea_id = ${ideaId} order by sent_at, kind`.execute(db);
  return rows;
}

/** Every body that has ever had to act on an idea, with how many wait for it and how many it has answered. */
export async function bodiesInCharge(db: Db): Promise<{ bodyId: number; open: number; answered: number }[]> {
  const { rows } = await sql<{ bodyId: number; open: number; answered: number }>`
    select body as "bodyId", count(*) filter (where open)::int as open, count(*) filter (where answered)::int as answered
    from (
      select case when state = 'received' then reception_body else coalesce(lead_body, reception_body) end as body,
        state in ('received', 'considering', 'asked', 'routed', 'appraising') as open, answered_at is not null as answered
      from ideas.idea where withdrawn_at is null and quarantined_at is null
    ) as charged group by body`.execute(db);
  return rows;
}
