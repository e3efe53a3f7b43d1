import { parentOf } from '#modules/organisation/index.server.ts';
import { addDays, dayOf, type Instant } from '#platform/clock.ts';
import { emit, type Job } from '#platform/jobs/events.server.ts';
import { ok, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { remindersDue, type ClockSettings, type ReminderKind } from '../rules/deadlines.ts';
import { deadlinesDue, insertReminder, type DeadlineRow, type Reminder } from '../store/reminders.server.ts';
import { readClock } from './settings.server.ts';
import { takeStep, withIdea, type Case } from './step.server.ts';

/** Event of every reminder: `{ idea, deadline, kind, due, bodyId }`. Mail and bells are made of it later. */
export const REMINDER = 'ideas.reminder';

/** Reminders of a deadline that are due and have not gone out. */
const missing = (row: DeadlineRow, today: string, settings: ClockSettings): ReminderKind[] =>
  remindersDue(row.due, today, settings).filter((kind) => !row.sent.includes(kind));

/**
 * Reminds everybody whose deadline comes near, is today or has passed, and tells the next level up. May run as often
 * and in as many processes as one likes: the key of a reminder lets each go out once. What was due while the system
 * was off goes out at the next run.
 * @returns how many went out
 */
export async function sendReminders(runtime: Runtime, now: Instant): Promise<number> {
  const { db } = runtime;
  const settings = await readClock(db);
  const today = dayOf(now);
  const rows = await deadlinesDue(db, addDays(today, settings.remindBefore));
  const ideas = new Set(rows.filter((row) => missing(row, today, settings).length > 0).map((row) => row.ideaId));
  let sent = 0;
  for (const id of ideas) {
    const reminded = await withIdea(runtime, id, now, (open) => remindOne(open, settings));
    if (reminded.ok) sent += reminded.value;
  }
  return sent;
}

/** Looks again under the lock: the answer may have been published in the same second. */
async function remindOne(open: Case, settings: ClockSettings): Promise<Result<number>> {
  const { tx, idea, now } = open;
  const today = dayOf(now);
  let sent = 0;
  for (const row of await deadlinesDue(tx, addDays(today, settings.remindBefore), idea.id)) {
    for (const kind of missing(row, today, settings)) {
      if (await remind(open, row, kind)) sent += 1;
    }
  }
  return ok(sent);
}

async function remind(open: Case, row: DeadlineRow, kind: ReminderKind): Promise<boolean> {
  const { tx, now } = open;
  const { ideaId, deadline, due } = row;
  const above = kind === 'escalation' ? await parentOf(tx, row.bodyId, dayOf(now)) : null;
  // Nobody is above the top: its own leadership is told.
  const reminder: Reminder = { ideaId, deadline, kind, due, bodyId: above ?? row.bodyId };
  // Two milestones of one day are one reminder.
  if (!(await insertReminder(tx, reminder, now))) return false;
  if (above !== null) {
    const data = { deadline, due, ...(row.milestone === null ? {} : { title: row.milestone }) };
    const taken = await takeStep(open, { kind: 'escalate', by: { kind: 'system' }, bodyId: above, data });
    if (!taken.ok) throw new Error(`Idea ${ideaId} has a running deadline in a state that has none`);
  }
  await emit(tx, REMINDER, { idea: ideaId, deadline, kind, due, bodyId: reminder.bodyId });
  return true;
}

/** Every hour, so that a machine that was off at midnight catches up soon after it comes back. */
export const remindersJob: Job = {
  name: 'ideas.reminders',
  schedule: '7 * * * *',
  run: async (runtime) => {
    const sent = await sendReminders(runtime, new Date());
    if (sent > 0) runtime.log.info({ sent }, 'reminders');
  },
};
