import { sql } from 'kysely';
import type { Db } from '#platform/database/client.ts';

export async function setStepLeaf(tx: Db, stepId: number, leaf: string): Promise<void> {
  await sql`update ideas.step set ledger_leaf = decode(${leaf}, 'hex') where id = ${stepId}`.execute(tx);
}
