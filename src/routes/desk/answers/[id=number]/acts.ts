import * as ideas from '#modules/ideas/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { ok, type Result } from '#platform/result.ts';
import { runtime, type Runtime } from '#platform/runtime.server.ts';

type Officer = { actor: Person; now: Date };
type Act = (id: number, form: FormData, officer: Officer) => Promise<Result<number>>;
type Run<T> = (runtime: Runtime, id: number, value: T, officer: Officer) => Promise<Result<number>>;

/** Every form on the agency's page of an idea by its name: what it reads, then the action. */
const act = <T>(read: (form: FormData, today: string) => Result<T>, run: Run<T>): Act => async (id, form, officer) => {
  const value = read(form, dayOf(officer.now));
  return value.ok ? run(runtime(), id, value.value, officer) : value;
};
const { readDraftToSave, readDraftToSubmit, readVersion, readReturn, readApproval, readExtension } = ideas;
export const acts: Record<string, Act> = {
  appraise: act(() => ok(undefined), (at, id, _, officer) => ideas.startAppraisal(at, id, officer)),
  save: act(readDraftToSave, ideas.saveDraft), submit: act(readDraftToSubmit, ideas.saveDraft),
  recall: act(readVersion, ideas.recallDraft), discard: act(readVersion, ideas.discardDraft),
  return: act(readReturn, ideas.returnDraft), publish: act(readApproval, ideas.publishAnswer),
  extend: act(readExtension, ideas.extendDeadline),
  done: act(ideas.readMilestoneDone, ideas.finishMilestone), move: act(ideas.readMilestoneMove, ideas.moveMilestone),
};
