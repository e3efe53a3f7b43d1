/** What each row of a list of bodies would do: all rows together, because they stand below one another. */
import { dayOf } from '#platform/clock.ts';
import { planBodies, type BodyPlan, type BodySaid } from '../rules/plan-bodies.ts';
import { judgeRows, nextRows, type JudgedRow } from '../store/import-row.server.ts';
import { converted, type Checking } from './check.server.ts';
import { asHouse } from './ground.server.ts';
import { importScope } from './scope.server.ts';

/** A province has 3,000 branches, the country 300,000; all of a list lie in memory at once. */
const MOST = 20_000;

export async function judgeBodies(checking: Checking): Promise<void> {
  const { db, it, readers, now } = checking;
  const scope = await importScope(db, it.body, it.asOf);
  const whole = { position: it.mapping.headingRow, limit: MOST };
  const staged = await asHouse(db, 'check', (tx) => nextRows(tx, it.id, whole));
  const rows = new Map<number, JudgedRow>();
  const said: BodySaid[] = [];
  for (const each of staged) {
    const row = converted(each, checking);
    const { cells } = row;
    rows.set(row.number, row);
    if (readers.isFoot(cells)) continue;
    const read = readers.body(cells, { today: dayOf(now), asOf: it.asOf });
    row.findings = read.findings;
    if (read.row) said.push({ ...read.row, number: row.number });
    else row.outcome = 'problem';
  }
  const plans = planBodies(said, { bodies: scope.bodies, finder: scope.finder, root: it.body, asOf: it.asOf });
  for (const plan of plans) judge(rows.get(plan.number)!, plan);
  checking.counts.shortened = plans.filter(({ shortened }) => shortened).length;
  const all = [...rows.values()];
  for (let at = 0; at < all.length; at += 1_000) {
    const some = all.slice(at, at + 1_000);
    await asHouse(db, 'check', async (tx) => {
      await judgeRows(tx, it.id, some);
      await checking.progress(tx, some.length);
    });
  }
}

function judge(row: JudgedRow, { outcome, findings }: BodyPlan): void {
  row.outcome = outcome;
  row.findings.push(...findings);
}
