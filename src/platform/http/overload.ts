/**
 * When there is more than the machine can do, something is refused at once, so that the rest is answered: pages first,
 * answers of a quiz last. Measured where it hurts: how late the process comes to what is due, and how many wait for a
 * connection to the database.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export type Load = {
  refusesPages(): boolean;
  refusesAnswers(): boolean;
};

/** Milliseconds by which the process is late, 90 of 100 times, for a whole second: one slow page is no overload. */
const PAGES_LATE = 400;
const ANSWERS_LATE = 2_000;
const MOMENTS = 4;
/** Waiting for one of 20 connections: each waits for as many pages before it, divided by 20. */
const PAGES_WAITING = 400;
const EVERY_MS = 250;
const RESOLUTION_MS = 10;

/** @param waiting how many wait for a connection just now */
export function watchLoad(waiting: () => number): Load {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const moments: number[] = Array.from({ length: MOMENTS }, () => 0);
  const isLate = (limit: number): boolean => moments.every((late) => late > limit);
  const timer = setInterval(() => {
    moments.push(delay.percentile(90) / 1e6 - RESOLUTION_MS);
    moments.shift();
    delay.reset();
  }, EVERY_MS);
  // Whoever watches must not be the reason that the process goes on.
  timer.unref();
  return {
    refusesPages: () => isLate(PAGES_LATE) || waiting() > PAGES_WAITING,
    refusesAnswers: () => isLate(ANSWERS_LATE),
  };
}

/** Seconds from `least` to `most`, other ones for everybody: who was sent away together does not come back together. */
export const retryAfter = (least: number, most: number): string =>
  String(least + Math.floor(Math.random() * (most - least + 1)));
