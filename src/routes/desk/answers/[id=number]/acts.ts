import * as ideas from '#modules/ideas/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import { ok, type Result } from '#platform/result.ts';
import { runtime, type Runtime } from '#platform/runtime.server.ts';

type Officer = { actor: Person; now: Date };
type Act = (id: number, form: FormData, officer: Officer) => Promise<Result<number>>;
type Read<T> = (form: FormData, today: string) => Result<T>;
type Run<T> = (runtime: Runtime, id: number, value: T, officer: Officer) => Promise<Result<number>>;

const act = <T>(read: Read<T>, run: Run<T>): Act => async (id, form, officer) => {
  const value = read(form, dayOf(officer.now));
  return value.ok ? run(runtime(), id, value.value, officer) : value;
};

/** Every form on the agency's page of an idea by its name: what it reads, then the action. */
export const acts: Record<string, Act> = {
  appraise: act(() => ok(undefined), (at, id, _, officer) => ideas.startAppraisal(at, id, officer)),
  save: act(ideas.readDraftToSave, ideas.saveDraft),
  submit: act(ideas.readDraftToSubmit, ideas.saveDraft),
  recall: act(ideas.readVersion, ideas.recallDraft),
  discard: act(ideas.readVersion, ideas.discardDraft),
  return: act(ideas.readReturn, ideas.returnDraft),
  publish: act(ideas.readApproval, ideas.publishAnswer),
  extend: act(ideas.readExtension, ideas.extendDeadline),
  done: act(ideas.readMilestoneDone, ideas.finishMilestone),
  move: act(ideas.readMilestoneMove, ideas.moveMilestone),
};
