/**
 * The order of a contest, and what of it everybody may see (docs/decisions/0025). Consent decides whether a name stands
 * beside a place and never which place it is: nothing here knows who agreed.
 */
import { SMALL } from '#platform/text/disclosure.ts';
import type { Instant } from '#platform/clock.ts';
import type { QuizState } from './attempt.ts';
import { passes } from './certificate.ts';
import type { LateDecision, LateRule } from './late.ts';
import type { TieBreak } from './quiz.ts';

/** One person with the attempt that counts. `seconds`: `secondsUsed`; `handedIn`: server's time, in whole seconds. */
export type Contestant = {
  id: number;
  points: number;
  ofPoints: number;
  correct: number;
  seconds: number;
  /** How many would answer everything right, as it was guessed first; null: not guessed. */
  guess: number | null;
  handedIn: number;
};
export type Placed<Each extends Contestant = Contestant> = Each & { place: number };

/** Fewer ranked people than these have no public list: those without a name in it would be too few to hide among. */
export const FEWEST = 2 * SMALL;
/** Places on one page, and on all of them. */
export const PAGE = 100;
export const MOST_PLACES = 500;

/** Points have three decimals; whole thousandths keep a comparison exact. */
const thousandths = (value: number): number => Math.round(value * 1_000);
export const isPerfect = ({ points, ofPoints }: Pick<Contestant, 'points' | 'ofPoints'>): boolean =>
  ofPoints > 0 && thousandths(points) === thousandths(ofPoints);
/** How many have everything right: what the guess was about. */
export const perfectOf = (people: readonly Contestant[]): number => people.filter(isPerfect).length;

/** Sheets may be worth different totals, and a question that was taken out is missing from one: shares are compared. */
function byPoints(a: Contestant, b: Contestant): number {
  const of = (one: Contestant): number => Math.max(1, thousandths(one.ofPoints));
  return thousandths(b.points) * of(a) - thousandths(a.points) * of(b);
}

/** Whoever did not guess stands behind whoever did; two who did not are equal. */
function byGuess(a: Contestant, b: Contestant, truth: number): number {
  const off = ({ guess }: Contestant): number => (guess === null ? Number.MAX_SAFE_INTEGER : Math.abs(guess - truth));
  return off(a) - off(b);
}

const breaks: Record<TieBreak, (a: Contestant, b: Contestant, truth: number) => number> = {
  correct: (a, b) => b.correct - a.correct,
  time: (a, b) => a.seconds - b.seconds,
  guess: byGuess,
  earliest: (a, b) => a.handedIn - b.handedIn,
};

/** Points first, then each tie-break in turn, asked only when all before it are equal. @returns negative: `a` is ahead */
export function compare(a: Contestant, b: Contestant, tieBreaks: readonly TieBreak[], truth: number): number {
  return tieBreaks.reduce((decided, each) => decided || breaks[each](a, b, truth), byPoints(a, b));
}

/** In order, with places; equals share one, and as many are skipped (1, 2, 2, 4). Among equals by number, as good as any. */
export function rank<Each extends Contestant>(people: readonly Each[], tieBreaks: readonly TieBreak[]): Placed<Each>[] {
  const truth = perfectOf(people);
  const sorted = [...people].sort((a, b) => compare(a, b, tieBreaks, truth) || a.id - b.id);
  let place = 1;
  return sorted.map((one, at) => {
    const before = sorted[at - 1];
    if (before && compare(before, one, tieBreaks, truth) !== 0) place = at + 1;
    return { ...one, place };
  });
}

/**
 * Who stands in the public list, from the front: only the better half, so that whoever is not named can be any of at
 * least `SMALL` people; only those who passed or, where nothing is passed, have half of the points, so that nobody's low
 * score is shown, named or not; at most `MOST_PLACES`. Equals are shown together or not at all.
 */
export function publicPart<Each extends Contestant>(placed: readonly Placed<Each>[], passMark: number | null): Placed<Each>[] {
  if (placed.length < FEWEST) return [];
  const most = Math.min(Math.floor(placed.length / 2), MOST_PLACES);
  const good = placed.filter((one) => passes({ ...one, ordinal: 1 }, passMark ?? 5_000) === true);
  const next = placed[most]?.place;
  return good.filter(({ place }, at) => at < most && place !== next);
}

type Timed = { startedAt: Instant; deadline: Instant; handedIn: Instant; extraMinutes: number };

/**
 * Time used by the server's clock, in whole seconds, at most until the deadline: what came later was on its way. Whoever
 * was given more minutes is measured by their part of the longer time, so that the minutes are no handicap, and nobody
 * can read from the list that somebody needed them.
 */
export function secondsUsed({ startedAt, deadline, handedIn, extraMinutes }: Timed): number {
  const allowed = Math.max(0, deadline.getTime() - startedAt.getTime());
  const used = Math.min(allowed, Math.max(0, handedIn.getTime() - startedAt.getTime()));
  const usual = Math.max(0, allowed - extraMinutes * 60_000);
  return Math.floor((allowed === 0 ? 0 : used * (usual / allowed)) / 1_000);
}

/** Answers that were written in time and came late keep an attempt out, unless the rule or an officer lets them count. */
export const isAccepted = (late: boolean, rule: LateRule, decision: LateDecision): boolean =>
  !late || rule === 'count' || (rule === 'decide' && decision === 'count');
/** An officer still has to say so. */
export const isUndecided = (late: boolean, rule: LateRule, decision: LateDecision): boolean =>
  late && rule === 'decide' && decision === null;

export type RankingStanding = 'soon' | 'counting' | 'few' | 'out' | 'cancelled';

/** `closes`: the end of the last sitting. `people`: ranked, null before that. */
export function standingOf(
  { state, closes, people }: { state: QuizState; closes: Instant; people: number | null }, now: Instant,
): RankingStanding {
  if (state === 'cancelled') return 'cancelled';
  if (closes > now) return 'soon';
  if (state !== 'closed' || people === null) return 'counting';
  return people < FEWEST ? 'few' : 'out';
}
/** One's own place is told from here on: of fewer it would say where the others stand. */
export const tellsOwnPlace = (people: number | null): boolean => people !== null && people >= SMALL;
