import { dayOf } from '#platform/clock.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { MilestoneDone, MilestoneMove } from '../input/answer.ts';
import { mayReport } from '../rules/answer.ts';
import { finishPromise, latestAnswer, listPromises, movePromise, type PromiseRow } from '../store/answer.server.ts';
import { asDrafter, asLeadership } from './answer.server.ts';
import type { Officer } from './moderate.server.ts';
import { takeStep, type Case } from './step.server.ts';

/** Opens a milestone of the answer in force; those of answers that were corrected since are history. */
async function openPromise({ tx, idea }: Case, id: number): Promise<Result<PromiseRow>> {
  if (!mayReport(idea)) return problem('step.notAllowed');
  const answer = await latestAnswer(tx, idea.id);
  const found = answer && (await listPromises(tx, answer.id)).find((promise) => promise.id === id);
  return found ? ok(found) : problem('milestone.unknown');
}

/**
 * The agency reports that a milestone is done; followers are told. Reported twice in the same words it is one report.
 * @returns the id of the timeline row, 0 when it was reported before
 */
export const finishMilestone = (
  runtime: Runtime,
  id: number,
  { milestone, on, note }: MilestoneDone,
  officer: Officer,
): Promise<Result<number>> =>
  asDrafter(runtime, id, officer, async (open, by) => {
    const found = await openPromise(open, milestone);
    if (!found.ok) return found;
    const { title, doneOn } = found.value;
    if (doneOn === on && found.value.note === note) return ok(0);
    if (doneOn) return problem('milestone.done');
    if (on > dayOf(open.now)) return fieldProblem('doneOn', 'done.future');
    if (on < dayOf(open.idea.receivedAt)) return fieldProblem('doneOn', 'done.tooEarly');
    await finishPromise(open.tx, milestone, { on, note });
    return takeStep(open, {
      kind: 'milestone',
      by,
      bodyId: open.idea.leadBody,
      text: note,
      data: { title, milestone, act: 'done', on },
      event: { milestone, act: 'done' },
    });
  });

/** A promise gets another day, with a reason that everyone reads: the leadership's word, as the promise was. */
export const moveMilestone = (
  runtime: Runtime,
  id: number,
  { milestone, from, to, reason }: MilestoneMove,
  officer: Officer,
): Promise<Result<number>> =>
  asLeadership(runtime, id, officer, async (open, by) => {
    const found = await openPromise(open, milestone);
    if (!found.ok) return found;
    const { title, doneOn, dueOn, note } = found.value;
    if (doneOn) return problem('milestone.done');
    if (dueOn === to && note === reason) return ok(0);
    if (dueOn !== from) return problem('milestone.changed');
    if (to === dueOn) return fieldProblem('moveTo', 'due.same');
    await movePromise(open.tx, milestone, { to, reason });
    return takeStep(open, {
      kind: 'milestone',
      by,
      bodyId: open.idea.leadBody,
      text: reason,
      data: { title, milestone, act: 'moved', from, to },
      event: { milestone, act: 'moved' },
    });
  });
