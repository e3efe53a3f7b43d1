/** An export of statements: what was asked for, and who may ask. */
import type { Instant } from '#platform/clock.ts';
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';

export const statementFormats = ['json', 'jsonl'] as const;
export type StatementFormat = (typeof statementFormats)[number];
export const STATEMENT_PURPOSE = { least: 5, most: 300 } as const;
/** A province of 40,000 who answered 24 items each; about a gigabyte. */
export const MOST_STATEMENTS = 1_000_000;
/** Whoever asked may fetch the file for an hour. */
export const STATEMENT_HOURS = 1;

export type StatementsAsked = { format: StatementFormat; items: boolean; purpose: string };
export type StatementExport = StatementsAsked & { id: number; quizId: number; askedBy: string; askedAt: Instant };

export const mayExport = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  holds(actor, 'officer', bodyId, isWithin) || holds(actor, 'administrator', bodyId, isWithin);

export const canBeTaken = ({ askedAt }: Pick<StatementExport, 'askedAt'>, now: Instant): boolean =>
  now.getTime() - askedAt.getTime() < STATEMENT_HOURS * 3_600_000;
