/**
 * Emergency files: what a phone could not send, sealed to this installation. The key pair follows from its secret, so that
 * a file from before a restart, or from another process, opens; no officer has the secret.
 */
import { createDecipheriv, createECDH, createHmac, hkdfSync } from 'node:crypto';
import { within } from '#modules/organisation/index.server.ts';
import { anyRole, type Person } from '#modules/people/index.server.ts';
import { dayOf, type Instant } from '#platform/clock.ts';
import { holds } from '#platform/policy.ts';
import { audit } from '#platform/audit/audit.server.ts';
import { asSystem } from '#platform/database/scope.server.ts';
import { ok, problem, type Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import type { EmergencyContent, EmergencyFile } from '../rules/emergency.ts';
import { EMERGENCY_INFO } from '../rules/emergency.ts';
import { attemptId, batchLimits, type Standing, type TicketPayload } from '../rules/wire.ts';
import type { readBatch, readStart } from '../input/phone.ts';
import { findQuiz } from '../store/quiz.server.ts';
import { checkItems, receive } from './receive.server.ts';
import { start } from './start.server.ts';
import { openToken } from './token.server.ts';

const CURVE = 'prime256v1';

function ownKey(secret: string) {
  const pair = createECDH(CURVE);
  // A private key is any number below the order of the curve; the first hash that is one will do (2^-32 that it is not).
  for (let turn = 0; ; turn += 1) {
    try {
      pair.setPrivateKey(createHmac('sha256', secret).update(`quizzes emergency ${turn}`).digest());
      return pair;
    } catch (error) {
      if (turn > 8) throw error;
    }
  }
}

/** To which phones seal: a JSON Web Key. */
export function emergencyKey(secret: string): JsonWebKey {
  const point = ownKey(secret).getPublicKey();
  const half = (from: number) => point.subarray(from, from + 32).toString('base64url');
  return { kty: 'EC', crv: 'P-256', x: half(1), y: half(33) };
}

/** Undefined for a file that was not sealed to us, or was changed. */
export function openEmergency(secret: string, file: EmergencyFile): unknown {
  try {
    const point = Buffer.concat([Buffer.of(4), Buffer.from(file.key.x, 'base64url'), Buffer.from(file.key.y, 'base64url')]);
    const shared = ownKey(secret).computeSecret(point);
    const key = Buffer.from(hkdfSync('sha256', shared, Buffer.alloc(32), EMERGENCY_INFO, 32));
    const data = Buffer.from(file.data, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.iv, 'base64'));
    decipher.setAuthTag(data.subarray(-16));
    return JSON.parse(Buffer.concat([decipher.update(data.subarray(0, -16)), decipher.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** One line of the report. `code`: why not, with words `problem.<code>`; null when everything in the file is received. */
export type ImportedFile = {
  name: string;
  code: string | null;
  quiz: string;
  attempt: string;
  /** How many answers stand now, and whether some of the file came after the deadline. */
  answered: number;
  late: boolean;
  receipt: string | null;
};
export type EmergencyUpload = { name: string; file: EmergencyFile | null };
type Readers = { batch: typeof readBatch; start: typeof readStart };
type Asking = { actor: Person; now: Instant };

/** Problem: `forbidden`. */
export const mayImportAnswers = ({ actor }: Asking): Result<Record<string, never>> =>
  anyRole(actor, ['officer', 'administrator']) ? ok({}) : problem('forbidden');

/**
 * Takes what is in the files as if the phones had sent it: each answer once, late ones by the quiz's rule. Only for whoever
 * keeps the quiz; nobody sees an answer. Problem: `emergency.none`.
 */
export const importAnswersWith = (read: Readers) => async (
  runtime: Runtime, uploads: readonly EmergencyUpload[], asking: Asking,
): Promise<Result<ImportedFile[]>> => {
  if (uploads.length === 0) return problem('emergency.none');
  const report: ImportedFile[] = [];
  for (const upload of uploads) report.push(await importOne(runtime, upload, asking, read));
  return ok(report);
};

async function importOne(runtime: Runtime, { name, file }: EmergencyUpload, { actor, now }: Asking, read: Readers): Promise<ImportedFile> {
  const refused = (code: string, quiz = '', attempt = ''): ImportedFile =>
    ({ name, code, quiz, attempt, answered: 0, late: false, receipt: null });
  const opened = file && (openEmergency(runtime.config.secret, file) as EmergencyContent | undefined);
  const ticket = opened && typeof opened.token === 'string' ? openToken(runtime.config.secret, opened.token) : undefined;
  if (!opened || !ticket) return refused('emergency.unreadable');
  const quiz = await findQuiz(runtime.db, ticket.quiz);
  const isWithin = await within(runtime.db, dayOf(now));
  const keeps = quiz && (holds(actor, 'officer', quiz.bodyId, isWithin) || holds(actor, 'administrator', quiz.bodyId, isWithin));
  if (!keeps) return refused('emergency.foreign');
  const attempt = attemptId(ticket.ticket, Number(opened.ordinal));
  const sent = await send(runtime, ticket, opened, { now, read });
  if (!sent.ok) return refused(sent.problems[0]?.code ?? 'emergency.unreadable', quiz.title, attempt);
  await asSystem(runtime.db, 'quizzes: an emergency file', (tx) => audit(tx, {
    kind: 'quizzes.emergency', by: actor, bodyId: quiz.bodyId, subject: `quiz:${quiz.id}`, details: { attempt }, now,
  }));
  const { answered, late, receipt } = sent.value;
  return { name, code: null, quiz: quiz.title, attempt, answered, late, receipt: receipt?.code ?? null };
}

type Sending = { now: Instant; read: Readers };

async function send(runtime: Runtime, ticket: TicketPayload, from: EmergencyContent, { now, read }: Sending): Promise<Result<Standing>> {
  const begun = read.start({ ordinal: from.ordinal, device: from.device, elapsed: from.elapsed });
  if (!begun.ok) return begun;
  const started = await start({ runtime, ticket, start: begun.value, now });
  if (!started.ok) return started;
  let { standing } = started.value;
  for (let at = 0; at < from.events.length; at += batchLimits.events) {
    const events = from.events.slice(at, at + batchLimits.events);
    const batch = read.batch({ epoch: from.epoch, device: from.device, elapsed: from.elapsed, events });
    if (!batch.ok) return batch;
    const checked = await checkItems({ runtime, ticket, batch: batch.value });
    if (!checked.ok) return checked;
    const received = await receive({ runtime, ticket, ordinal: from.ordinal, batch: batch.value, now });
    if (!received.ok) return received;
    if (received.value.superseded && received.value.standing.problem === 'superseded') return problem('emergency.superseded');
    ({ standing } = received.value);
  }
  return ok(standing);
}
