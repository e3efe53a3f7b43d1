/** The page on which more time is given: to members of the roster whom the asker keeps, found by name or code. */
import { bodiesWithin, bodyName, within } from '#modules/organisation/index.server.ts';
import { namesOf, type Person } from '#modules/people/index.server.ts';
import { entryOfMember, rosterNamed, type NamedEntry } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { holds } from '#platform/policy.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { fold } from '#platform/text/fold.ts';
import { FOUND, MOST_EXTRA, rootsOf } from '../rules/allowance.ts';
import { mayExtend } from '../rules/ticket.ts';
import { allowancesOf, dropAllowance, putAllowance, type AllowanceRow } from '../store/allowance.server.ts';
import { findQuiz, type QuizRow } from '../store/quiz.server.ts';
import { findTicket, hasBegun, lockTicket, setExtra } from '../store/ticket.server.ts';
import type { Officer } from './desk.server.ts';

type Ground = Pick<Runtime, 'db'>;
const house = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: more minutes', work);

export type AllowanceShown = Omit<AllowanceRow, 'by'> & { branch: string; giver: string };
export type AllowancesPage = {
  id: number;
  title: string;
  /** Minutes of an attempt; null: until the sitting ends. */
  limit: number | null;
  q: string;
  found: (NamedEntry & { branch: string })[];
  given: AllowanceShown[];
  /** Whether the quiz still takes attempts. */
  open: boolean;
};

/** Branches whose members the actor keeps: as officer of the body that holds the quiz, or as secretary. */
async function reachOf(db: Db, quiz: QuizRow, { actor, now }: Officer): Promise<number[]> {
  const today = dayOf(now);
  const isOfficer = holds(actor, 'officer', quiz.bodyId, await within(db, today));
  const roots = [...(isOfficer ? rootsOf(actor, 'officer') : []), ...rootsOf(actor, 'secretary')];
  return [...new Set((await Promise.all(roots.map((root) => bodiesWithin(db, root, today)))).flat())];
}

/** Problem `quiz.missing`: none that is out, or none of whose roster the actor keeps anybody. */
export async function readAllowances(ground: Ground, quizId: number, q: string, officer: Officer): Promise<Result<AllowancesPage>> {
  const { db } = ground;
  const quiz = await findQuiz(db, quizId);
  if (quiz?.state !== 'published' && quiz?.state !== 'closed') return problem('quiz.missing');
  const isWithin = await within(db, dayOf(officer.now));
  const branches = await reachOf(db, quiz, officer);
  const filter = { bodies: branches, words: [] as string[], limit: 1 };
  const keeps = holds(officer.actor, 'officer', quiz.bodyId, isWithin) || (await rosterNamed(db, quiz.campaignId, filter)).length > 0;
  if (!keeps) return problem('quiz.missing');
  const words = fold(q).split(' ').filter(Boolean);
  const found = words.length === 0 ? [] : await rosterNamed(db, quiz.campaignId, { bodies: branches, words, limit: FOUND });
  const given = await house(db, (tx) => allowancesOf(tx, quizId, branches));
  const named = await names(db, [...found, ...given].map(({ branchId }) => branchId), officer);
  const givers = await namesOf(db, given.map(({ by }) => by));
  return ok({
    id: quizId, title: quiz.title, limit: quiz.limit, q, open: quiz.state === 'published',
    found: found.map((one) => ({ ...one, branch: named.get(one.branchId) ?? '' })),
    given: given.map(({ by, ...one }) => ({ ...one, branch: named.get(one.branchId) ?? '', giver: givers.get(by) ?? '' })),
  });
}

async function names(db: Db, branches: readonly number[], { now }: Officer): Promise<Map<number, string>> {
  const today = dayOf(now);
  return new Map(await Promise.all([...new Set(branches)].map(async (branch) => [branch, await bodyName(db, branch, today, today)] as const)));
}

export type ForMember = { quizId: number; memberId: number };
type Asker = { actor: Person; now: Date };

/** Both ways hold the ticket, when there is one, so that nobody begins in between unnoticed. */
async function changing(
  { db }: Ground, { quizId, memberId }: ForMember, { actor, now }: Asker,
  change: (tx: Db, known: { branchId: number; ticket: number | null; extra: number; begun: boolean }) => Promise<Result<void>>,
): Promise<Result<void>> {
  const isWithin = await within(db, dayOf(now));
  return allOrNothing(db, (tx) => house(tx, async (own) => {
    const quiz = await findQuiz(own, quizId);
    const entry = quiz && (await entryOfMember(own, quiz.campaignId, memberId));
    if (!quiz || !entry) return problem('ticket.unknown');
    if (!mayExtend(actor, { branch: entry.branchId, quizBody: quiz.bodyId }, isWithin)) return problem('forbidden');
    if (quiz.state !== 'published') return problem('quiz.closed');
    const known = await findTicket(own, quizId, memberId);
    const ticket = known && (await lockTicket(own, known.id));
    const begun = ticket ? await hasBegun(own, ticket.id) : false;
    return change(own, { branchId: entry.branchId, ticket: ticket?.id ?? null, extra: ticket?.extra ?? 0, begun });
  }));
}

/**
 * More minutes, for an attempt that is open too; once it has begun only upwards. Problems: `ticket.unknown`: not on the
 * roster, `forbidden`, `quiz.closed`, `extra.range` and `extra.begun` at `minutes`.
 */
export function giveExtra(ground: Ground, to: ForMember, minutes: number, asker: Asker): Promise<Result<void>> {
  const { actor, now } = asker;
  return changing(ground, to, asker, async (tx, { branchId, ticket, extra, begun }) => {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > MOST_EXTRA) return fieldProblem('minutes', 'extra.range');
    if (begun && minutes < extra) return fieldProblem('minutes', 'extra.begun');
    await putAllowance(tx, { ...to, branchId, minutes, by: actor.personId }, now);
    if (ticket !== null) await setExtra(tx, ticket, minutes);
    const details = { quiz: to.quizId, minutes };
    await audit(tx, { kind: 'quizzes.extend', by: actor, bodyId: branchId, subject: `member:${to.memberId}`, details, now });
    return ok(undefined);
  });
}

/** Until the first attempt begins. Problems: those of `giveExtra`, `extra.none`. */
export function takeBackExtra(ground: Ground, from: ForMember, asker: Asker): Promise<Result<void>> {
  const { actor, now } = asker;
  return changing(ground, from, asker, async (tx, { branchId, ticket, begun }) => {
    if (begun) return problem('extra.begun');
    if (!(await dropAllowance(tx, from.quizId, from.memberId))) return problem('extra.none');
    if (ticket !== null) await setExtra(tx, ticket, 0);
    const details = { quiz: from.quizId };
    await audit(tx, { kind: 'quizzes.takeBackExtra', by: actor, bodyId: branchId, subject: `member:${from.memberId}`, details, now });
    return ok(undefined);
  });
}

type Readers<Typed> = { give(typed: Typed, limit: number | null): Result<{ memberId: number; minutes: number }>; takeBack(typed: Typed): number };

/** The forms on the page; who may not see it is told so first. Problems: those of reading, and of what they do. */
export function extraStepsWith<Typed>(read: Readers<Typed>) {
  return {
    async give(ground: Ground, quizId: number, typed: Typed, officer: Officer): Promise<Result<void>> {
      const page = await readAllowances(ground, quizId, '', officer);
      const form = page.ok ? read.give(typed, page.value.limit) : page;
      return form.ok ? giveExtra(ground, { quizId, memberId: form.value.memberId }, form.value.minutes, officer) : form;
    },
    async takeBack(ground: Ground, quizId: number, typed: Typed, officer: Officer): Promise<Result<void>> {
      const page = await readAllowances(ground, quizId, '', officer);
      return page.ok ? takeBackExtra(ground, { quizId, memberId: read.takeBack(typed) }, officer) : page;
    },
  };
}
