import type { Actor } from '#modules/people/index.server.ts';
import { bodyAsOf } from '#modules/organisation/index.server.ts';
import { currentCalendar } from '#platform/calendar/store.server.ts';
import { isWorkingDay } from '#platform/calendar/working-days.ts';
import { dayOf, type Day, type Instant } from '#platform/clock.ts';
import { fieldProblem, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { afterPause, answerDueDay } from '../rules/deadlines.ts';
import { mayModerate } from '../rules/permissions.ts';
import { visibility, type RefusalReason } from '../rules/states.ts';
import { findIdea, type IdeaRow } from '../store/idea.server.ts';
import { assignBodies, endPause, insertMessage, lastStepOf, startPause } from '../store/moderate.server.ts';
import { readClock } from './settings.server.ts';
import { personOf, takeStep, withIdea, type By, type Case } from './step.server.ts';

/** An officer acting on one idea. */
export type Officer = {
  actor: Actor;
  now: Instant;
  /**
   * The newest step that the officer's page showed. When somebody has acted since, the decision was made on an older
   * picture and is refused. Absent: whatever the state allows.
   */
  seen?: number | null;
};

/** May? → still as seen? → in whose name: the same first lines of every decision at the desk. */
export async function decideAs<T>(
  runtime: Runtime,
  id: number,
  { actor, now, seen }: Officer,
  permitted: (open: Case) => boolean,
  act: (open: Case, by: By & { kind: 'person' }) => Promise<Result<T>>,
): Promise<Result<T>> {
  return withIdea(runtime, id, now, async (open) => {
    const person = personOf(actor);
    if (!person.ok) return person;
    if (!permitted(open)) return problem('forbidden');
    if (seen && (await lastStepOf(open.tx, id)) !== seen) return problem('step.notAllowed');
    return act(open, { kind: 'person', person: person.value });
  });
}

const moderate = <T>(
  runtime: Runtime,
  id: number,
  officer: Officer,
  act: (open: Case, by: By & { kind: 'person' }) => Promise<Result<T>>,
): Promise<Result<T>> =>
  decideAs(runtime, id, officer, (open) => mayModerate(officer.actor, open.concern, open.within), act);

type Deadline = { answer_due: Day; calendar_version: number };

/** First-answer deadline that starts with acceptance, by the calendar of today. */
export async function answerDeadline({ tx, now }: Pick<Case, 'tx' | 'now'>): Promise<Deadline> {
  const calendar = await currentCalendar(tx);
  const { answerDays } = await readClock(tx);
  const due = answerDueDay(now, answerDays, (day) => isWorkingDay(day, calendar));
  return { answer_due: due, calendar_version: calendar.version };
}

export const publish = (idea: IdeaRow, now: Instant) => (idea.publishedAt ? {} : { published_at: now, accepted_at: now });

/** Takes an idea up for consideration and makes it public. */
export const acceptIdea = (runtime: Runtime, id: number, officer: Officer): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) =>
    takeStep(open, {
      kind: 'accept',
      by,
      bodyId: open.idea.receptionBody,
      change: { ...publish(open.idea, open.now), ...(await answerDeadline(open)) },
    }),
  );

/** Asks the author; the clock stands still until they reply. */
export const askAuthor = (runtime: Runtime, id: number, text: string, officer: Officer): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) => {
    const { tx, idea, now } = open;
    const taken = await takeStep(open, {
      kind: 'ask',
      by,
      bodyId: idea.receptionBody,
      change: { return_state: idea.state, paused_on: dayOf(now) },
    });
    if (!taken.ok) return taken;
    const { personId } = by.person;
    await insertMessage(tx, { ideaId: idea.id, at: now, byAuthor: false, bodyId: idea.receptionBody, personId, text });
    await startPause(tx, idea.id, dayOf(now));
    return taken;
  });

/** The change of both deadlines when a pause ends today. */
export async function resumeClock({ tx, idea, now }: Case) {
  if (idea.pausedOn === null) return {};
  const pause = { from: idea.pausedOn, to: dayOf(now) };
  await endPause(tx, idea.id, pause.to);
  const calendar = await currentCalendar(tx);
  const working = (day: Day) => isWorkingDay(day, calendar);
  return {
    paused_on: null,
    return_state: null,
    calendar_version: calendar.version,
    admissible_due: afterPause(idea.admissibleDue, pause, working),
    ...(idea.answerDue ? { answer_due: afterPause(idea.answerDue, pause, working) } : {}),
  };
}

export type Routing = { lead: number; cooperating: readonly number[]; due: Day | null; note: string | null };

/** Sends an idea to the body that leads and to those that co-operate, with the day by which it is answered. */
export const routeIdea = (runtime: Runtime, id: number, routing: Routing, officer: Officer): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) => {
    const { tx, idea, now } = open;
    const today = dayOf(now);
    const bodies = [routing.lead, ...routing.cooperating];
    for (const [index, body] of bodies.entries()) {
      const field = index === 0 ? 'lead' : 'cooperating';
      if (!(await bodyAsOf(tx, body, today))) return fieldProblem(field, 'body.unknown');
    }
    if (new Set(bodies).size !== bodies.length) return fieldProblem('cooperating', 'body.twice');
    if (routing.due !== null && routing.due <= today) return fieldProblem('due', 'due.past');
    const deadline: Partial<Deadline> = idea.answerDue ? {} : await answerDeadline(open);
    const promised = idea.answerDue ?? deadline.answer_due ?? today;
    // A longer time is the lead body's to ask for, with a reason that everybody reads (extension).
    if (routing.due !== null && routing.due > promised) {
      return fieldProblem('due', 'due.later', { date: promised.split('-').reverse().join('/') });
    }
    const taken = await takeStep(open, {
      kind: 'route',
      by,
      bodyId: routing.lead,
      data: { lead: routing.lead, cooperating: routing.cooperating, ...(routing.due ? { due: routing.due } : {}) },
      change: {
        ...publish(idea, now),
        ...deadline,
        ...(routing.due ? { answer_due: routing.due } : {}),
        lead_body: routing.lead,
      },
    });
    if (taken.ok) await assignBodies(tx, idea.id, routing, now);
    return taken;
  });

/** Refuses with a reason code and words; the author is told and may appeal to another person. */
export const refuseIdea = (
  runtime: Runtime,
  id: number,
  refusal: { reason: RefusalReason; text: string },
  officer: Officer,
): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) =>
    takeStep(open, {
      kind: refusal.reason === 'request' || refusal.reason === 'complaint' ? 'reclassify' : 'refuse',
      by,
      bodyId: open.idea.receptionBody,
      reason: refusal.reason,
      text: refusal.text,
      change: { refusal_reason: refusal.reason, ...(await resumeClock(open)) },
    }),
  );

/** Marks an idea as the same as a public one. It is not merged: its author keeps the code and gets the answer. */
export const markDuplicate = (
  runtime: Runtime,
  id: number,
  duplicate: { of: number; text: string | null },
  officer: Officer,
): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) => {
    const other = await findIdea(open.tx, duplicate.of);
    if (!other || visibility(other) !== 'public' || other.id === id || other.duplicateOf !== null) {
      return fieldProblem('of', 'duplicate.unknown');
    }
    return takeStep(open, {
      kind: 'mark_duplicate',
      by,
      bodyId: open.idea.receptionBody,
      text: duplicate.text,
      data: { of: other.id },
      change: { duplicate_of: other.id },
    });
  });

/** Words an idea anew for publication. The author's own words are kept and shown to the author. */
export const rewordIdea = (
  runtime: Runtime,
  id: number,
  wording: { title: string; body: string; note: string },
  officer: Officer,
): Promise<Result<number>> =>
  moderate(runtime, id, officer, async (open, by) => {
    if (wording.title === open.idea.title && wording.body === open.idea.body) {
      return fieldProblem('title', 'reword.same');
    }
    return takeStep(open, {
      kind: 'reword',
      by,
      bodyId: open.idea.receptionBody,
      text: wording.note,
      change: { title: wording.title, body: wording.body },
    });
  });
