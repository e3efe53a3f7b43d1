import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

export type Metrics = {
  registry: Registry;
  /** Seconds, by method, route id (never a path: a path can hold a code) and status class. */
  requests: Histogram<'method' | 'route' | 'status'>;
  cache: Counter<'result'>;
  errors: Counter<string>;
};

/** Prometheus figures of this process; `waiting` reads the pool's queue at scrape time. */
export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
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
      help: 'Time to answer a request',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers,
    }),
    cache: new Counter({
      name: 'caunoi_page_cache_total',
      help: 'Anonymous pages by hit, miss and revalidated',
      labelNames: ['result'],
      registers,
    }),
    errors: new Counter({ name: 'caunoi_errors_total', help: 'Unexpected failures', registers }),
  };
}
