import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type Metrics = {
  registry: Registry;
  /**
   * Seconds, by method, route id (never a path: a path can hold a code) and status class; without what the page cache
   * answered.
   */
  requests: Histogram<'method' | 'route' | 'status'>;
  /** Plain numbers, read at scrape time: a labelled counter would cost as much as the rest of a cached answer. */
  cache: { hit: number; revalidated: number; miss: number };
  errors: Counter<string>;
};

/** Prometheus figures of this process; `waiting` reads the pool's queue at scrape time. */
export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const cache = { hit: 0, revalidated: 0, miss: 0 };
  new Counter({
    name: 'caunoi_page_cache_total',
    help: 'Pages for readers who are not signed in: answered from memory, unchanged at the reader, rendered',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, times] of Object.entries(cache)) this.inc({ result }, times);
    },
  });
  new Gauge({
    name: 'caunoi_database_waiting',
    help: 'Requests waiting for a database connection',
    registers,
    collect() {
      this.set(waiting());
    },
  });
  return {
    registry,
    requests: new Histogram({
      name: 'caunoi_request_seconds',
      help: 'Time to answer a request that the page cache did not answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    cache,
    errors: new Counter({ name: 'caunoi_errors_total', help: 'Unexpected failures', registers }),
  };
}
