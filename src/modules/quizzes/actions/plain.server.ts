/**
 * The quiz as a plain form, for whoever has no script: each post is a batch of events by a device that the server makes
 * up, so that everything that is true of phones (each answer once, another device, handing in) is true of it too.
 */
import { createHash } from 'node:crypto';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { readBatch } from '../input/phone.ts';
import { givenFrom } from '../rules/plain.ts';
import { nextOrdinal, type AttemptLine } from '../rules/player.ts';
import { attemptId, SUBMIT, type Event, type Resumed, type Sheet, type TicketPayload } from '../rules/wire.ts';
import { sheetToSend } from '../rules/sheet.ts';
import { attemptsOf } from '../store/player.server.ts';
import { findQuiz } from '../store/quiz.server.ts';
import { readContent } from '../store/sheet.server.ts';
import { checkItems, receive } from './receive.server.ts';
import { resume, start, takeOver } from './start.server.ts';
import { ticketFor } from './ticket.server.ts';
import { namingOf } from './naming.server.ts';
import type { Asker } from './player.server.ts';

/** Always the same for an attempt: going back and sending again is the same device. */
function deviceOf(ticket: TicketPayload, ordinal: number): string {
  const hex = createHash('sha256').update(`plain form ${attemptId(ticket.ticket, ordinal)}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Open = { ticket: TicketPayload; ordinal: number; device: string };

async function openFor(runtime: Runtime, quizId: number, asker: Asker): Promise<Result<Open>> {
  const issued = await ticketFor(runtime, quizId, asker);
  if (!issued.ok) return issued;
  const ticket = issued.value.payload;
  const quiz = await findQuiz(runtime.db, quizId);
  const rows = await asSystem(runtime.db, 'quizzes: attempts of a ticket that was just checked', (tx) => attemptsOf(tx, ticket.ticket));
  const lines: AttemptLine[] = rows.map(({ ordinal, state }) => ({ ordinal, state, started: '', receipt: null }));
  const ordinal = nextOrdinal(lines, quiz?.attempts ?? null);
  if (ordinal === null) return problem('attempt.many', { allowed: quiz?.attempts ?? 0 });
  return ok({ ticket, ordinal, device: deviceOf(ticket, ordinal) });
}

/** Begins, or goes on from another device. Problems: those of `ticketFor` and `begin`. */
export async function beginPlain(runtime: Runtime, quizId: number, guess: number | null, asker: Asker): Promise<Result<void>> {
  const open = await openFor(runtime, quizId, asker);
  if (!open.ok) return open;
  const { ticket, ordinal, device } = open.value;
  const first = { ordinal, device, elapsed: 0, ...(guess === null ? {} : { guess }) };
  const started = await start({ runtime, ticket, start: first, now: asker.now });
  if (!started.ok) return started;
  if (!started.value.superseded) return ok(undefined);
  const taken = await takeOver({ runtime, ticket, ordinal, now: asker.now }, device);
  return taken.ok ? ok(undefined) : taken;
}

export type PlainPage = {
  quizId: number;
  sheet: Sheet;
  ordinal: number;
  standing: Resumed;
  /** Another device has it now; the form sends nothing. */
  elsewhere: boolean;
  /** What the person chose about the public ranking; null where there is none. */
  naming: { named: boolean } | null;
};

const last = async (runtime: Runtime, ticket: TicketPayload) => {
  const rows = await asSystem(runtime.db, 'quizzes: attempts of a ticket that was just checked', (tx) => attemptsOf(tx, ticket.ticket));
  return rows.at(-1)?.ordinal ?? null;
};

/** The attempt as it stands, open or not. Problem: `attempt.unknown`. */
export async function readPlain(runtime: Runtime, quizId: number, asker: Asker): Promise<Result<PlainPage>> {
  const issued = await ticketFor(runtime, quizId, asker);
  if (!issued.ok) return issued;
  const ticket = issued.value.payload;
  const ordinal = await last(runtime, ticket);
  if (ordinal === null) return problem('attempt.unknown');
  const content = await readContent(runtime.db, ticket.sitting, ticket.sheet);
  const standing = await resume({ runtime, ticket, ordinal, now: asker.now });
  if (!content) return problem('sheet.unknown');
  if (!standing.ok) return standing;
  // Asks without writing: who has it?
  const asked = await receive({ runtime, ticket, ordinal, now: asker.now, batch: { epoch: standing.value.epoch, device: deviceOf(ticket, ordinal), elapsed: 0, events: [] } });
  const elsewhere = asked.ok && asked.value.superseded;
  const naming = await namingOf(runtime, quizId, asker.actor.personId);
  return ok({ quizId, sheet: sheetToSend(content), ordinal, standing: standing.value, elsewhere, naming });
}

export type PlainPost = { fields: Readonly<Record<string, string | string[]>>; submit: boolean };

/** Writes what is different from what stands, and hands in when asked to. Problems: `attempt.unknown`, `attempt.superseded`. */
export const savePlainWith = (read: typeof readBatch) => async (
  runtime: Runtime, quizId: number, post: PlainPost, asker: Asker,
): Promise<Result<PlainPage>> => {
  const page = await readPlain(runtime, quizId, asker);
  if (!page.ok) return page;
  if (page.value.elsewhere) return problem('attempt.superseded');
  const issued = await ticketFor(runtime, quizId, asker);
  if (!issued.ok) return issued;
  const ticket = issued.value.payload;
  const { standing, sheet, ordinal } = page.value;
  const ms = Math.max(0, Date.parse(standing.now) - Date.parse(standing.started));
  const events = changes(sheet, standing, post, ms);
  const batch = read({ epoch: standing.epoch, device: deviceOf(ticket, ordinal), elapsed: ms, events });
  if (!batch.ok) return batch;
  const checked = await checkItems({ runtime, ticket, batch: batch.value });
  if (!checked.ok) return checked;
  const received = await receive({ runtime, ticket, ordinal, batch: batch.value, now: asker.now });
  if (!received.ok) return received;
  if (received.value.superseded && received.value.standing.problem === 'superseded') return problem('attempt.superseded');
  return readPlain(runtime, quizId, asker);
};

function changes(sheet: Sheet, standing: Resumed, { fields, submit }: PlainPost, ms: number): Event[] {
  const events: Event[] = [];
  const add = (item: number, answer: Event['answer']) => events.push({ seq: standing.received + events.length + 1, item, answer, ms });
  sheet.items.forEach((item, place) => {
    const given = givenFrom(item, place, fields);
    const stands = standing.answers.find((answer) => answer.item === place)?.answer ?? null;
    if (JSON.stringify(given) !== JSON.stringify(stands)) add(place, given);
  });
  if (submit) add(SUBMIT, null);
  return events;
}

