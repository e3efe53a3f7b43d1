/** Compares what every phone wrote down for itself with what the database has. */
import { sql } from 'kysely';
import { scoreOf } from '#modules/questions/index.server.ts';
import { keyed } from '#modules/quizzes/actions/token.server.ts';
import { receiptCode, receiptText, shownReceipt } from '#modules/quizzes/rules/receipt.ts';
import { settle, standing, type Kept } from '#modules/quizzes/rules/settle.ts';
import type { FullSheet } from '#modules/quizzes/rules/sheet.ts';
import { SUBMIT, type Given } from '#modules/quizzes/rules/wire.ts';
import { finalsText } from '#modules/quizzes/store/attempt.server.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Person, Phone } from './person.ts';

export type Verdict = {
  people: number;
  acknowledged: number;
  receipts: number;
  settled: number;
  /** Each one breaks a promise. */
  broken: string[];
};

type EventRow = Kept & { epoch: number };
type AttemptRow = {
  state: string; epoch: number; device: string; receipt: string | null; answered: number | null; correct: number | null;
  points: number | null; settled: boolean; startedAt: Date; deadline: Date; sitting: number; sheet: number; rule: 'count'; overdue: boolean;
};

const text = (value: unknown): string => JSON.stringify(value, (_, part: unknown) =>
  part && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);

export async function check(db: Db, people: readonly Person[], secret: string): Promise<Verdict> {
  const verdict: Verdict = { people: people.length, acknowledged: 0, receipts: 0, settled: 0, broken: [] };
  for (const person of people) await checkOne(db, person, secret, verdict);
  return verdict;
}

async function checkOne(db: Db, person: Person, secret: string, verdict: Verdict): Promise<void> {
  const { ticket } = person.ticket.payload;
  const broken = (what: string): void => void verdict.broken.push(`ticket ${ticket}: ${what}`);
  const { attempt, events, sheet } = await read(db, ticket);
  for (const phone of person.phones) checkAcknowledged(phone, events, verdict, broken);
  const told = person.phones.map(({ receipt }) => receipt).find((one) => one !== null);
  if (!attempt || !sheet) {
    if (told || person.phones.some(({ ledger }) => ledger.received.size > 0)) broken('a phone was told of an attempt that is not there');
    return;
  }
  if (attempt.overdue) broken('open past its deadline + 120 s');
  const live = events.filter(({ epoch }) => epoch === attempt.epoch);
  const terms = { startedAt: attempt.startedAt, deadline: attempt.deadline, rule: attempt.rule, decision: null };
  const owner = person.phones.find(({ ledger }) => ledger.device === attempt.device);
  if (owner && !owner.outbox.superseded && owner.outbox.waiting.length === 0) checkFinals(owner, standing(live, { ...terms, rule: 'count' }), broken);
  if (attempt.settled) checkScore(attempt, sheet, standing(live, terms), verdict, broken);
  if (told || attempt.receipt) await checkReceipt(db, { ticket, attempt, told: told?.code ?? null, secret }, verdict, broken);
}

async function read(db: Db, ticket: number) {
  return asSystem(db, 'checker', async (tx) => {
    const { rows } = await sql<AttemptRow>`
      select a.state, a.epoch, a.device, a.receipt, a.answered, a.correct, a.points::float8 as points, a.settled_at is not null as settled,
        a.started_at as "startedAt", a.deadline, a.sitting_id as sitting, a.sheet_number as sheet, q.late_rule as rule,
        a.state = 'open' and now() > a.deadline + interval '120 seconds' as overdue
      from quizzes.attempt a join quizzes.quiz q on q.id = a.quiz_id where a.ticket_id = ${ticket} and a.ordinal = 1`.execute(tx);
    const { rows: events } = await sql<EventRow>`
      select epoch, item, seq, answer, device_ms as "deviceMs", late from quizzes.event where ticket_id = ${ticket} and ordinal = 1`.execute(tx);
    const [attempt] = rows;
    const { rows: sheets } = await sql<{ content: FullSheet }>`
      select content from quizzes.sheet where sitting_id = ${attempt?.sitting ?? 0} and number = ${attempt?.sheet ?? 0}`.execute(tx);
    return { attempt, events, sheet: sheets[0]?.content };
  });
}

/** Each acknowledged event once, as it was written. */
function checkAcknowledged({ ledger }: Phone, events: readonly EventRow[], verdict: Verdict, broken: (what: string) => void): void {
  for (const [epoch, received] of ledger.received) {
    const own = ledger.written.get(epoch);
    if (!own) continue;
    for (const [seq, event] of own) {
      if (seq > received) continue;
      verdict.acknowledged += 1;
      const found = events.filter((one) => one.epoch === epoch && one.seq === seq);
      if (found.length !== 1) broken(`epoch ${epoch} seq ${seq} was called received and is there ${found.length} times`);
      else if (found[0]?.item !== event.item || text(found[0].answer) !== text(event.answer)) broken(`epoch ${epoch} seq ${seq} is another answer`);
    }
  }
}

/** What the person sees on the phone that has the attempt, everything of it received, is what stands. */
function checkFinals({ outbox }: Phone, stands: ReadonlyMap<number, { answer: Given }>, broken: (what: string) => void): void {
  const seen = Object.entries(outbox.answers).filter(([item, { answer }]) => answer !== null && Number(item) !== SUBMIT);
  for (const [item, { answer }] of seen) {
    if (text(stands.get(Number(item))?.answer ?? null) !== text(answer)) broken(`the answer to item ${item} is not the one that was written last`);
  }
  if (seen.length !== stands.size) broken(`${seen.length} answers on the phone, ${stands.size} stand`);
}

function checkScore(attempt: AttemptRow, sheet: FullSheet, stands: ReadonlyMap<number, { answer: Given; seq: number }>, verdict: Verdict, broken: (what: string) => void): void {
  verdict.settled += 1;
  const { points, correct } = settle(sheet, stands, scoreOf);
  if (attempt.points !== points || attempt.correct !== correct) broken(`scored ${attempt.points}, worked out again ${points}`);
}

type Said = { ticket: number; attempt: AttemptRow; told: string | null; secret: string };

/** The code can be derived again from what stands: no receipt for anything that is not there. */
async function checkReceipt(db: Db, { ticket, attempt, told, secret }: Said, verdict: Verdict, broken: (what: string) => void): Promise<void> {
  verdict.receipts += 1;
  if (!attempt.receipt || attempt.state !== 'submitted') return broken('a phone has a receipt that the books do not have');
  if (told !== null && told !== shownReceipt(attempt.receipt)) broken(`the phone's receipt is ${told}, the books say ${attempt.receipt}`);
  const [row] = await asSystem(db, 'checker', (tx) => finalsText(tx, [{ ticket, ordinal: 1 }]));
  const derived = [0, 1, 2, 3].map((turn) => receiptCode(keyed(secret, 'receipt', receiptText({
    attempt: `${ticket}-1`, epoch: attempt.epoch, finals: row?.finals ?? '', turn,
  }))));
  if (!derived.includes(attempt.receipt)) broken('the receipt is not that of the answers that stand');
  if (row?.answered !== attempt.answered) broken(`the receipt is for ${attempt.answered} answers, ${row?.answered} stand`);
}
