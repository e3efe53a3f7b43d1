import { sql } from 'kysely';
import type { Day, Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { readModel } from '#platform/database/read-model.server.ts';
import { ok, type Result } from '#platform/result.ts';
import { checkDraft, type CalendarDay, type CalendarDraft } from './days.ts';
import type { Calendar } from './working-days.ts';

export type PublishedCalendar = Calendar & {
  reason: string;
  publishedBy: string;
  publishedAt: Instant;
  days: CalendarDay[];
};

type VersionRow = {
  id: number;
  covers_from: Day;
  covers_to: Day;
  reason: string;
  published_by: string;
  published_at: Instant;
  days: CalendarDay[];
};

const select = sql`
  select version.*, coalesce((
    select json_agg(
      json_build_object('day', day.day, 'kind', kind, 'name', name, 'source', source) order by day.day
    )
    from calendar.day where version_id = version.id
  ), '[]') as days
  from calendar.version`;

function published(row: VersionRow): PublishedCalendar {
  const ofKind = (kind: CalendarDay['kind']) =>
    new Set(row.days.filter((day) => day.kind === kind).map(({ day }) => day));
  return {
    version: row.id,
    coversFrom: row.covers_from,
    coversTo: row.covers_to,
    holidays: ofKind('holiday'),
    workdays: ofKind('working'),
    reason: row.reason,
    publishedBy: row.published_by,
    publishedAt: row.published_at,
    days: row.days,
  };
}

/**
 * The calendar that new deadlines count by: the latest published. The migration brings the first one. From memory; a
 * process that did not publish sees a new version within seconds, and each deadline keeps the version it was counted by.
 */
export const currentCalendar = readModel<PublishedCalendar>({
  async revision(db) {
    const { rows } = await sql<{ id: number }>`select max(id) as id from calendar.version`.execute(db);
    return String(rows[0]?.id);
  },
  async load(db) {
    const { rows } = await sql<VersionRow>`${select} order by id desc limit 1`.execute(db);
    if (!rows[0]) throw new Error('No calendar has been published; run the migrations.');
    return published(rows[0]);
  },
});

/** The calendar that an existing deadline was counted by. */
export async function calendarVersion(db: Db, version: number): Promise<PublishedCalendar | undefined> {
  const { rows } = await sql<VersionRow>`${select} where id = ${version}`.execute(db);
  return rows[0] && published(rows[0]);
}

/** All versions, newest first, for the page that shows what changed and why. */
export async function calendarVersions(db: Db): Promise<PublishedCalendar[]> {
  const { rows } = await sql<VersionRow>`${select} order by id desc limit 100`.execute(db);
  return rows.map(published);
}

/**
 * Publishes a new version; earlier ones stay, and so do the deadlines that they set. The draft is the whole
 * calendar of its span, not a difference. Run it in the transaction that also records the event.
 * @returns the number of the version, or the problems of the draft (`calendar.*`)
 */
export async function publishCalendar(db: Db, draft: CalendarDraft, now: Instant): Promise<Result<number>> {
  const checked = checkDraft(draft);
  if (!checked.ok) return checked;
  const { rows } = await sql<{ id: number }>`
    with version as (
      insert into calendar.version (covers_from, covers_to, reason, published_by, published_at)
      values (${draft.coversFrom}, ${draft.coversTo}, ${draft.reason}, ${draft.by}, ${now})
      returning id
    ), days as (
      insert into calendar.day (version_id, day, kind, name, source)
      select version.id, given.day, given.kind, given.name, given.source
      from version, json_to_recordset(${JSON.stringify(draft.days)}::json)
        as given (day date, kind text, name text, source text)
    )
    select id from version`.execute(db);
  currentCalendar.forget(db);
  return ok(rows[0]?.id ?? 0);
}
