import { within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { standsInFor } from '#platform/policy.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { append } from '#platform/ledger/ledger.server.ts';
import { problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { Concerned, IsWithin } from '../rules/permissions.ts';
import { after, mayTake, type State, type StepKind } from '../rules/states.ts';
import { listAssignments, lockIdea, updateIdea, type IdeaRow } from '../store/idea.server.ts';
import { insertSteps } from '../store/submit.server.ts';
import { setStepLeaf } from '../store/step.server.ts';
import { concerned } from './idea-page.server.ts';

/** Whoever acts: an officer in a body's name, or the author by their code. */
export type By = { kind: 'person'; person: Person } | { kind: 'author' } | { kind: 'system' };

export type Case = {
  tx: Db;
  idea: IdeaRow;
  concern: Concerned;
  within: IsWithin;
  now: Instant;
};

/** What becomes public about a decision, and what is committed to without being shown. */
export const DECIDED = 'ideas.decided';
/** Steps that are decisions about somebody's idea: each gets a leaf in the public ledger. */
const LEDGERED: readonly StepKind[] = [
  'accept', 'route', 'refuse', 'mark_duplicate', 'reopen', 'reword', 'extend', 'uphold', 'withdraw', 'quarantine',
  'release', 'hand_over', 'reclassify', 'rehome',
];

/**
 * Opens one idea for a decision: locks it, so that two officers cannot decide at once, runs `decide` in one
 * transaction, and afterwards drops the shared pages that show it.
 * @returns what `decide` returned; problem `idea.missing` when there is no such idea
 */
export async function withIdea<T>(
  runtime: Runtime,
  id: number,
  now: Instant,
  decide: (open: Case) => Promise<Result<T>>,
): Promise<Result<T>> {
  const isWithin = await within(runtime.db, dayOf(now));
  const result = await allOrNothing(runtime.db, async (tx): Promise<Result<T>> => {
    const idea = await lockIdea(tx, id);
    if (!idea) return problem('idea.missing');
    const cooperating = (await listAssignments(tx, id)).filter((one) => one.role === 'cooperating');
    const concern = concerned(idea, cooperating.map((one) => one.bodyId));
    return decide({ tx, idea, concern, within: isWithin, now });
  });
  if (result.ok) runtime.pageCache.invalidate(['ideas', `idea:${id}`]);
  return result;
}

export type Taken = {
  kind: StepKind;
  by: By;
  /** In whose name; for the author and the system null. */
  bodyId?: number | null;
  /** State to go to where the step itself does not say (an answer's outcome). */
  to?: State;
  reason?: string | null;
  text?: string | null;
  public?: boolean;
  data?: Record<string, unknown>;
  /** More for the event than the ids of the idea and of the step. */
  event?: Record<string, unknown>;
  /** Columns of the idea that change with it. */
  change?: Parameters<typeof updateIdea>[2];
};

/**
 * Takes one step: checks the transition, writes the timeline, the idea, the ledger and the event, all in the open
 * transaction. @returns the id of the timeline row; problem `step.notAllowed` when the state does not allow it
 */
export async function takeStep({ tx, idea, now, within: isWithin }: Case, step: Taken): Promise<Result<number>> {
  const next = after(step.kind, idea.state, idea.returnState);
  if (next === undefined || !mayTake(step.kind, idea)) return problem('step.notAllowed');
  const toState = step.to ?? next;
  const [stepId] = await insertSteps(tx, [
    {
      ideaId: idea.id,
      at: now.toISOString(),
      kind: step.kind,
      fromState: idea.state,
      toState,
      bodyId: step.bodyId ?? null,
      personId: step.by.kind === 'person' ? step.by.person.personId : null,
      byAuthor: step.by.kind === 'author',
      reason: step.reason ?? null,
      text: step.text ?? null,
      public: step.public ?? true,
      data: { ...step.data, ...inPlaceOf(step, isWithin) },
    },
  ]);
  const id = stepId as number;
  const change = { ...step.change, ...(toState === idea.state ? {} : { state: toState }) };
  if (Object.keys(change).length > 0) await updateIdea(tx, idea.id, change);
  if (LEDGERED.includes(step.kind)) await recordDecision(tx, idea, id, toState, step, now);
  await emit(tx, `ideas.${step.kind}`, { ...step.event, id: idea.id, step: id });
  return { ok: true, value: id };
}

/** Whose role it was, when the person acts as a delegate; an answer is its leadership's alone. */
export function inPlaceOf({ kind, by, bodyId }: Pick<Taken, 'kind' | 'by' | 'bodyId'>, isWithin: IsWithin): { onBehalfOf?: string } {
  if (by.kind !== 'person' || !bodyId) return {};
  const roles = kind === 'answer' || kind === 'uphold' ? ['reviewer'] : ['officer', 'moderator', 'answerer', 'reviewer', 'legal'];
  const holder = standsInFor(by.person, roles, bodyId, isWithin);
  return holder ? { onBehalfOf: holder.personId } : {};
}

/** What a decision's leaf commits to; `verify-ledger` reads the same from today's row. */
export const decidedContent = (step: { reason: string | null; text: string | null }) => ({
  reason: step.reason,
  text: step.text,
});

async function recordDecision(tx: Db, idea: IdeaRow, stepId: number, to: State, step: Taken, now: Instant) {
  const ticket = await append(tx, {
    kind: DECIDED,
    publicFields: { idea: idea.id, step: step.kind, from: idea.state, to, body: step.bodyId ?? null },
    secret: {
      subject: String(stepId),
      content: decidedContent({ reason: step.reason ?? null, text: step.text ?? null }),
    },
    now,
  });
  await setStepLeaf(tx, stepId, ticket.leafHash);
}

/** The signed-in person, or the problem that there is none. */
export const personOf = (actor: Actor): Result<Person> =>
  actor.kind === 'person' ? { ok: true, value: actor } : problem('forbidden');
