import { sql } from 'kysely';
import type { Day } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { AgencyTab } from '../rules/agency-queue.ts';
import type { State } from '../rules/states.ts';

export type AgencyQueueRow = {
  id: number;
  title: string;
  state: State;
  leadBody: number | null;
  /** What is due next: the answer, or the next milestone of the answer in force. */
  due: Day | null;
  milestone: string | null;
  paused: boolean;
  draft: 'draft' | 'submitted' | 'returned' | null;
  draftedBy: string | null;
  answeredAt: Date | null;
  supporters: number;
};

/** Ideas that concern these bodies, with what runs for each: the same for the rows and for the counts. */
const concerning = (bodies: readonly number[]) => sql`
  select i.*, i.lead_body = any(${[...bodies]}::int[]) as leads, a.status as draft, a.drafted_by,
    exists (select from ideas.assignment s where s.idea_id = i.id and s.until is null and s.role = 'cooperating'
      and s.body_id = any(${[...bodies]}::int[])) as cooperates,
    i.state in ('considering', 'asked', 'routed', 'appraising') as open,
    case when i.state in ('considering', 'asked', 'routed', 'appraising') then i.answer_due else m.due_on end as due,
    m.title as milestone
  from ideas.idea i
  left join ideas.answer a on a.idea_id = i.id and a.status <> 'published'
  left join lateral (
    select due_on, title from ideas.milestone
    where i.state = 'adopted' and done_on is null and answer_id = (
      select max(id) from ideas.answer where idea_id = i.id and status = 'published')
    order by due_on, milestone.id limit 1
  ) as m on true
  where i.quarantined_at is null and i.withdrawn_at is null and (
    i.lead_body = any(${[...bodies]}::int[])
    or i.id in (select idea_id from ideas.assignment
      where until is null and role = 'cooperating' and body_id = any(${[...bodies]}::int[])))`;

const tabs: Record<AgencyTab, (today: Day) => ReturnType<typeof sql>> = {
  todo: () => sql`leads and open and draft is distinct from 'submitted'`,
  approval: () => sql`leads and draft = 'submitted'`,
  overdue: (today) => sql`leads and due < ${today}::date and paused_on is null`,
  answered: () => sql`leads and answered_at is not null and not open`,
  cooperating: () => sql`cooperates`,
};

export type AgencyFilter = { bodies: readonly number[]; tab: AgencyTab; today: Day; limit: number; offset: number };

/** One page of a tab: what is due first stands first, what waits for somebody else after it. */
export async function listAgencyQueue(db: Db, f: AgencyFilter): Promise<AgencyQueueRow[]> {
  const { rows } = await sql<AgencyQueueRow>`
    select id, title, state, lead_body as "leadBody", due, milestone, paused_on is not null as paused, draft,
      drafted_by as "draftedBy", answered_at as "answeredAt", supporters
    from (${concerning(f.bodies)}) as concerned where ${tabs[f.tab](f.today)}
    order by open desc, paused_on is not null, due nulls last, answered_at desc nulls last, id
    limit ${f.limit} offset ${f.offset}`.execute(db);
  return rows;
}

export async function countAgencyQueue(
  db: Db,
  bodies: readonly number[],
  today: Day,
): Promise<Record<AgencyTab, number>> {
  const counts = Object.entries(tabs).map(
    ([tab, where]) => sql`count(*) filter (where ${where(today)})::int as ${sql.id(tab)}`,
  );
  const { rows } = await sql<Record<AgencyTab, number>>`
    select ${sql.join(counts)} from (${concerning(bodies)}) as concerned`.execute(db);
  return rows[0]!;
}
