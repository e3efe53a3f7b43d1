import type { Result } from '../result.ts';
import { ok, problem } from '../result.ts';

export type BoundedQueue = {
  /**
   * Runs the task as soon as a place is free. Refuses with `limits.busy` (`retryAfter` in seconds) when too
   * many wait already; an exception of the task passes through.
   */
  run<T>(task: () => Promise<T>): Promise<Result<T>>;
  /** For metrics and tests. */
  readonly running: number;
  readonly waiting: number;
};

export type QueueSize = {
  /** Tasks at the same time. */
  concurrency: number;
  /** Tasks that may wait; one more is refused at once. */
  maxWaiting: number;
  /** First guess of how long one task takes, in milliseconds; later the queue uses what it measured. */
  usualMs: number;
};

/** Weight of the newest measurement in the running mean: about the last ten tasks count. */
const NEWEST = 0.2;

/**
 * A queue that says no. Password hashing and picture decoding cost so much CPU and memory that waiting
 * callers must not pile up: it is better to answer "come back in 3 seconds" at once than to let everybody
 * time out.
 */
export function createBoundedQueue({ concurrency, maxWaiting, usualMs }: QueueSize): BoundedQueue {
  let running = 0;
  let meanMs = usualMs;
  const waiting: Array<() => void> = [];

  const retryAfter = (): number =>
    Math.max(1, Math.ceil((meanMs * (waiting.length + running)) / concurrency / 1000));

  /** The place is handed over instead of being freed, so that a newcomer cannot overtake those who wait. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  const enter = async (): Promise<void> => {
    if (running < concurrency) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };

  return {
    async run(task) {
      if (running >= concurrency && waiting.length >= maxWaiting) {
        return problem('limits.busy', { retryAfter: retryAfter() });
      }
      await enter();
      const start = performance.now();
      try {
        return ok(await task());
      } finally {
        meanMs += (performance.now() - start - meanMs) * NEWEST;
        leave();
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return waiting.length;
    },
  };
}
