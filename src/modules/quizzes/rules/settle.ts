/**
 * What an attempt is worth, from the answers that stand. Open text enters by the share of its item's points that a reader
 * gave for this very answer (rules/grading.ts); until every one is read the attempt is neither passed nor failed.
 */
import type { Answer, Question } from '#modules/questions/index.server.ts';
import { passes } from './certificate.ts';
import { lateCounts, writtenInTime, type LateDecision, type LateRule } from './late.ts';
import { finalsOf, submitSeq } from './attempt.ts';
import { toBank, type FullItem, type FullSheet } from './sheet.ts';
import type { Given } from './wire.ts';

/** An answer of the live epoch as it is stored. */
export type Kept = {
  item: number; seq: number; answer: Given | null; deviceMs: number; late: boolean;
  /** Of open text, from 0 to 1, as a reader gave it for this answer; null: not read. */
  share?: number | null;
};

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
export type Settled = {
  answered: number; correct: number; points: number; ofPoints: number; toRead: boolean;
  /** Open text that stands and counts, read or not; null for a sheet without any. */
  readings: Reading[] | null;
};
export type Reading = { item: number; versionId: number; seq: number };
type Stands = { answer: Given; share?: number | null };

/** Null: a person has to read it. */
export function itemScore(item: FullItem, stands: Stands | undefined, score: Score): number | null {
  if (item.granted) return 1;
  return score(item.question, stands ? toBank(item, stands.answer) : null) ?? stands?.share ?? null;
}

/** What was taken out of the quiz, or is right whatever it says, is read by nobody. */
const isRead = ({ question, granted, asked }: FullItem): boolean => question.type === 'open' && !granted && asked.points > 0;

const thousandths = (value: number): number => Math.round(value * 1_000) / 1_000;

export function settle(sheet: FullSheet, answers: ReadonlyMap<number, Stands & { seq: number }>, score: Score): Settled {
  const scores = sheet.items.map((item, at) => itemScore(item, answers.get(at), score));
  const points = sheet.items.reduce((sum, item, at) => sum + item.asked.points * (scores[at] ?? 0), 0);
  const readings = sheet.items.flatMap((item, at) => {
    const seq = answers.get(at)?.seq;
    return isRead(item) && seq !== undefined ? [{ item: at, versionId: item.versionId, seq }] : [];
  });
  return {
    answered: answers.size,
    correct: scores.filter((one) => one === 1).length,
    points: thousandths(points),
    ofPoints: thousandths(sheet.items.reduce((sum, { asked }) => sum + asked.points, 0)),
    toRead: readings.some(({ item }) => scores[item] === null),
    readings: sheet.items.some(({ question }) => question.type === 'open') ? readings : null,
  };
}

/** Null: nothing is passed, or not yet known. */
export const passed = (settled: Pick<Settled, 'points' | 'ofPoints' | 'toRead'>, passMark: number | null): boolean | null =>
  settled.toRead || settled.ofPoints === 0 ? null : passes({ ...settled, ordinal: 1 }, passMark);
