import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayModerate } from '../rules/permissions.ts';
import { lockIdea, updateIdea, type IdeaRow } from '../store/idea.server.ts';
import { dissolveSmallClusters, insertCluster, renameCluster } from '../store/moderate.server.ts';
import { concerned } from './idea-page.server.ts';
import { decideAs, type Officer } from './moderate.server.ts';
import { takeStep, type By, type Case } from './step.server.ts';

export type Grouping = { with: readonly number[]; title: string };

/**
 * Puts ideas that are alike into one group, so that readers and answering bodies see them together. Nothing is merged:
 * each author keeps the code and gets the answer. An idea that was in another group leaves it.
 * @returns the id of the group
 */
export async function clusterIdeas(
  runtime: Runtime,
  id: number,
  grouping: Grouping,
  officer: Officer,
): Promise<Result<number>> {
  const ids = [...new Set([id, ...grouping.with])].sort((a, b) => a - b);
  if (ids.length < 2) return fieldProblem('with', 'cluster.alone');
  // Always locked in the order of their numbers: two officers who group the same ideas never wait in a circle.
  const result = await decideAs(
    runtime,
    ids[0] as number,
    officer,
    ({ concern, within }) => mayModerate(officer.actor, concern, within),
    async (open, by) => {
      const ideas = [open.idea];
      for (const other of ids.slice(1)) {
        const idea = await lockIdea(open.tx, other);
        if (!idea || idea.quarantinedAt) return fieldProblem('with', 'cluster.unknown', { id: other });
        if (!mayModerate(officer.actor, concerned(idea), open.within)) return problem('forbidden');
        ideas.push(idea);
      }
      const main = ideas.find((one) => one.id === id) as IdeaRow;
      return group(open, ideas, main.clusterId, grouping.title, by);
    },
  );
  if (result.ok) runtime.pageCache.invalidate(ids.map((one) => `idea:${one}`));
  return result;
}

async function group(
  open: Case,
  ideas: readonly IdeaRow[],
  existing: number | null,
  title: string,
  by: By,
): Promise<Result<number>> {
  const { tx, now } = open;
  const cluster = existing ?? (await insertCluster(tx, title, now));
  await renameCluster(tx, cluster, title);
  for (const idea of ideas) {
    if (idea.clusterId === cluster) continue;
    const change = { cluster_id: cluster };
    const body = idea.receptionBody;
    const taken = await takeStep({ ...open, idea }, { kind: 'cluster', by, bodyId: body, data: { cluster }, change });
    if (!taken.ok) return taken;
  }
  await dissolveSmallClusters(tx);
  return ok(cluster);
}

/** Takes an idea out of its group. */
export const leaveCluster = (runtime: Runtime, id: number, officer: Officer): Promise<Result<number>> =>
  decideAs(
    runtime,
    id,
    officer,
    ({ concern, within }) => mayModerate(officer.actor, concern, within),
    async ({ tx, idea }) => {
      if (idea.clusterId === null) return problem('step.notAllowed');
      await updateIdea(tx, id, { cluster_id: null });
      await dissolveSmallClusters(tx);
      return ok(id);
    },
  );
