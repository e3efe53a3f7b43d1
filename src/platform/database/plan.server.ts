import { sql } from 'kysely';
import type { Db } from './client.ts';

/**
 * For the rest of the transaction every statement is planned for the values it is asked with. A named statement gets one
 * plan for all values after its fifth run; where the same text sums a hamlet and a country, that plan takes three times
 * as long for the country (bench `rates`).
 */
export async function planForValues(tx: Db): Promise<void> {
  await sql`set local plan_cache_mode = force_custom_plan`.execute(tx);
}
