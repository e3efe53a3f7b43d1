/** What an attempt is worth, from the answers that stand. */
import type { Answer, Question } from '#modules/questions/index.server.ts';
import { passes } from './certificate.ts';
import { lateCounts, writtenInTime, type LateDecision, type LateRule } from './late.ts';
import { finalsOf, submitSeq } from './attempt.ts';
import { toBank, type FullItem, type FullSheet } from './sheet.ts';
import type { Given } from './wire.ts';

/** An answer of the live epoch as it is stored. */
export type Kept = { item: number; seq: number; answer: Given | null; deviceMs: number; late: boolean };

export type LateTerms = { startedAt: Date; deadline: Date; rule: LateRule; decision: LateDecision };

/**
 * The answers that count: nothing after the submit, and of what came late only what was written in time, as the quiz's
 * rule or an officer says. @returns by item; a cleared answer is absent
 */
export function standing(events: readonly Kept[], terms: LateTerms): Map<number, Kept & { answer: Given }> {
  const submit = submitSeq(events);
  const counted = events.filter(({ seq, late, deviceMs }) =>
    (submit === null || seq < submit)
    && (!late || lateCounts(writtenInTime(deviceMs, terms.startedAt, terms.deadline), terms.rule, terms.decision)));
  const finals = [...finalsOf(counted)].filter(([, event]) => event.answer !== null);
  return new Map(finals as [number, Kept & { answer: Given }][]);
}

export type Score = (question: Question, answer: Answer | null) => number | null;
export type Settled = { answered: number; correct: number; points: number; ofPoints: number; toRead: boolean };

/** Null: a person has to read it. */
export const itemScore = (item: FullItem, given: Given | null, score: Score): number | null =>
  item.granted ? 1 : score(item.question, given === null ? null : toBank(item, given));

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

export function settle(sheet: FullSheet, answers: ReadonlyMap<number, { answer: Given }>, score: Score): Settled {
  const scores = sheet.items.map((item, at) => itemScore(item, answers.get(at)?.answer ?? null, score));
  const points = sheet.items.reduce((sum, item, at) => sum + item.asked.points * (scores[at] ?? 0), 0);
  return {
    answered: answers.size,
    correct: scores.filter((one) => one === 1).length,
    points: thousandths(points),
    ofPoints: thousandths(sheet.items.reduce((sum, { asked }) => sum + asked.points, 0)),
    toRead: scores.includes(null),
  };
}

/** Null: nothing is passed, or not yet known. */
export const passed = (settled: Settled, passMark: number | null): boolean | null =>
  settled.toRead || settled.ofPoints === 0 ? null : passes({ ...settled, ordinal: 1 }, passMark);
