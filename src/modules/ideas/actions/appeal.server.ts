import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { mayDecideAppeal } from '../rules/permissions.ts';
import { closeAppeal, listAppeals } from '../store/appeal.server.ts';
import { answerDeadline, decideAs, publish, type Officer } from './moderate.server.ts';
import { takeStep, type By, type Case } from './step.server.ts';

export type Ruling = { granted: boolean; text: string };

/**
 * Decides an author's appeal: grants it, and the idea is considered again with a new deadline and in public, or
 * upholds the decision with reasons. Never by the person who took that decision.
 * @returns the id of the timeline row; problems `forbidden`, `appeal.none`, `step.notAllowed`
 */
export async function decideAppeal(
  runtime: Runtime,
  id: number,
  ruling: Ruling,
  officer: Officer,
): Promise<Result<number>> {
  return decideAs(
    runtime,
    id,
    officer,
    ({ concern, within }) => mayDecideAppeal(officer.actor, concern, null, within),
    async (open, by) => {
      const appeal = (await listAppeals(open.tx, id)).find((one) => one.decidedAt === null);
      if (!appeal) return problem('appeal.none');
      if (!mayDecideAppeal(officer.actor, open.concern, appeal.againstPerson, open.within)) {
        return problem('forbidden');
      }
      const taken = await (ruling.granted ? grant : uphold)(open, ruling, by);
      if (!taken.ok) return taken;
      await closeAppeal(open.tx, appeal.id, { ...ruling, at: open.now, by: by.person.personId });
      return ok(taken.value);
    },
  );
}

/** Back to consideration: what stood against it is gone, and the promise of an answer starts anew. */
const grant = async (open: Case, { text }: Ruling, by: By): Promise<Result<number>> =>
  takeStep(open, {
    kind: 'reopen',
    by,
    bodyId: open.idea.receptionBody,
    text,
    change: {
      ...publish(open.idea, open.now),
      ...(await answerDeadline(open)),
      answered_at: null,
      refusal_reason: null,
      duplicate_of: null,
      paused_on: null,
      return_state: null,
    },
  });

const uphold = (open: Case, { text }: Ruling, by: By): Promise<Result<number>> =>
  takeStep(open, { kind: 'uphold', by, bodyId: open.idea.receptionBody, text });
