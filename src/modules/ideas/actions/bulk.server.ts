import { within } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { ok, problem, type Problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { BulkCommand, Picked } from '../input/moderate.ts';
import { deskAbilities, type BulkStep } from '../rules/desk.ts';
import { mayOpenFile } from '../rules/permissions.ts';
import { after, type State } from '../rules/states.ts';
import { findIdea } from '../store/idea.server.ts';
import { lastStepOf } from '../store/moderate.server.ts';
import { concerned } from './idea-page.server.ts';
import { takeDeskStep } from './desk-step.server.ts';
import type { Officer } from './moderate.server.ts';

/** One idea of a preview: what will happen to it, or why it cannot. */
export type BulkPreview = {
  id: number;
  /** Null when there is no such idea, or the officer may not read it. */
  title: string | null;
  from: State | null;
  to: State | null;
  problem: Problem | null;
  lastStep: number;
};
export type BulkReport = { id: number; title: string | null; done: boolean; problem: Problem | null };

/** What a step would do to each of the ticked ideas. Changes nothing. Problem `forbidden` for who is not signed in. */
export async function previewBulk(
  runtime: Runtime,
  step: BulkStep,
  picked: readonly Picked[],
  officer: Officer,
): Promise<Result<BulkPreview[]>> {
  if (officer.actor.kind !== 'person') return problem('forbidden');
  const isWithin = await within(runtime.db, dayOf(officer.now));
  const previews: BulkPreview[] = [];
  for (const { id } of picked) {
    const idea = await findIdea(runtime.db, id);
    const refused = { id, title: null, from: null, to: null, lastStep: 0 };
    if (!idea) {
      previews.push({ ...refused, problem: { code: 'idea.missing' } });
      continue;
    }
    const concern = concerned(idea);
    if (!mayOpenFile(officer.actor, concern, isWithin)) {
      previews.push({ ...refused, problem: { code: 'forbidden' } });
      continue;
    }
    const { steps } = deskAbilities(officer.actor, idea, concern, { within: isWithin, appeal: null });
    const can = steps.includes(step);
    previews.push({
      id,
      title: idea.title,
      from: idea.state,
      to: can ? (after(step, idea.state, idea.returnState) ?? null) : null,
      problem: can ? null : { code: 'step.notAllowed' },
      lastStep: await lastStepOf(runtime.db, id),
    });
  }
  return ok(previews);
}

/**
 * Takes one step for many ideas, each in its own transaction: what cannot be done for one does not undo the others.
 * @returns what became of each, in the given order
 */
export async function applyBulk(
  runtime: Runtime,
  command: BulkCommand,
  picked: readonly Picked[],
  officer: Officer,
): Promise<Result<BulkReport[]>> {
  if (officer.actor.kind !== 'person') return problem('forbidden');
  const isWithin = await within(runtime.db, dayOf(officer.now));
  const reports: BulkReport[] = [];
  for (const { id, seen } of picked) {
    const taken = await takeOne(runtime, id, command, { ...officer, seen });
    const idea = await findIdea(runtime.db, id);
    const title = idea && mayOpenFile(officer.actor, concerned(idea), isWithin) ? idea.title : null;
    reports.push({ id, title, done: taken.ok, problem: taken.ok ? null : (taken.problems[0] ?? null) });
  }
  return ok(reports);
}

/** A fault with one idea is logged and told at that idea; the others go on. */
async function takeOne(
  runtime: Runtime,
  id: number,
  command: BulkCommand,
  officer: Officer,
): Promise<Result<number>> {
  try {
    return await takeDeskStep(runtime, id, command, officer);
  } catch (error) {
    runtime.log.error({ err: error, idea: id, step: command.step }, 'a step of a bulk action failed');
    return problem('unavailable');
  }
}
