/** How long what is kept: rules that modules declare, days that administrators set, and the nightly work. */
import { audit } from '#platform/audit/audit.server.ts';
import type { Actor } from '#modules/people/index.server.ts';
import { namesOf } from '#modules/people/index.server.ts';
import type { Instant } from '#platform/clock.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Db } from '#platform/database/client.ts';
import type { RetentionRule } from '#platform/personal-data.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { DaysSaid } from '../input/retention.ts';
import { maySeeRetention, maySetRetention } from '../rules/permissions.ts';
import { BATCH, cutoff, daysInForce } from '../rules/retention.ts';
import { insertRemoval, latestRemovals, setDays, writeDays, type Removal } from '../store/retention.server.ts';
import { isTopOn, type Officer } from './reach.server.ts';
import { sources } from './sources.server.ts';

type Ground = Pick<Runtime, 'db'>;

/** Every rule of every module. */
export const rules = (): RetentionRule[] => sources().flatMap(({ personal }) => personal.retention ?? []);

/** Days in force, by rule: for pages that tell people how long something is kept. */
export async function retentionDays(db: Db): Promise<Record<string, number>> {
  const set = await asSystem(db, 'privacy: days', setDays);
  return Object.fromEntries(rules().map((rule) => [rule.key, daysInForce(rule, set.get(rule.key)?.days)]));
}

export type RuleLine = {
  key: string;
  days: number;
  standard: number;
  least: number;
  most: number;
  /** Rows that would go if the job ran now. */
  today: number;
  changed: { by: string; at: Instant; reason: string } | null;
};
export type RetentionPage = { rules: RuleLine[]; removals: Removal[]; mayEdit: boolean };

const SHOWN_REMOVALS = 50;

/** The rules with what would go today, and what went. Problem `forbidden`. */
export async function readRetention({ db }: Ground, { actor, now }: Officer): Promise<Result<RetentionPage>> {
  const isTop = await isTopOn(db, now);
  if (!maySeeRetention(actor, isTop)) return problem('forbidden');
  return asSystem(db, 'privacy: dry run', async (tx) => {
    const set = await setDays(tx);
    const names = await namesOf(tx, [...set.values()].map(({ changedBy }) => changedBy));
    const lines: RuleLine[] = [];
    for (const rule of rules()) {
      const own = set.get(rule.key);
      const days = daysInForce(rule, own?.days);
      const { key, least, most, days: standard } = rule;
      const today = await rule.count(tx, cutoff(days, now));
      const changed = own ? { by: names.get(own.changedBy) ?? '–', at: own.changedAt, reason: own.reason } : null;
      lines.push({ key, days, standard, least, most, today, changed });
    }
    return ok({ rules: lines, removals: await latestRemovals(tx, SHOWN_REMOVALS), mayEdit: maySetRetention(actor, isTop) });
  });
}

/**
 * Sets the days of a rule. Problems: `forbidden`, `rule.unknown`, `days.range` {least, most} at `days`.
 * @param said from `readDays`
 */
export async function setRetention({ db }: Ground, said: DaysSaid, { actor, now }: { actor: Actor; now: Instant }): Promise<Result<void>> {
  const isTop = await isTopOn(db, now);
  if (!maySetRetention(actor, isTop)) return problem('forbidden');
  const rule = rules().find(({ key }) => key === said.rule);
  if (!rule) return problem('rule.unknown');
  const { days, reason } = said;
  if (days < rule.least || days > rule.most) {
    return fieldProblem('days', 'days.range', { least: rule.least, most: rule.most });
  }
  return asSystem(db, 'privacy: set days', async (tx) => {
    const before = daysInForce(rule, (await setDays(tx)).get(rule.key)?.days);
    await writeDays(tx, { rule: rule.key, days, reason, changedBy: actor.personId, changedAt: now });
    const details = { rule: rule.key, before, days };
    await audit(tx, { kind: 'privacy.retention', by: actor, bodyId: null, subject: `rule:${rule.key}`, details, now });
    return ok(undefined);
  });
}

/** The nightly work, in batches of their own: what a crash interrupts goes on the next night. @returns rows by rule */
export async function applyRetention({ db, log }: Pick<Runtime, 'db' | 'log'>, now: Instant): Promise<Record<string, number>> {
  const set = await asSystem(db, 'privacy: days', setDays);
  const removed: Record<string, number> = {};
  for (const rule of rules()) {
    const days = daysInForce(rule, set.get(rule.key)?.days);
    const before = cutoff(days, now);
    try {
      removed[rule.key] = await exhaust(db, rule, { days, before, at: now });
    } catch (error) {
      // One rule that fails must not keep everything else for ever.
      log.error({ err: error, rule: rule.key }, 'a rule of keeping failed');
    }
  }
  return removed;
}

async function exhaust(db: Db, rule: RetentionRule, run: { days: number; before: Instant; at: Instant }): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await asSystem(db, `privacy: ${rule.key}`, async (tx) => {
      const count = await rule.apply(tx, run.before, BATCH);
      if (count > 0) await insertRemoval(tx, { rule: rule.key, removed: count, ...run });
      return count;
    });
    total += removed;
    if (removed < BATCH) return total;
  }
}
