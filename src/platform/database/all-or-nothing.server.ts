import type { Failed, Result } from '../result.ts';
import type { Db } from './client.ts';

/** Carries a refusal out of the transaction, which only an exception undoes. */
class Refused extends Error {
  readonly failed: Failed;
  constructor(failed: Failed) {
    super('refused');
    this.failed = failed;
  }
}

/** Runs `work` in one transaction; what it refuses leaves nothing half-written behind. */
export async function allOrNothing<T>(db: Db, work: (tx: Db) => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await db.transaction().execute(async (tx) => {
      const done = await work(tx);
      if (!done.ok) throw new Refused(done);
      return done;
    });
  } catch (error) {
    if (error instanceof Refused) return error.failed;
    throw error;
  }
}
