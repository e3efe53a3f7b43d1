import type { Db } from './client.ts';

export type ReadModel<Model> = {
  /**
   * The model, from memory in almost every call. Inside a transaction it may be older than what was just
   * written.
   */
  (db: Db): Promise<Model>;
  /**
   * Call after committing a change so that this process sees it at once; other processes see it within
   * seconds.
   */
  forget(db: Db): void;
};

type Entry<Model> = { model: Promise<Model>; revision: string; checkedAt: number };

/** Other processes notice a change after at most this long; one tiny query per process and period. */
const RECHECK_MS = 5_000;

/**
 * Keeps a small, rarely changing table set in memory, per database. `revision` is one cheap query whose
 * answer changes with every write; `load` reads the whole model.
 */
export function readModel<Model>(options: {
  revision: (db: Db) => Promise<string>;
  load: (db: Db) => Promise<Model>;
}): ReadModel<Model> {
  // A database and its transactions share their adapter object, and nothing else that is public.
  const entries = new WeakMap<object, Entry<Model>>();
  const keyOf = (db: Db) => db.getExecutor().adapter;

  async function read(db: Db): Promise<Model> {
    const entry = entries.get(keyOf(db));
    const fresh = entry && performance.now() - entry.checkedAt < RECHECK_MS;
    if (entry && (fresh || db.isTransaction)) return entry.model;
    // What a transaction sees may be rolled back: never kept.
    if (db.isTransaction) return options.load(db);
    if (entry) entry.checkedAt = performance.now();
    const revision = await options.revision(db);
    if (entry && entry.revision === revision) return entry.model;
    const model = options.load(db);
    entries.set(keyOf(db), { model, revision, checkedAt: performance.now() });
    model.catch(() => entries.delete(keyOf(db)));
    return model;
  }

  return Object.assign(read, { forget: (db: Db) => void entries.delete(keyOf(db)) });
}
