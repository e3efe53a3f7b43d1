import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { DeskTab } from '../rules/desk.ts';
import type { State } from '../rules/states.ts';

export type QueueFilter = {
  /** Reception bodies whose ideas may be seen, and those whose quarantine may be seen. */
  receptions: readonly number[];
  quarantine: readonly number[];
  tab: DeskTab;
  /** What the search found, or a number that was typed; null: nothing was searched. */
  ids: readonly number[] | null;
  /** Folded words of the search; of an idea that is not public each must occur in its title or text. */
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
const desk = (f: Pick<QueueFilter, 'receptions' | 'quarantine'>) => sql`
  select idea.id, field, place_id, place_on, state, lead_body, received_at, published_at, withdrawn_at,
    quarantined_at, cluster_id, supporters, ${queueDue} as due, paused_on is not null as paused,
    withdrawn_at is null and state in ('received', 'considering', 'asked', 'routed', 'appraising') as open,
    appeal.at as appeal_at
  from ideas.idea left join ideas.appeal on appeal.idea_id = idea.id and decided_at is null
  where quarantined_at is null and reception_body = any(${[...f.receptions]}::int[])
  union all
  select id, field, null, null, state, null, received_at, published_at, withdrawn_at, quarantined_at, null, 0, null,
    false, false, null
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

/**
 * Folding a text costs about 0.2 ms, so the words of public ideas are looked for in the search (`ids`) and only the
 * few that are not public are folded here. Without a search every idea is wanted.
 */
const wanted = (f: QueueFilter) => sql`
  (${f.field}::text is null or field = ${f.field}::text)
  and (${f.body}::int is null or lead_body = ${f.body}::int)
  and (${f.places === null} or place_id = any(${[...(f.places ?? [])]}::int[]))
  and (${f.ids === null} or id = any(${[...(f.ids ?? [])]}::bigint[]) or (
    (published_at is null or withdrawn_at is not null) and quarantined_at is null and ${f.words.length > 0} and (
      select bool_and(strpos(platform.fold(text.title || ' ' || text.body), word) > 0)
      from ideas.idea as text, unnest(${[...f.words]}::text[]) as word where text.id = desk.id
    )
  ))`;

const order = sql`open desc, appeal_at nulls last, paused, due nulls last, received_at desc, id desc`;

/** One page of the queue: what is overdue longest or due soonest comes first, what is closed comes last. */
export async function listQueue(db: Db, f: QueueFilter): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    with desk as (${desk(f)}),
    page as (
      select * from desk where ${tabs[f.tab](f.today)} and ${wanted(f)}
      order by ${order} limit ${f.limit} offset ${f.offset}
    )
    select page.id, case when page.quarantined_at is null then idea.title else '' end as title, page.field,
      page.place_id as "placeId", page.place_on as "placeOn", page.state, page.lead_body as "leadBody",
      page.received_at as "receivedAt", due, paused, page.supporters,
      (select count(*)::int from ideas.idea other where other.cluster_id = page.cluster_id and other.id <> page.id)
        as similar,
      page.published_at is not null as published, page.withdrawn_at is not null as withdrawn,
      page.quarantined_at as "quarantinedAt", appeal_at as "appealAt",
      (select max(step.id) from ideas.step where step.idea_id = page.id) as "lastStep"
    from page join ideas.idea on idea.id = page.id
    order by open desc, appeal_at nulls last, paused, due nulls last, page.received_at desc, page.id desc`.execute(db);
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
