import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export async function setStepLeaf(tx: Db, stepId: number, leaf: string): Promise<void> {
  await sql`update ideas.step set ledger_leaf = decode(${leaf}, 'hex') where id = ${stepId}`.execute(tx);
}

/** What a decision's ledger leaf commits to, as it stands today. */
export async function findStepContent(
  db: Db,
  stepId: number,
): Promise<{ reason: string | null; text: string | null } | undefined> {
  const { rows } = await sql<{ reason: string | null; text: string | null }>`
    select reason, text from ideas.step where id = ${stepId}`.execute(db);
  return rows[0];
}
