/** Certificates that a body prints for those who agreed to it: one archive, made by a job, kept for a day. */
import { zipSync } from 'fflate';
import { within } from '#modules/organisation/index.server.ts';
import type { Person } from '#modules/people/index.server.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import type { Db } from '#platform/database/client.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import type { Job } from '#platform/jobs/events.server.ts';
import { emit } from '#platform/jobs/events.server.ts';
import { printing } from '#platform/pdf/print.server.ts';
import { holds } from '#platform/policy.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import { fold } from '#platform/text/fold.ts';
import { BATCH, BATCH_HOURS } from '../rules/certificate.ts';
import {
  batchById,
  batchesOf,
  countCertificates,
  dropBatches,
  finishBatch,
  insertBatch,
  quizForPrint,
  setProgress,
  toPrint,
  type Batch,
} from '../store/certificate.server.ts';
import { paperOf, saidBy, type Ground } from './certificate.server.ts';
import { certificatePaper } from './certificate-paper.server.ts';

type Officer = { actor: Person; now: Instant };
const asHouse = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> => asSystem(db, 'quizzes: certificates', work);

/** Officers and administrators of the body that holds the quiz, or of one above it. */
async function printable(db: Db, quizId: number, { actor, now }: Officer): Promise<Result<{ title: string; bodyId: number }>> {
  const quiz = await quizForPrint(db, quizId);
  if (!quiz) return problem('quiz.missing');
  const isWithin = await within(db, dayOf(now));
  const may = holds(actor, 'officer', quiz.bodyId, isWithin) || holds(actor, 'administrator', quiz.bodyId, isWithin);
  return may ? ok(quiz) : problem('quiz.missing');
}

export type BatchPage = { quizId: number; title: string; issued: number; printed: number; most: number; batches: Batch[] };

/** Problem `quiz.missing`. Says how many there are, never who has none. */
export async function readBatches({ db }: Pick<Ground, 'db'>, quizId: number, officer: Officer): Promise<Result<BatchPage>> {
  const quiz = await printable(db, quizId, officer);
  if (!quiz.ok) return quiz;
  const counts = await asHouse(db, (tx) => countCertificates(tx, quizId));
  return ok({ quizId, title: quiz.value.title, ...counts, most: BATCH, batches: await batchesOf(db, quizId) });
}

/** Problems `quiz.missing`, `certificate.none`: nobody agreed to have it printed. @returns the batch */
export async function askBatch({ db }: Pick<Ground, 'db'>, quizId: number, officer: Officer): Promise<Result<number>> {
  const quiz = await printable(db, quizId, officer);
  if (!quiz.ok) return quiz;
  return asHouse(db, async (tx) => {
    const { printed } = await countCertificates(tx, quizId);
    if (printed === 0) return problem('certificate.none');
    const { actor, now } = officer;
    const total = Math.min(printed, BATCH);
    const id = await insertBatch(tx, { quizId, total, by: actor.personId, now });
    const subject = `quiz:${quizId}`;
    await audit(tx, { kind: 'quizzes.certificatesPrinted', by: actor, bodyId: quiz.value.bodyId, subject, details: { total }, now });
    await emit(tx, 'quizzes.certificatesAsked', { batch: id });
    return ok(id);
  });
}

/** Problems `quiz.missing`, `batch.missing`: not of this quiz, not ready, or older than a day. */
export async function takeBatch(
  { db }: Pick<Ground, 'db'>, quizId: number, batchId: number, officer: Officer,
): Promise<Result<{ name: string; content: Buffer }>> {
  const quiz = await printable(db, quizId, officer);
  if (!quiz.ok) return quiz;
  const batch = await batchById(db, batchId);
  if (!batch || batch.quizId !== quizId || !batch.content) return problem('batch.missing');
  return ok({ name: `chung-nhan-${quizId}-${batchId}.zip`, content: batch.content });
}

const fileName = (number: number, name: string): string =>
  `${String(number).padStart(6, '0')}-${fold(name).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)}.pdf`;

/** Makes the archive; run again after a crash it makes the same one. */
export async function makeBatch({ db, config }: Ground, batchId: number, now: Instant): Promise<void> {
  const batch = await batchById(db, batchId);
  if (batch?.state !== 'waiting') return;
  const certificates = await asHouse(db, (tx) => toPrint(tx, batch.quizId, BATCH));
  const printed = await printing(async (print) => {
    const files: Record<string, Uint8Array> = {};
    for (const certificate of certificates) {
      const said = await saidBy(db, certificate);
      if (!said) continue;
      files[fileName(said.number, said.name)] = await print(certificatePaper(paperOf(config, certificate, said)));
      await setProgress(db, batchId, Object.keys(files).length);
    }
    return files;
  });
  // Too many print at the moment: the queue tries again.
  if (!printed.ok) throw new Error('No browser is free for printing.');
  // A PDF is compressed already.
  await finishBatch(db, batchId, Buffer.from(zipSync(printed.value, { level: 0 })), now);
}

export const certificateJobs: readonly Job[] = [
  {
    name: 'quizzes.certificates',
    on: ['quizzes.certificatesAsked'],
    run: (runtime, data) => makeBatch(runtime, Number(data.batch), new Date()),
  },
  {
    name: 'quizzes.certificates.drop',
    schedule: '40 * * * *',
    run: async ({ db }) => void (await dropBatches(db, new Date(Date.now() - BATCH_HOURS * 3_600_000))),
  },
];
