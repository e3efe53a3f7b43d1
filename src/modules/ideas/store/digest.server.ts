import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

/** What waits at one body, either with its reception or for its answers. */
export type Workload = { desk: 'ideas' | 'answers'; bodyId: number; fresh: number; soon: number; overdue: number };

/** Bodies with open work: new, due within three days, overdue. A clock that stands still is neither. */
export async function workload(db: Db, today: string): Promise<Workload[]> {
  const { rows } = await sql<Workload>`
    select desk, body as "bodyId", count(*) filter (where fresh)::int as fresh,
      count(*) filter (where due between ${today}::date and ${today}::date + 3)::int as soon,
      count(*) filter (where due < ${today}::date)::int as overdue
    from (
      select 'ideas' as desk, reception_body as body, true as fresh, admissible_due as due
      from ideas.idea where state = 'received' and withdrawn_at is null and quarantined_at is null
      union all
      select 'answers', lead_body, state = 'routed', answer_due
      from ideas.idea where state in ('routed', 'appraising') and answered_at is null and lead_body is not null
        and paused_on is null and withdrawn_at is null and quarantined_at is null
    ) as work
    group by desk, body order by desk, body`.execute(db);
  return rows;
}
