import { typedMoment } from '../rules/quiz.ts';
import type { QuizPage, TypedQuiz } from '../index.server.ts';

const text = (value: number | null): string => (value === null ? '' : String(value));
/** 8250 is "82,5". */
export const percentText = (hundredths: number | null): string =>
  hundredths === null ? '' : String(hundredths / 100).replace('.', ',');

/** A quiz as its form shows it before anybody has typed. */
export function typedOf({ quiz, sittings }: QuizPage): TypedQuiz {
  return {
    campaign: String(quiz.campaignId), title: quiz.title, paper: text(quiz.paperId), sheets: text(quiz.sheetCount), mode: quiz.mode,
    limit: text(quiz.limit), attempts: text(quiz.attempts), counts: quiz.counts, passMark: percentText(quiz.passMark),
    explanations: quiz.explanations, lateRule: quiz.lateRule, tie: quiz.tieBreaks[0] ?? 'correct', note: '', reason: '', seen: '',
    shuffleItems: quiz.shuffleItems, shuffleOptions: quiz.shuffleOptions, certificate: quiz.certificate, ranking: quiz.ranking,
    guessAsked: quiz.guessAsked,
    sittings: sittings.map(({ opens, closes, places, sessionId }) => {
      const [from, until] = [typedMoment(opens), typedMoment(closes)];
      const untilDay = until.day === from.day ? '' : until.day;
      return { day: from.day, from: from.clock, untilDay, until: until.clock, places: text(places), session: text(sessionId) };
    }),
  };
}
