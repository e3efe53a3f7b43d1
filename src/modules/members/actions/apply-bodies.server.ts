import { bodiesWritten, changeBodies, enterBodies, type BodyEntry } from '#modules/organisation/index.server.ts';
import { dayOf } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import type { Counts, Import } from '../rules/import.ts';
import { planBodies, type BodyPlan, type BodySaid, type Parent } from '../rules/plan-bodies.ts';
import { changeImport, lockImport } from '../store/import.server.ts';
import { judgeRows, nextRows, type StagedRow } from '../store/import-row.server.ts';
import type { Applying } from './apply.server.ts';
import { asHouse } from './ground.server.ts';
import { importScope } from './scope.server.ts';

/** Twenty thousand bodies enter in one transaction: a tree is whole or it is not. */
const MOST = 20_000;

/** All of it. @returns whether there may be more: never */
export async function applyBodies(applying: Applying): Promise<false> {
  const { db, it, now } = applying;
  await asHouse(db, 'apply', async (tx) => {
    const current = await lockImport(tx, it.id);
    if (current?.state !== 'applying') return;
    const outcomes = ['new', 'changed', 'unchanged'] as const;
    const rows = await nextRows(tx, it.id, { position: current.position, limit: MOST, outcomes });
    const said = readAgain(rows, applying);
    const scope = await importScope(db, it.body, it.asOf);
    const { bodies, finder } = scope;
    const plans = planBodies([...said.values()], { bodies, finder, root: it.body, asOf: it.asOf });
    await write(tx, plans, said, it);
    const late = lateRows(rows, plans);
    await judgeRows(tx, it.id, late);
    const applied = plans.filter(({ enter, change }) => enter ?? change).length;
    const counts: Counts = { ...current.counts, applied, refused: late.length };
    await changeImport(tx, it.id, { position: rows.at(-1)?.number ?? 0, counts }, now());
  });
  bodiesWritten(db);
  return false;
}

function readAgain(rows: readonly StagedRow[], { readers, now, it }: Applying): Map<number, BodySaid> {
  const days = { today: dayOf(now()), asOf: it.asOf };
  const said = new Map<number, BodySaid>();
  for (const { number, cells } of rows) {
    const { row } = readers.body(cells, days);
    if (row) said.set(number, { ...row, number });
  }
  return said;
}

/** What was possible at the dry run and no longer is. */
function lateRows(rows: readonly StagedRow[], plans: readonly BodyPlan[]): StagedRow[] {
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  return plans.flatMap(({ number, outcome, findings }) => {
    const row = byNumber.get(number);
    return row && outcome === 'problem' ? [{ ...row, outcome, findings: [...row.findings, ...findings] }] : [];
  });
}

async function write(
  tx: Db,
  plans: readonly BodyPlan[],
  said: ReadonlyMap<number, BodySaid>,
  it: Pick<Import, 'asOf' | 'fileName'>,
): Promise<void> {
  const basisOf = (number: number): string => said.get(number)?.basis ?? `Danh sách ${it.fileName}`;
  const entering = plans.flatMap(({ number, enter }) => (enter ? [{ number, enter }] : []));
  const place = new Map(entering.map(({ number }, at) => [number, at]));
  const entries = entering.map(({ number, enter: { parent, from, kind } }): BodyEntry => {
    const { code, name } = said.get(number)!;
    const above = 'id' in parent ? parent : { entry: place.get(parent.row)! };
    return { symbol: code, name, kind, parent: above, from, basis: basisOf(number) };
  });
  const ids = await enterBodies(tx, entries);
  const idOf = (parent: Parent): number => ('id' in parent ? parent.id : ids[place.get(parent.row)!]!);
  const changes = plans.flatMap(({ number, change }) =>
    change ? [{ ...change, parent: idOf(change.parent), on: it.asOf, basis: basisOf(number) }] : [],
  );
  await changeBodies(tx, changes);
}
