/** A corrected key: what it does to a sheet, and what it changed for whom, in numbers. */
import type { Question } from '#modules/questions/index.server.ts';
import { SMALL } from '#platform/text/disclosure.ts';
import { passes } from './certificate.ts';
import type { FullItem, FullSheet } from './sheet.ts';

export const correctionKinds = ['key', 'granted', 'annulled'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];
export type Correction = { versionId: number; kind: CorrectionKind; question: Question | null };

function corrected(item: FullItem, { kind, question }: Correction): FullItem {
  if (kind === 'granted') return { ...item, granted: true };
  if (kind === 'annulled') return { ...item, asked: { ...item.asked, points: 0 } };
  return question === null ? item : { ...item, question };
}

/** The sheet with the corrected item; the same sheet when it does not ask it. */
export function correctSheet(sheet: FullSheet, correction: Correction): FullSheet {
  if (!sheet.items.some(({ versionId }) => versionId === correction.versionId)) return sheet;
  return { ...sheet, items: sheet.items.map((item) => (item.versionId === correction.versionId ? corrected(item, correction) : item)) };
}

/**
 * Is it another key to the same question? Options, pairs and steps stay what was shown: only what is right may change.
 */
export function sameQuestion(before: Question, after: Question): boolean {
  if (before.type === 'single' || before.type === 'multiple') {
    return after.type === before.type && after.options.length === before.options.length
      && after.options.every(({ text }, at) => text === before.options[at]?.text)
      && after.options.some(({ right }) => right);
  }
  if (before.type === 'truefalse' || before.type === 'number') return after.type === before.type;
  return before.type === 'short' && after.type === 'short' && after.accepted.length > 0;
}

export type Regrade = { beforePoints: number; beforeOf: number; afterPoints: number; afterOf: number };
export type Summary = { attempts: number; up: number; same: number; down: number; nowPass: number; noLongerPass: number };
const share = (points: number, of: number): number => (of === 0 ? 0 : points / of);
const EQUAL = 1e-9;

export function summaryOf(regrades: readonly Regrade[], passMark: number | null): Summary {
  const changes = regrades.map((one) => share(one.afterPoints, one.afterOf) - share(one.beforePoints, one.beforeOf));
  const pass = (points: number, ofPoints: number): boolean => passes({ ordinal: 1, points, ofPoints }, passMark) === true;
  return {
    attempts: regrades.length,
    up: changes.filter((change) => change > EQUAL).length,
    same: changes.filter((change) => Math.abs(change) <= EQUAL).length,
    down: changes.filter((change) => change < -EQUAL).length,
    nowPass: regrades.filter((one) => !pass(one.beforePoints, one.beforeOf) && pass(one.afterPoints, one.afterOf)).length,
    noLongerPass: regrades.filter((one) => pass(one.beforePoints, one.beforeOf) && !pass(one.afterPoints, one.afterOf)).length,
  };
}

/** A quiz with few attempts keeps the figures to itself: each would be somebody. */
export const summaryShown = (summary: Summary): Summary | null => (summary.attempts < SMALL ? null : summary);
