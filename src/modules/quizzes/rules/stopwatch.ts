/**
 * How long an attempt has been running on a phone whose clock may be wrong. Time is counted, never read: the wall clock
 * only says how long the tab was gone, and every answer of the server sets the count right. All in milliseconds.
 */
import type { Standing, TicketPayload } from './wire.ts';

/** The two clocks of a device at one moment: one that only counts (performance.now), one that may be set (Date.now). */
export type Moment = { mono: number; wall: number };
export type Stopwatch = {
  /** Since the attempt began, at `at`. */
  elapsed: number;
  at: Moment;
  /** How long this attempt lasts; by the ticket at first, then by the server. */
  total: number;
};

const MINUTE_MS = 60_000;

/** @param serverNow as far as this device knows it */
export function totalOf({ opens, closes, limit, extra }: TicketPayload, serverNow: number): number {
  const began = Math.max(serverNow, opens);
  const until = Math.max(0, closes - began);
  return (limit === null ? until : Math.min(limit * MINUTE_MS, until)) + extra * MINUTE_MS;
}

export const started = (ticket: TicketPayload, serverNow: number, at: Moment): Stopwatch => ({
  elapsed: 0, at, total: totalOf(ticket, serverNow),
});

export const elapsedAt = (watch: Stopwatch, now: Moment): number => watch.elapsed + Math.max(0, now.mono - watch.at.mono);
export const leftAt = (watch: Stopwatch, now: Moment): number => watch.total - elapsedAt(watch, now);

/** The count at this moment, to be kept. */
export const read = (watch: Stopwatch, now: Moment): Stopwatch => ({ ...watch, elapsed: elapsedAt(watch, now), at: now });

/** After the tab was gone: its counting clock began anew, so the wall clock says how long. A clock set back says nothing. */
export const revived = (kept: Stopwatch, now: Moment): Stopwatch => ({
  ...kept, elapsed: kept.elapsed + Math.max(0, now.wall - kept.at.wall), at: now,
});

/** The counting clock of some phones stands still while they sleep; only what was slept through is added. */
export function awoken(watch: Stopwatch, hidden: Moment, now: Moment): Stopwatch {
  const slept = now.wall - hidden.wall - (now.mono - hidden.mono);
  const current = read(watch, now);
  return slept > 1_000 ? { ...current, elapsed: current.elapsed + slept } : current;
}

/** The server's word, which is the only one that counts. */
export const anchored = (standing: Standing, now: Moment): Stopwatch => {
  const began = Date.parse(standing.started);
  return { elapsed: Math.max(0, Date.parse(standing.now) - began), at: now, total: Math.max(0, Date.parse(standing.deadline) - began) };
};

/** What is said aloud while time runs out, in minutes, when it passes from `before` to `after`; null: nothing. */
export function announcement(before: number, after: number): 5 | 1 | null {
  for (const minutes of [1, 5] as const) {
    if (before > minutes * MINUTE_MS && after <= minutes * MINUTE_MS && after > 0) return minutes;
  }
  return null;
}

/** Seconds to wait before a start at the bell, spread over everybody; the stopwatch begins after it. */
export const START_SPREAD_MS = 20_000;
export const startDelay = (chance: number, sinceOpening: number): number =>
  sinceOpening < MINUTE_MS ? Math.round(chance * START_SPREAD_MS) : 0;

const BACK_OFF = { first: 1_000, most: 60_000 };
/** Before trying again: doubled each time, spread by half around it, never before the server asked. @param chance 0 to 1 */
export function waitBefore(attempt: number, chance: number, retryAfter: number | null): number {
  const wait = Math.min(BACK_OFF.most, BACK_OFF.first * 2 ** attempt) * (0.5 + chance);
  return retryAfter === null ? wait : Math.max(wait, retryAfter * (1 + chance / 2));
}
