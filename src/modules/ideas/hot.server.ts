import { placeTree } from '#modules/places/index.server.ts';
import { joined } from '#platform/batch.ts';
import { isUnavailable } from '#platform/database/unavailable.ts';
import type { HotEndpoint, HotRequest, HotResponse } from '#platform/http/hot.ts';
import { OPEN_TO_ALL } from '#platform/http/json-api.server.ts';
import { PROBLEM_TYPE, problemDocument } from '#platform/http/problem.ts';
import { addressKey, takeEach } from '#platform/limits/limits.server.ts';
import type { Problem } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { localPath } from '#platform/words/paths.ts';
import { isLanguage, languages, translator } from '#platform/words/translate.ts';
import { knownFields } from './actions/fields.server.ts';
import { leaveFollow } from './actions/follow.server.ts';
import { submitIdeas, type Sending } from './actions/submit.server.ts';
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

/** Two transactions under way: one keeps us busy while the database works on the other. What waits shares the next. */
const receiveJoined = joined(
  (asked: readonly { runtime: Runtime; sending: Sending; now: Date }[]) => {
    const { runtime, now } = asked.at(-1) as (typeof asked)[number];
    return submitIdeas(runtime, asked.map((one) => one.sending), now);
  },
  { atOnce: 2, largest: 200 },
);
const countJoined = joined(
  (asked: readonly { runtime: Runtime; key: Buffer; now: Date }[]) => {
    const { runtime, now } = asked.at(-1) as (typeof asked)[number];
    const rule = { name: 'ideas.api', limit: runtime.config.sendLimit, seconds: 3_600 };
    return takeEach(runtime.db, { rule, keys: asked.map((one) => one.key), now });
  },
  { atOnce: 1, largest: 200 },
);

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
  const sent = await receiveJoined({ runtime, sending, now: request.now });
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
  if (runtime.config.sendLimit === 0) return undefined;
  const key = await addressKey(runtime.db, request.address(), request.now);
  const taken = await countJoined({ runtime, key, now: request.now });
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
    await leaveFollow(runtime, readToken(query().get('token')));
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK\n' };
  },
}));
