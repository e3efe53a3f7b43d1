import { placeTree } from '#modules/places/index.server.ts';
import { isUnavailable } from '#platform/database/unavailable.ts';
import type { HotEndpoint, HotRequest, HotResponse } from '#platform/http/hot.ts';
import { OPEN_TO_ALL } from '#platform/http/json-api.server.ts';
import { PROBLEM_TYPE, problemDocument } from '#platform/http/problem.ts';
import { addressKey, take } from '#platform/limits/limits.server.ts';
import type { Problem, Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { localPath } from '#platform/words/paths.ts';
import { isLanguage, languages, translator } from '#platform/words/translate.ts';
import { knownFields } from './actions/fields.server.ts';
import { leaveFollow } from './actions/follow.server.ts';
import { submitIdeas, type Sending, type Sent } from './actions/submit.server.ts';
import { isIdempotencyKey, newIdeaSchema } from './input/api.ts';
import { readToken } from './input/follow.ts';
import { readSubmission } from './input/submit.ts';
import type { Submission } from './rules/submission.ts';

/**
 * `POST /api/v1/ideas`, before Kit, which costs more CPU than the whole rest of this request (bench `ideas-api`).
 * Order: limit → input → action.
 */
const MAX_BODY = 128 * 1024;
const JSON_TYPE = 'application/json; charset=utf-8';
const MAX_BATCH = 200;
/**
 * Transactions under way at once. What arrives meanwhile is gathered and shares the next one, and so one wait for the
 * disk; a second one keeps us busy while the database works on the first. Nobody waits when nothing is under way.
 */
const MAX_UNDER_WAY = 2;

export const sendIdea: HotEndpoint = {
  method: 'POST',
  path: '/api/v1/ideas',
  maxBody: MAX_BODY,
  async handle(runtime, request) {
    try {
      return await receive(runtime, request);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return refuse(request, 503, [{ code: 'unavailable' }], { 'retry-after': '5' });
    }
  },
};

async function receive(runtime: Runtime, request: HotRequest): Promise<HotResponse> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse(request, 415, [{ code: 'api.json' }]);
  }
  const key = request.headers['idempotency-key'];
  if (!isIdempotencyKey(key)) return refuse(request, 400, [{ field: 'Idempotency-Key', code: 'api.idempotencyKey' }]);
  const limited = await tooMany(runtime, request);
  if (limited) return limited;
  const body = parseJson(request.body);
  const parsed = newIdeaSchema.safeParse(body);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', code: 'api.shape' }));
    return refuse(request, 400, problems);
  }
  const read = readSubmission(parsed.data, languageOf(request));
  const problems = read.ok ? await unknownData(runtime, read.value) : read.problems;
  if (!read.ok || problems.length > 0) return refuse(request, 422, problems);
  const sending: Sending = { submission: read.value, fileIds: [], channel: 'api', idempotencyKey: `api ${key}` };
  const sent = await gather(runtime, sending, request.now);
  if (!sent.ok) return refuse(request, 409, sent.problems);
  const { id, trackingCode, receipt } = sent.value;
  return {
    status: 201,
    headers: { ...OPEN_TO_ALL, 'content-type': JSON_TYPE, 'cache-control': 'no-store', location: `/api/v1/ideas/${id}` },
    body: JSON.stringify({ id, trackingCode, receipt }),
  };
}

/** Field and place are data: whether they exist is asked here, not in the schema. */
async function unknownData({ db }: Runtime, { field, place }: Submission): Promise<Problem[]> {
  const problems: Problem[] = [];
  if (!(await knownFields(db)).includes(field)) problems.push({ field: 'field', code: 'field.choose' });
  if (place !== null && !(await placeTree(db)).versions.has(place)) problems.push({ field: 'place', code: 'place.unknown' });
  return problems;
}

async function tooMany(runtime: Runtime, request: HotRequest): Promise<HotResponse | undefined> {
  const limit = runtime.config.sendLimit;
  if (limit === 0) return undefined;
  const key = await addressKey(runtime.db, request.address, request.now);
  const taken = await take(runtime.db, { rule: { name: 'ideas.api', limit, seconds: 3_600 }, key, now: request.now });
  if (taken.allowed) return undefined;
  const minutes = Math.ceil(taken.retryAfter / 60);
  return refuse(request, 429, [{ code: 'api.tooMany', values: { minutes } }], { 'retry-after': String(taken.retryAfter) });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const languageOf = (request: HotRequest) => {
  const wanted = (request.headers['accept-language'] ?? '').slice(0, 2).toLowerCase();
  return isLanguage(wanted) ? wanted : 'vi';
};

function refuse(
  request: HotRequest,
  status: number,
  problems: Problem[],
  headers: Record<string, string> = {},
): HotResponse {
  const t = translator(languageOf(request));
  const document = problemDocument(status, problems, (one) => t.dynamic(`ideas.problem.${one.code}`, one.values));
  return { status, headers: { ...OPEN_TO_ALL, 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store', ...headers }, body: JSON.stringify(document) };
}

type Waiting = { sending: Sending; now: Date; resolve(result: Result<Sent>): void; reject(error: unknown): void };
const waiting: Waiting[] = [];
let underWay = 0;
let scheduled = false;

/** Joins what arrives together into one transaction; each sender gets exactly their own result. */
function gather(runtime: Runtime, sending: Sending, now: Date): Promise<Result<Sent>> {
  return new Promise((resolve, reject) => {
    waiting.push({ sending, now, resolve, reject });
    schedule(runtime);
  });
}

function schedule(runtime: Runtime): void {
  if (scheduled || underWay >= MAX_UNDER_WAY || waiting.length === 0) return;
  scheduled = true;
  // After what else has already arrived was read.
  setImmediate(() => {
    scheduled = false;
    underWay += 1;
    void flush(runtime, waiting.splice(0, MAX_BATCH)).finally(() => {
      underWay -= 1;
      schedule(runtime);
    });
    schedule(runtime);
  });
}

async function flush(runtime: Runtime, batch: readonly Waiting[]): Promise<void> {
  try {
    const now = batch.at(-1)?.now as Date;
    const results = await submitIdeas(runtime, batch.map((one) => one.sending), now);
    for (const [index, one] of batch.entries()) one.resolve(results[index] as Result<Sent>);
  } catch (error) {
    for (const one of batch) one.reject(error);
  }
}

/**
 * The one click of RFC 8058: the mail program itself posts to the address in `List-Unsubscribe`, without cookies and
 * without an `Origin`, which Kit refuses as a forged form. The secret in the address is all that is needed, and all
 * that it can do is to end this one subscription.
 */
export const leaveByOneClick: HotEndpoint[] = languages.map((language) => ({
  method: 'POST',
  get path() {
    return localPath(language, '/ideas/follow/leave');
  },
  maxBody: 4 * 1024,
  async handle(runtime, { query }) {
    await leaveFollow(runtime, readToken(query.get('token')));
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK\n' };
  },
}));
