/** The ranking of a contest: worked out by a job when nothing can change it any more, shown to everybody with consent. */
import { bodyName } from '#modules/organisation/index.server.ts';
import { campaignsNamed } from '#modules/study/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { countingAttempt } from '../rules/certificate.ts';
import {
  isAccepted, isUndecided, PAGE, perfectOf, publicPart, rank, secondsUsed, standingOf, type Contestant, type RankingStanding,
} from '../rules/ranking.ts';
import {
  attemptsToRank, contestsOf, countShown, dueForRanking, findContest, shownRows, takeContest, writeRanking, type Contest,
  type RankedAttempt, type ShownRow,
} from '../store/ranking.server.ts';

type Ground = Pick<Runtime, 'db'>;
const house = <T>(db: Db, why: string, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, `quizzes: ${why}`, work);

/** Not final yet: not settled, to be read by a person, or late and not decided. What is open is out, and changes nothing. */
const isPending = (one: RankedAttempt, { lateRule }: Contest): boolean =>
  one.state !== 'open' && (!one.settled || one.toRead || isUndecided(one.late, lateRule, one.decision));

/** One line a person: the attempt that counts, with the guess that was made first. */
function contestantsOf(attempts: readonly RankedAttempt[], { counts, lateRule }: Contest): Contestant[] {
  const byTicket = Map.groupBy(attempts, ({ ticket }) => ticket);
  return [...byTicket].flatMap(([id, own]) => {
    const over = own.filter((one) => one.state !== 'open' && one.answered > 0 && isAccepted(one.late, lateRule, one.decision));
    const counting = countingAttempt(over, counts);
    if (!counting) return [];
    const { points, ofPoints, correct, startedAt } = counting;
    const seconds = secondsUsed(counting);
    const guess = own.find((one) => one.guess !== null)?.guess ?? null;
    return [{ id, points, ofPoints, correct, seconds, guess, handedIn: Math.floor(startedAt.getTime() / 1_000) + seconds }];
  });
}

/** @returns whether the places were written; not while something is still to be settled, read or decided */
export function rankContest({ db }: Ground, quizId: number, now: Instant): Promise<boolean> {
  return house(db, 'ranking of a contest', async (tx) => {
    const contest = await takeContest(tx, quizId);
    if (contest?.state !== 'closed') return false;
    const attempts = await attemptsToRank(tx, quizId);
    if (attempts.some((one) => isPending(one, contest))) return false;
    const placed = rank(contestantsOf(attempts, contest), contest.tieBreaks);
    const shown = new Set(publicPart(placed, contest.passMark).map(({ id }) => id));
    await writeRanking(tx, quizId, { placed, shown, perfect: perfectOf(placed) }, now);
    return true;
  });
}

export const rankingJob: Job = {
  name: 'quizzes.ranking',
  everySeconds: 20,
  async run(runtime) {
    for (const quiz of await house(runtime.db, 'contests to rank', dueForRanking)) await rankContest(runtime, quiz, new Date());
  },
};

export type RankingRow = Omit<ShownRow, 'branchId'> & { body: string | null };
export type RankingPage = {
  quizId: number;
  title: string;
  campaign: string;
  body: string;
  sample: boolean;
  cancelledReason: string | null;
  standing: RankingStanding;
  /** End of the last sitting. */
  closes: Instant;
  rankedAt: Instant | null;
  tieBreaks: Contest['tieBreaks'];
  passMark: number | null;
  /** Null where nobody was asked to guess. */
  perfect: number | null;
  /** Ranked, and how many of them are in the list. */
  people: number;
  shown: number;
  page: number;
  rows: RankingRow[];
};

/** For everybody. Problem `quiz.missing`: none, or none with a public ranking, or not published. */
export async function readRanking({ db }: Ground, quizId: number, page: number, now: Instant): Promise<Result<RankingPage>> {
  const contest = await findContest(db, quizId);
  if (!contest) return problem('quiz.missing');
  const standing = standingOf(contest, now);
  const out = standing === 'out';
  const [campaigns, body, list] = await Promise.all([
    campaignsNamed(db, [contest.campaignId]), bodyName(db, contest.bodyId, dayOf(contest.closes), dayOf(now)),
    out ? listOf(db, contest, page, now) : { shown: 0, page: 1, rows: [] },
  ]);
  const { title, sample, cancelledReason, closes, rankedAt, tieBreaks, passMark, guessAsked, perfect, people } = contest;
  return ok({
    quizId, title, campaign: campaigns.get(contest.campaignId)?.title ?? '', body, sample, cancelledReason, standing, closes, tieBreaks,
    passMark, rankedAt: out ? rankedAt : null, perfect: out && guessAsked ? perfect : null, people: out ? (people ?? 0) : 0, ...list,
  });
}

async function listOf(db: Db, { id, closes }: Contest, wanted: number, now: Instant): Promise<Pick<RankingPage, 'shown' | 'page' | 'rows'>> {
  return house(db, 'the public part of a ranking', async (tx) => {
    const shown = await countShown(tx, id);
    const page = Math.min(wanted, Math.max(1, Math.ceil(shown / PAGE)));
    const rows = await shownRows(tx, id, { limit: PAGE, offset: (page - 1) * PAGE });
    const branches = new Set(rows.flatMap(({ branchId }) => branchId ?? []));
    const names = new Map(await Promise.all(
      [...branches].map(async (branch) => [branch, await bodyName(tx, branch, dayOf(closes), dayOf(now))] as const)));
    return { shown, page, rows: rows.map(({ branchId, ...row }) => ({ ...row, body: names.get(branchId ?? 0) ?? null })) };
  });
}

/** Contests of a campaign that have a page with a ranking, the newest first. */
export const readCampaignRankings = ({ db }: Ground, campaignId: number): Promise<{ id: number; title: string }[]> => contestsOf(db, campaignId);
