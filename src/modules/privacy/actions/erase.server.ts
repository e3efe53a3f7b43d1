/** Erasing a person: every module at once, with a record of what went and what stays and why. */
import { audit } from '#platform/audit/audit.server.ts';
import { countSigned } from '#platform/audit/personal.server.ts';
import type { Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { allows, isErasable } from '../rules/requests.ts';
import {
  closeOthers,
  closeRequest,
  emptyRequests,
  erasuresDue,
  findRequest,
  lockRequest,
  type OutcomeLine,
} from '../store/request.server.ts';
import { tellPerson } from './letters.server.ts';
import type { Ground } from './request.server.ts';
import { sources } from './sources.server.ts';

/** Acts in an official role that bear the person's name anywhere: then the name itself stays. */
async function countSignedActs(db: Db, personId: string): Promise<number> {
  let count = await countSigned(db, personId);
  for (const { personal } of sources()) count += (await personal.signed?.(db, { personId })) ?? 0;
  return count;
}

type Order = { id: number; by: { personId: string; name: string } | undefined };

/** Erases in the caller's transaction, which holds the lock of the approved request: all of it, or nothing. */
export async function eraseNow(tx: Db, ground: Ground, { id, by }: Order, now: Instant): Promise<void> {
  await asSystem(tx, 'privacy: erasure', async () => {
    const request = (await findRequest(tx, id))!;
    const { personId, bodyId } = request;
    // While there still is an address; the message itself is forgotten by the rule for mails.
    await tellPerson(tx, ground, request, 'erased', now);
    const signed = (await countSignedActs(tx, personId)) > 0;
    const outcome: OutcomeLine[] = [];
    // The last module first: it may ask the earlier ones, whose rows are then still there.
    for (const { module, personal } of sources().toReversed()) {
      const lines = await personal.erase(tx, { personId }, now, signed);
      outcome.push(...lines.map((line) => ({ module, ...line })));
    }
    await emptyRequests(tx, personId);
    await closeOthers(tx, personId, id, now);
    await closeRequest(tx, id, { state: 'done', outcome, now });
    const erased = outcome.reduce((sum, line) => sum + line.erased, 0);
    const kept = outcome.reduce((sum, line) => sum + line.kept, 0);
    await audit(tx, { kind: 'privacy.erase', by, bodyId, subject: `person:${personId}`, details: { erased, kept }, now });
    await emit(tx, 'privacy.erased', { person: personId });
  });
}

/** Erasures that were approved and whose days have passed since. @returns how many were done */
export async function eraseDue(ground: Ground, now: Instant): Promise<number> {
  const due = await asSystem(ground.db, 'privacy: erasures due', (tx) => erasuresDue(tx, now));
  for (const id of due) {
    await asSystem(ground.db, 'privacy: erasure due', async (tx) => {
      const request = await lockRequest(tx, id);
      if (!request || !allows('do', request) || !isErasable(request, now)) return;
      await eraseNow(tx, ground, { id, by: undefined }, now);
    });
  }
  return due.length;
}
