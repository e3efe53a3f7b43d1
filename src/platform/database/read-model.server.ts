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

type Loaded<Model> = { model: Model; revision: string };
type Entry<Model> = { loading: Promise<Loaded<Model>>; loaded?: Loaded<Model>; checkedAt: number };

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
    // What a transaction sees may be rolled back: never kept. Nor may it wait for others, whom it may be keeping from
    // the last connection.
    if (db.isTransaction) return entry?.loaded ? entry.loaded.model : options.load(db);
    if (!entry) return (await keep(db, load(db))).model;
    const { model, revision } = await entry.loading;
    if (performance.now() - entry.checkedAt < RECHECK_MS) return model;
    entry.checkedAt = performance.now();
    if ((await options.revision(db)) === revision) return model;
    return (await keep(db, load(db))).model;
  }

  async function load(db: Db): Promise<Loaded<Model>> {
    const revision = await options.revision(db);
    return { model: await options.load(db), revision };
  }

  /** At once, so that the dozens of calls of a first page wait for one load instead of starting one each. */
  function keep(db: Db, loading: Promise<Loaded<Model>>): Promise<Loaded<Model>> {
    const entry: Entry<Model> = { loading, checkedAt: performance.now() };
    entries.set(keyOf(db), entry);
    loading.then(
      (loaded) => void (entry.loaded = loaded),
      () => entries.get(keyOf(db)) === entry && entries.delete(keyOf(db)),
    );
    return loading;
  }

  return Object.assign(read, { forget: (db: Db) => void entries.delete(keyOf(db)) });
}
