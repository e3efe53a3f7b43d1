/**
 * Applying: batch by batch, each in one transaction with the number of its last row, so that a killed worker's
 * import goes on behind the last whole batch. What has changed since the dry run is judged again.
 */
import { within } from '#modules/organisation/index.server.ts';
import { namesOf, personsWithRole, type Holder } from '#modules/people/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { ancestors } from '#modules/organisation/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { emit } from '#platform/jobs/events.server.ts';
import type { Import, Mapping } from '../rules/import.ts';
import { keeperRoles } from '../rules/permissions.ts';
import { changeImport, deleteFile, findImport, lockImport } from '../store/import.server.ts';
import type { RowReaders } from './check.server.ts';
import { applyBodies } from './apply-bodies.server.ts';
import { applyMembers } from './apply-members.server.ts';
import { asHouse, type Ground } from './ground.server.ts';

export type Applying = {
  db: Db;
  it: Import & { mapping: Mapping };
  readers: RowReaders;
  now: () => Instant;
};

/** Goes on where an earlier run stopped; two runs at once take turns and do nothing twice. */
export async function applyImport(
  { db }: Ground,
  id: number,
  { now, readers }: { now: () => Instant; readers: RowReaders },
): Promise<void> {
  for (;;) {
    const it = await asHouse(db, 'apply', (tx) => findImport(tx, id));
    if (it?.state !== 'applying' || !it.mapping) return;
    if ((await keepingRoles(db, it, now())).length === 0) {
      const refused = { state: 'checked', refusal: { code: 'import.rightGone' } } as const;
      await asHouse(db, 'apply', (tx) => changeImport(tx, id, refused, now()));
      return;
    }
    const applying: Applying = { db, it: { ...it, mapping: it.mapping }, readers, now };
    const more = await (it.kind === 'members' ? applyMembers(applying) : applyBodies(applying));
    if (!more) return finish(db, id, now());
  }
}

/** By which roles whoever started it keeps that list now: one that was taken away stops working between two batches. */
async function keepingRoles(db: Db, it: Import, now: Instant): Promise<Holder[]> {
  const today = dayOf(now);
  const above = [it.body, ...(await ancestors(db, it.body, today))];
  const isWithin = await within(db, today);
  const holders = await Promise.all(keeperRoles.map((role) => personsWithRole(db, role, above, now)));
  return holders.flat().filter((holder) => holder.personId === it.startedBy && isWithin(it.body, holder.bodyId));
}

async function finish(db: Db, id: number, now: Instant): Promise<void> {
  await asHouse(db, 'apply', async (tx) => {
    const it = await lockImport(tx, id);
    if (it?.state !== 'applying') return;
    await changeImport(tx, id, { state: 'done', outline: null, finishedAt: now }, now);
    await deleteFile(tx, id);
    const kept = await keepingRoles(tx, it, now);
    const holder = kept.some(({ onBehalfOfId }) => onBehalfOfId === null) ? null : (kept[0]?.onBehalfOfId ?? null);
    const { applied = 0, refused = 0, joined = 0, moved = 0, ended = 0 } = it.counts;
    await audit(tx, {
      kind: 'members.importApplied',
      by: { personId: it.startedBy, name: (await namesOf(tx, [it.startedBy])).get(it.startedBy) ?? '–' },
      bodyId: it.body,
      subject: `import:${id}`,
      details: { list: it.kind, day: it.asOf, applied, refused, joined, moved, ended, ...(holder ? { holder } : {}) },
      now,
    });
    await emit(tx, 'members.importDone', { id, kind: it.kind, body: it.body });
  });
}
