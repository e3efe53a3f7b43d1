import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';
import type { Outcome, State } from '../rules/states.ts';

export type FrontFigures = {
  received: number;
  answered: number;
  onTime: number;
  /** Not answered though the day has passed: missed, like a late answer. */
  overdue: number;
  /** Median days from receipt to the first answer; null without answers. */
  medianDays: number | null;
  confirmedDone: number;
  newThisWeek: number;
};

/** Figures of the front page: what was received since `since`, and what became of it. */
export async function frontFigures(db: Db, since: Date, week: Date, today: string): Promise<FrontFigures> {
  const { rows } = await sql<FrontFigures>`
    select count(*) as received,
      count(answered_at) as answered,
      count(*) filter (where answered_at is not null and (answered_at at time zone 'Asia/Ho_Chi_Minh')::date <= answer_due)
        as "onTime",
      count(*) filter (where answered_at is null and withdrawn_at is null and paused_on is null and answer_due < ${today}::date
        and state in ('considering', 'routed', 'appraising')) as overdue,
      percentile_cont(0.5) within group (order by extract(epoch from answered_at - received_at) / 86400)
        filter (where answered_at is not null) as "medianDays",
      count(*) filter (where exists (select from ideas.confirmation c where c.idea_id = idea.id and c.done))
        as "confirmedDone",
      count(*) filter (where received_at >= ${week}) as "newThisWeek"
    from ideas.idea where received_at >= ${since} and quarantined_at is null`.execute(db);
  return rows[0] as FrontFigures;
}

export type SaidAndDone = {
  id: number;
  title: string;
  placeId: number | null;
  placeOn: string | null;
  receivedAt: Date;
  state: State;
  outcome: Outcome;
  text: string;
  bodyId: number;
  signerName: string;
  publishedAt: Date;
  confirmed: boolean;
};

/** The latest answered ideas, each with its newest published answer. */
export async function latestAnswered(db: Db, limit: number): Promise<SaidAndDone[]> {
  const { rows } = await sql<SaidAndDone>`
    select idea.id, idea.title, idea.place_id as "placeId", idea.place_on as "placeOn", idea.received_at as "receivedAt",
      idea.state, answer.outcome, left(answer.text, 300) as text, answer.body_id as "bodyId",
      answer.signer_name as "signerName", answer.published_at as "publishedAt",
      exists (select from ideas.confirmation c where c.idea_id = idea.id and c.done) as confirmed
    from ideas.answer join ideas.published as idea on idea.id = answer.idea_id
    where answer.status = 'published' and not exists (
      select from ideas.answer later where later.idea_id = answer.idea_id and later.status = 'published' and later.id > answer.id
    )
    order by answer.published_at desc limit ${limit}`.execute(db);
  return rows;
}
