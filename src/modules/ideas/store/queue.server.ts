import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { DeskTab } from '../rules/desk.ts';
import type { State } from '../rules/states.ts';

export type QueueFilter = {
  /** Reception bodies whose ideas may be seen, and those whose quarantine may be seen. */
  receptions: readonly number[];
  quarantine: readonly number[];
  tab: DeskTab;
  /** Folded words; each must occur in number, title or text. */
  words: readonly string[];
  field: string | null;
  body: number | null;
  /** Null: anywhere. */
  places: readonly number[] | null;
  today: string;
  limit: number;
  offset: number;
};

export type QueueRow = {
  id: number;
  title: string;
  field: string;
  placeId: number | null;
  placeOn: string | null;
  state: State;
  leadBody: number | null;
  receivedAt: Date;
  due: string | null;
  paused: boolean;
  supporters: number;
  similar: number;
  published: boolean;
  withdrawn: boolean;
  quarantinedAt: Date | null;
  appealAt: Date | null;
  lastStep: number;
};

/** The day that runs now; `runningDue` in rules/deadlines.ts says the same in TypeScript. */
const queueDue = sql`case
    when state = 'received' or (state = 'asked' and return_state = 'received') then admissible_due
    when answered_at is not null then null
    when state in ('considering', 'asked', 'routed', 'appraising') then answer_due
  end`;

/**
 * Every idea of the desk with the tabs it belongs to: one definition for the rows, the counts and the order. A
 * quarantined idea shows nothing of itself, is not found by its words, and belongs to one tab only.
 */
const desk = (f: Pick<QueueFilter, 'receptions' | 'quarantine' | 'today'>) => sql`
  select idea.*, title || ' ' || body as words, ${queueDue} as due, paused_on is not null as paused,
    withdrawn_at is null and state in ('received', 'considering', 'asked', 'routed', 'appraising') as open,
    (select min(appeal.at) from ideas.appeal where appeal.idea_id = idea.id and decided_at is null) as appeal_at
  from ideas.idea
  where quarantined_at is null and reception_body = any(${[...f.receptions]}::int[])
  union all
  select idea.*, '', null, false, false, null
  from ideas.idea
  where quarantined_at is not null and erased_at is null and reception_body = any(${[...f.quarantine]}::int[])`;

const late = (today: string) => sql`open and not paused and due < ${today}::date`;

const tabs: Record<DeskTab, (today: string) => ReturnType<typeof sql>> = {
  new: () => sql`open and state = 'received'`,
  waiting: () => sql`open and state = 'asked'`,
  considering: () => sql`open and state = 'considering'`,
  routed: () => sql`open and state in ('routed', 'appraising')`,
  overdue: late,
  appeals: () => sql`appeal_at is not null`,
  quarantine: () => sql`quarantined_at is not null`,
  all: () => sql`quarantined_at is null`,
};

const wanted = (f: QueueFilter) => sql`
  (${f.field}::text is null or field = ${f.field}::text)
  and (${f.body}::int is null or lead_body = ${f.body}::int)
  and (${f.places === null} or place_id = any(${[...(f.places ?? [])]}::int[]))
  and (cardinality(${[...f.words]}::text[]) = 0 or (
    select bool_and(strpos(platform.fold('#' || id || ' ' || words), word) > 0)
    from unnest(${[...f.words]}::text[]) as word
  ))`;

/** One page of the queue: what is overdue longest or due soonest comes first, what is closed comes last. */
export async function listQueue(db: Db, f: QueueFilter): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    with desk as (${desk(f)}),
    page as (
      select * from desk where ${tabs[f.tab](f.today)} and ${wanted(f)}
      order by open desc, appeal_at nulls last, paused, due nulls last, received_at desc, id desc
      limit ${f.limit} offset ${f.offset}
    )
    select id, case when quarantined_at is null then title else '' end as title, field, place_id as "placeId",
      place_on as "placeOn", state, lead_body as "leadBody", received_at as "receivedAt", due, paused, supporters,
      (select count(*)::int from ideas.idea other where other.cluster_id = page.cluster_id and other.id <> page.id)
        as similar,
      published_at is not null as published, withdrawn_at is not null as withdrawn,
      quarantined_at as "quarantinedAt", appeal_at as "appealAt",
      (select max(step.id) from ideas.step where step.idea_id = page.id) as "lastStep"
    from page
    order by open desc, appeal_at nulls last, paused, due nulls last, received_at desc, id desc`.execute(db);
  return rows;
}

/** How many there are in each tab under the same filter. */
export async function countQueue(db: Db, f: QueueFilter): Promise<Record<DeskTab, number>> {
  const counts = Object.entries(tabs).map(
    ([tab, where]) => sql`count(*) filter (where ${where(f.today)})::int as ${sql.id(tab)}`,
  );
  const { rows } = await sql<Record<DeskTab, number>>`
    with desk as (${desk(f)})
    select ${sql.join(counts)} from desk where ${wanted(f)}`.execute(db);
  return rows[0] as Record<DeskTab, number>;
}

/** Bodies that have ever received an idea; a handful, found by stepping through the index. */
export async function receptionBodies(db: Db): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    with recursive step as (
      (select reception_body as body from ideas.idea order by reception_body limit 1)
      union all
      select (select reception_body from ideas.idea where reception_body > step.body order by reception_body limit 1)
      from step where step.body is not null
    )
    select body from step where body is not null`.execute(db);
  return rows.map((row) => row.body);
}

/** Lead bodies of the ideas in reach, for the filter. */
export async function leadBodies(db: Db, receptions: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select distinct lead_body as body from ideas.idea
    where lead_body is not null and reception_body = any(${[...receptions]}::int[])`.execute(db);
  return rows.map((row) => row.body);
}

/** Which bodies led ideas of this field most often: the first to offer when the next one is routed. */
export async function usualLeads(db: Db, field: string, limit: number): Promise<number[]> {
  const { rows } = await sql<{ body: number }>`
    select lead_body as body from ideas.idea where field = ${field} and lead_body is not null
    group by lead_body order by count(*) desc, lead_body limit ${limit}`.execute(db);
  return rows.map((row) => row.body);
}
