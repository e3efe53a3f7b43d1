/** Tickets: given to whoever is on the campaign's roster, hours before; booked where a sitting has only so many places. */
import { within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { entryOfMember, entryOfPerson, type RosterEntry } from '#modules/study/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { allOrNothing } from '#platform/database/all-or-nothing.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { fieldProblem, ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { lotOf, mayAssist } from '../rules/ticket.ts';
import type { TicketPayload } from '../rules/wire.ts';
import { findQuiz, lockSitting, sittingsOf, type QuizRow } from '../store/quiz.server.ts';
import { findTicket, hasBegun, lockTicket, putTicket, type TicketRow } from '../store/ticket.server.ts';
import { keyed, signTicket } from './token.server.ts';

export type Ground = Pick<Runtime, 'db' | 'config'>;
export type Asker = { actor: Person; now: Instant };
/** `token`: what the phone sends as `authorization: Bearer …`. */
export type Issued = { token: string; payload: TicketPayload };

const work = <T>({ db }: Pick<Ground, 'db'>, why: string, run: (tx: Db) => Promise<Result<T>>): Promise<Result<T>> =>
  allOrNothing(db, (tx) => asSystem(tx, `quizzes: ${why}`, run));

function issue({ config }: Ground, row: TicketRow, quiz: QuizRow, assisted: boolean): Issued {
  const payload: TicketPayload = {
    ticket: row.id, quiz: quiz.id, sitting: row.sittingId, sheet: row.sheet, seed: row.seed, opens: row.opens.getTime(),
    closes: row.closes.getTime(), limit: quiz.limit, extra: row.extra, attempts: quiz.attempts,
    ...(assisted ? { assisted } : {}),
  };
  return { token: signTicket(config.secret, payload), payload };
}

/** The same ticket whenever it is asked for. Problems: `quiz.missing`, `quiz.closed`, `ticket.roster`, `ticket.voided`,
 * `ticket.choose` when there are several sittings and none is booked yet, `sitting.full`. */
export function ticketFor(ground: Ground, quizId: number, { actor, now }: Asker): Promise<Result<Issued>> {
  return work(ground, 'a ticket', async (tx) => {
    const open = await openQuiz(tx, quizId);
    if (!open.ok) return open;
    const entry = await entryOfPerson(tx, open.value.campaignId, actor.personId);
    if (!entry) return problem('ticket.roster');
    return give(ground, tx, { quiz: open.value, entry, sitting: null, assistedBy: null, now });
  });
}

/** Chooses a sitting, or another one, until the first attempt begins. Problems: those of `ticketFor`, `sitting.unknown`,
 * `sitting.over`, `ticket.begun`. */
export function bookSitting(ground: Ground, quizId: number, sitting: number, { actor, now }: Asker): Promise<Result<Issued>> {
  return work(ground, 'booking of a sitting', async (tx) => {
    const open = await openQuiz(tx, quizId);
    if (!open.ok) return open;
    const entry = await entryOfPerson(tx, open.value.campaignId, actor.personId);
    if (!entry) return problem('ticket.roster');
    return give(ground, tx, { quiz: open.value, entry, sitting, assistedBy: null, now });
  });
}

export type Assisting = { quizId: number; memberId: number; sitting: number | null; consent: boolean };

/** The secretary answers in the name of a member of the own branch who agreed to it, on the secretary's device; recorded.
 * Problems: those of `bookSitting`, `forbidden`, `consent.missing`. */
export async function assistedTicket(
  ground: Ground, { quizId, memberId, sitting, consent }: Assisting, { actor, now }: Asker,
): Promise<Result<Issued>> {
  const isWithin = await within(ground.db, dayOf(now));
  return work(ground, 'an assisted ticket', async (tx) => {
    const open = await openQuiz(tx, quizId);
    if (!open.ok) return open;
    const entry = await entryOfMember(tx, open.value.campaignId, memberId);
    if (!entry || !mayAssist(actor, entry.branchId, isWithin)) return problem('forbidden');
    if (!consent) return fieldProblem('consent', 'consent.missing');
    const given = await give(ground, tx, { quiz: open.value, entry, sitting, assistedBy: actor.personId, now });
    if (!given.ok) return given;
    const subject = `ticket:${given.value.payload.ticket}`;
    await audit(tx, { kind: 'quizzes.assist', by: actor, bodyId: entry.branchId, subject, details: { quiz: quizId }, now });
    return given;
  });
}

async function openQuiz(tx: Db, id: number): Promise<Result<QuizRow>> {
  const quiz = await findQuiz(tx, id);
  if (!quiz || quiz.state === 'draft' || quiz.state === 'submitted') return problem('quiz.missing');
  if (quiz.state === 'cancelled') return problem('quiz.cancelled');
  return ok(quiz);
}

type Giving = { quiz: QuizRow; entry: RosterEntry; sitting: number | null; assistedBy: string | null; now: Instant };

async function give(ground: Ground, tx: Db, giving: Giving): Promise<Result<Issued>> {
  const { quiz, entry, now } = giving;
  const known = await findTicket(tx, quiz.id, entry.memberId);
  if (known?.voided) return problem('ticket.voided');
  const stays = known && (giving.sitting === null || giving.sitting === known.sittingId);
  const assisted = giving.assistedBy !== null;
  if (stays && !assisted) return ok(issue(ground, known, quiz, false));
  if (quiz.state !== 'published') return problem('quiz.closed');
  const sitting = known && stays ? ok(known.sittingId) : await place(tx, giving, known);
  if (!sitting.ok) return sitting;
  const lot = lotOf(keyed(ground.config.secret, 'lot', `${quiz.id} ${entry.memberId}`), quiz.sheetCount);
  const { memberId, branchId } = entry;
  await putTicket(tx, { quizId: quiz.id, sittingId: sitting.value, memberId, branchId, ...lot, assistedBy: giving.assistedBy }, now);
  const row = await findTicket(tx, quiz.id, memberId);
  return row ? ok(issue(ground, row, quiz, assisted)) : problem('ticket.unknown');
}

/** A place in the sitting that was asked for, or in the only one there is; held until the transaction ends. */
async function place(tx: Db, { quiz, entry, sitting, now }: Giving, known: TicketRow | undefined): Promise<Result<number>> {
  const sittings = await sittingsOf(tx, quiz.id);
  const [only] = sittings;
  if (sitting === null && (sittings.length > 1 || !only)) return problem('ticket.choose');
  // Held: an attempt that begins at this moment is either seen here, or finds the ticket gone to the other sitting.
  if (known) await lockTicket(tx, known.id);
  if (known && (await hasBegun(tx, known.id))) return problem('ticket.begun');
  const locked = await lockSitting(tx, sitting ?? (only as { id: number }).id);
  if (!locked || locked.quizId !== quiz.id) return problem('sitting.unknown');
  if (locked.closes <= now) return problem('sitting.over');
  // The same person may have asked twice at once.
  if ((await findTicket(tx, quiz.id, entry.memberId))?.sittingId === locked.id) return ok(locked.id);
  if (locked.places !== null && locked.taken >= locked.places) return problem('sitting.full');
  return ok(locked.id);
}
