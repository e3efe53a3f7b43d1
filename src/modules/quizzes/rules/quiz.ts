/** A quiz at the desk: its rules (thể lệ) as data, its steps, and who may take them. */
import { dayOf, TIME_ZONE, type Instant } from '#platform/clock.ts';
import { addressWith, pageChoice } from '#platform/http/address.ts';
import { holds, type Acting, type IsWithin } from '#platform/policy.ts';
import type { QuizState } from './attempt.ts';

export const modes = ['practice', 'test', 'contest'] as const;
export type Mode = (typeof modes)[number];
export const counting = ['best', 'last', 'first'] as const;
export const explaining = ['answered', 'submitted', 'closed', 'never'] as const;
export const lateRules = ['count', 'decide', 'ignore'] as const;
/** What comes first between two who have the same points. */
export const tieBreaks = ['correct', 'time', 'guess', 'earliest'] as const;
export type TieBreak = (typeof tieBreaks)[number];

/** Sittings of a quiz, sheets of a sitting, and quizzes on one page of the list. */
export const MOST_SITTINGS = 12;
export const MOST_SHEETS = 24;
export const PAGE = 20;
/** Attempts with late answers on one page. */
export const LATE_PAGE = 50;

export type QuizRules = {
  title: string;
  paperId: number | null;
  sheetCount: number;
  mode: Mode;
  limit: number | null;
  attempts: number | null;
  counts: (typeof counting)[number];
  /** Hundredths of a per cent. */
  passMark: number | null;
  shuffleItems: boolean;
  shuffleOptions: boolean;
  explanations: (typeof explaining)[number];
  lateRule: (typeof lateRules)[number];
  certificate: boolean;
  ranking: boolean;
  tieBreaks: TieBreak[];
  guessAsked: boolean;
};

/** A time in which it is answered; `places` null: for everybody. `sessionId`: the session after which it is. */
export type NewSitting = { opens: Instant; closes: Instant; places: number | null; sessionId: number | null };

/** Practice with explanations is what follows a resolution, unless somebody says otherwise. */
export const usual: Omit<QuizRules, 'title'> = {
  paperId: null, sheetCount: 4, mode: 'practice', limit: null, attempts: null, counts: 'best', passMark: null,
  shuffleItems: true, shuffleOptions: true, explanations: 'answered', lateRule: 'count', certificate: false, ranking: false,
  tieBreaks: [...tieBreaks], guessAsked: false,
};

/** What does not go together; at the field that has to change. */
export function wrongRules(rules: QuizRules): { field: string; code: string }[] {
  const wrong = (field: string, code: string, is: boolean) => (is ? [{ field, code }] : []);
  const { mode, explanations, attempts, ranking, guessAsked } = rules;
  return [
    // Whoever sees the key after each answer knows it for the answers that count.
    ...wrong('explanations', 'explanations.early', mode !== 'practice' && explanations === 'answered'),
    ...wrong('explanations', 'explanations.again', mode !== 'practice' && explanations === 'submitted' && attempts !== 1),
    ...wrong('attempts', 'attempts.contest', mode === 'contest' && attempts === null),
    ...wrong('ranking', 'ranking.contest', mode !== 'contest' && ranking),
    ...wrong('guessAsked', 'guess.contest', mode !== 'contest' && guessAsked),
  ];
}

export type Step = 'save' | 'submit' | 'giveBack' | 'publish' | 'cancel';
const steps: Record<Step, readonly QuizState[]> = {
  save: ['draft'], submit: ['draft'], giveBack: ['submitted'], publish: ['submitted'], cancel: ['draft', 'submitted', 'published'],
};
export const mayStep = (state: QuizState, step: Step): boolean => steps[step].includes(state);
/** What becomes public or is taken back asks once more who it is. */
export const asksProof = (step: string): boolean => step === 'publish' || step === 'cancel';

const anyOf = (actor: Acting, roles: readonly string[], bodyId: number, isWithin: IsWithin): boolean =>
  roles.some((role) => holds(actor, role, bodyId, isWithin));
export const mayWrite = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  anyOf(actor, ['officer', 'editor', 'administrator'], bodyId, isWithin);
export const mayPublish = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  anyOf(actor, ['officer', 'reviewer', 'administrator'], bodyId, isWithin);
export const maySee = (actor: Acting, bodyId: number, isWithin: IsWithin): boolean =>
  mayWrite(actor, bodyId, isWithin) || mayPublish(actor, bodyId, isWithin);

const DESK = ['officer', 'editor', 'administrator', 'reviewer'];
/** The bodies in which the actor works on quizzes by a role of their own, each once. */
export const deskRoots = (actor: Acting): number[] =>
  actor.kind === 'person'
    ? [...new Set(actor.grants.filter(({ role }) => DESK.includes(role)).map(({ bodyId }) => bodyId))]
    : [];

export type QuizQuery = { q: string; state: QuizState | null; page: number };
export function quizzesHref(query: QuizQuery, change: Partial<QuizQuery>): string {
  const { q, state, page } = { ...query, page: 1, ...change };
  return addressWith('/desk/quizzes', { q, state, page: pageChoice(page) });
}

const clockIn = new Intl.DateTimeFormat('vi-VN', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit', hour12: false });
/** A moment as the form of sittings shows it: day and clock in Viet Nam. */
export const typedMoment = (at: Instant): { day: string; clock: string } => ({ day: dayOf(at), clock: clockIn.format(at) });
