import { bodyName, presentBodies } from '#modules/organisation/index.server.ts';
import { addDays, dayOf, daysBetween, type Day, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { compareVi } from '#platform/text/collation.ts';
import { csv } from '#platform/text/csv.ts';
import type { Translate } from '#platform/words/translate.ts';
import type { ClockSettings } from '../rules/deadlines.ts';
import { bodiesInCharge, deadlinesDue, type DeadlineKind, type DeadlineRow } from '../store/reminders.server.ts';
import { readClock } from './settings.server.ts';

/** One deadline that has passed. `title` is null while the idea is not public: its text is nobody's to read yet. */
export type OverdueItem = {
  idea: number;
  title: string | null;
  deadline: DeadlineKind;
  milestone: string | null;
  due: Day;
  daysOver: number;
};
export type OverdueBody = { id: number; name: string; items: OverdueItem[]; oldest: number };
export type OverdueBoard = {
  asOf: Instant;
  total: number;
  oldest: number;
  clock: ClockSettings;
  late: OverdueBody[];
  /** Bodies that have had ideas and owe nothing. */
  clear: { id: number; name: string; open: number; answered: number }[];
};

/** What is overdue, by the body that stands for it today: those with the most first, then those with the oldest. */
export async function readOverdueBoard(db: Db, now: Instant): Promise<OverdueBoard> {
  const today = dayOf(now);
  const [rows, inCharge, clock] = await Promise.all([
    deadlinesDue(db, addDays(today, -1)),
    bodiesInCharge(db),
    readClock(db),
  ]);
  const present = presentBody(db, today);
  const items = new Map<number, OverdueItem[]>();
  for (const row of rows) {
    const body = await present(row.bodyId);
    items.set(body, [...(items.get(body) ?? []), presentItem(row, today)]);
  }
  const late = await Promise.all(
    [...items].map(async ([id, list]) => ({
      id,
      name: await bodyName(db, id, today, today),
      items: list,
      oldest: Math.max(...list.map((item) => item.daysOver)),
    })),
  );
  late.sort((a, b) => b.items.length - a.items.length || b.oldest - a.oldest || compareVi(a.name, b.name));
  return {
    asOf: now,
    clock,
    total: rows.length,
    oldest: Math.max(0, ...late.map((body) => body.oldest)),
    late,
    clear: await clearBodies(db, inCharge, { late: new Set(items.keys()), present, today }),
  };
}

type Present = (body: number) => Promise<number>;

/** A body that has ended hands its open ideas to the one that took it over. */
const presentBody = (db: Db, today: Day): Present => {
  const known = new Map<number, number>();
  return async (body) => {
    const [only, ...more] = known.has(body) ? [known.get(body)] : await presentBodies(db, body, today);
    const stands = only === undefined || more.length > 0 ? body : only;
    known.set(body, stands);
    return stands;
  };
};

const presentItem = (row: DeadlineRow, today: Day): OverdueItem => ({
  idea: row.ideaId,
  title: row.published ? row.title : null,
  deadline: row.deadline,
  milestone: row.milestone,
  due: row.due,
  daysOver: daysBetween(row.due, today),
});

async function clearBodies(
  db: Db,
  inCharge: Awaited<ReturnType<typeof bodiesInCharge>>,
  { late, present, today }: { late: ReadonlySet<number>; present: Present; today: Day },
): Promise<OverdueBoard['clear']> {
  const clear = new Map<number, { open: number; answered: number }>();
  for (const { bodyId, open, answered } of inCharge) {
    const body = await present(bodyId);
    if (late.has(body)) continue;
    const sum = clear.get(body) ?? { open: 0, answered: 0 };
    clear.set(body, { open: sum.open + open, answered: sum.answered + answered });
  }
  const named = await Promise.all(
    [...clear].map(async ([id, counts]) => ({ id, name: await bodyName(db, id, today, today), ...counts })),
  );
  return named.sort((a, b) => compareVi(a.name, b.name));
}

/** The same board as a table, one line a deadline that has passed. */
export async function exportOverdue(db: Db, t: Translate, origin: string, now: Instant): Promise<string> {
  const board = await readOverdueBoard(db, now);
  const head = (['body', 'number', 'idea', 'deadline', 'milestone', 'due', 'daysOver', 'address'] as const).map((key) =>
    t(`ideas.overdue.column.${key}`),
  );
  const lines = board.late.flatMap((body) =>
    body.items.map((item) => [
      body.name,
      item.idea,
      item.title ?? t('ideas.overdue.notPublic'),
      t.dynamic(`ideas.overdue.deadline.${item.deadline}`),
      item.milestone,
      item.due,
      item.daysOver,
      `${origin}${t.href(`/ideas/${item.idea}`)}`,
    ]),
  );
  return csv(head, lines);
}
