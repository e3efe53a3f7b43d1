import type { Instant } from '#platform/clock.ts';

/** Rows of one statement: short locks, however much there is. */
export const BATCH = 1_000;

/** What is older than this instant goes. */
export const cutoff = (days: number, now: Instant): Instant => new Date(now.getTime() - days * 86_400_000);

/** The days in force: as set, within what the rule allows today; else as declared. */
export const daysInForce = (rule: { days: number; least: number; most: number }, set: number | undefined): number =>
  set === undefined ? rule.days : Math.min(rule.most, Math.max(rule.least, set));
