import { decideAppeal, deskSteps, leaveCluster, readDeskStep, readRuling, takeDeskStep, type Typed } from '#modules/ideas/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import type { Result } from '#platform/result.ts';
import { runtime } from '#platform/runtime.server.ts';

export type Officer = { actor: Person; now: Date; seen: number | null };
type Step = (id: number, typed: Typed, officer: Officer) => Promise<Result<number>>;

/** Every form on the file of an idea by its name: what it reads, then the action. */
export const steps: Record<string, Step> = {
  appeal: async (id, typed, officer) => {
    const read = readRuling(typed);
    return read.ok ? decideAppeal(runtime(), id, read.value, officer) : read;
  },
  leave: (id, _typed, { actor, now }) => leaveCluster(runtime(), id, { actor, now }),
};
for (const step of deskSteps) {
  steps[step] = async (id, typed, officer) => {
    const read = readDeskStep(step, typed);
    return read.ok ? takeDeskStep(runtime(), id, read.value, officer) : read;
  };
}
