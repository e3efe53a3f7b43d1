import {
  decideAppeal, deskSteps, leaveCluster, readDeskStep, readRuling, readSeen, readTyped, takeDeskStep, type Typed,
} from '#modules/ideas/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import type { Result } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';

type Step = (id: number, typed: Typed, officer: { actor: Person; now: Date; seen?: number }) => Promise<Result<number>>;

/** Every form on the file of an idea by its name: what it reads, then the action. */
export const steps: Record<string, Step> = Object.fromEntries(
  deskSteps.map((step): [string, Step] => [
    step,
    async (id, typed, officer) => {
      const read = readDeskStep(step, typed);
      return read.ok ? takeDeskStep(runtime(), id, read.value, officer) : read;
    },
  ]),
);
steps.appeal = async (id, typed, officer) => {
  const read = readRuling(typed);
  return read.ok ? decideAppeal(runtime(), id, read.value, officer) : read;
};
steps.leave = (id, _typed, { actor, now }) => leaveCluster(runtime(), id, { actor, now });

/** Reads the form and takes the step with what the page had shown. */
export async function takeStep(name: string, id: number, form: FormData, officer: { actor: Person; now: Date }) {
  const typed = readTyped(form);
  const seen = readSeen(typed);
  const result = await (steps[name] as Step)(id, typed, { ...officer, ...(seen ? { seen } : {}) });
  return { typed, result };
}
