import { isWorkingDay, type Calendar } from '#platform/calendar/working-days.ts';
import { addDays, dayOf, startOf, type Day, type Instant } from '#platform/clock.ts';
import type { Act, SampleIdea, When } from './script.ts';

/** A promise that was kept: it follows from the answer that made it. */
export type Finish = When & { does: 'finish'; title: string; on: Day; note: string | null };
export type Deed = { idea: SampleIdea; at: Instant; act: { does: 'send' } | { does: 'support' } | Act | Finish };

/** What the author does, at any hour of any day; the rest happens in offices. */
const byAuthor = new Set(['reply', 'confirm', 'appeal', 'withdraw']);
/** What makes an idea public, and so lets people support it. */
const publishing = new Set(['accept', 'route']);
/** An act in an office cannot be moved past this many days before the day of loading. */
const NEAR = 4;
const MINUTE = 60_000;
/** Nothing in the sample has happened later than this before it is loaded. */
const LATEST = 10 * MINUTE;
const GAP = 25 * MINUTE;

type Clock = { now: Instant; calendar: Calendar };

function instantOf({ ago, at = '10:00' }: When, office: boolean, { now, calendar }: Clock): Instant {
  let day = addDays(dayOf(now), -ago);
  const step = ago >= NEAR ? 1 : -1;
  while (office && !isWorkingDay(day, calendar)) day = addDays(day, step);
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return new Date(startOf(day).getTime() + (hour * 60 + minute) * MINUTE);
}

/** The acts of one idea with their instants, each after the one before and none in the future. */
function deedsOf(idea: SampleIdea, clock: Clock): Deed[] {
  const latest = clock.now.getTime() - LATEST;
  let before = Math.min(instantOf(idea, false, clock).getTime(), latest);
  const deeds: Deed[] = [{ idea, at: new Date(before), act: { does: 'send' } }];
  for (const act of withFinishes(idea.then ?? [], dayOf(clock.now))) {
    const wanted = instantOf(act, !byAuthor.has(act.does), clock).getTime();
    before = Math.max(before + GAP, Math.min(wanted, latest));
    deeds.push({ idea, at: new Date(before), act });
  }
  const published = deeds.find(({ act }) => publishing.has(act.does));
  if (idea.supporters && published) {
    deeds.push({ idea, at: new Date(published.at.getTime() + MINUTE), act: { does: 'support' } });
  }
  return deeds;
}

function withFinishes(acts: readonly Act[], today: Day): (Act | Finish)[] {
  const finishes = acts.flatMap((act) =>
    act.does !== 'answer'
      ? []
      : (act.milestones ?? []).flatMap(({ title, doneAgo, note }): Finish[] =>
          doneAgo === undefined
            ? []
            : [{ does: 'finish', ago: doneAgo, at: '16:20', title, on: addDays(today, -doneAgo), note: note ?? null }],
        ),
  );
  return [...acts, ...finishes].sort((a, b) => b.ago - a.ago || (a.at ?? '').localeCompare(b.at ?? ''));
}

/** Everything that happens in the sample, in the order of time: so it enters the ledger in the order of time. */
export const timetable = (ideas: readonly SampleIdea[], clock: Clock): Deed[] =>
  ideas.flatMap((idea) => deedsOf(idea, clock)).sort((a, b) => a.at.getTime() - b.at.getTime());
