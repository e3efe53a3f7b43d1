/**
 * What phones ask, before Kit (bench `quiz-events`): docs/decisions/0020. The same order everywhere: ticket → input → may?
 * → action. A phone is never told that something is received unless it stands in the database.
 */
import { isUnavailable } from '#platform/database/unavailable.ts';
import type { HotEndpoint, HotRequest, HotResponse } from '#platform/http/hot.ts';
import { retryAfter } from '#platform/http/overload.ts';
import { PROBLEM_TYPE, problemDocument } from '#platform/http/problem.ts';
import type { Failed, Problem, Result } from '#platform/result.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { isLanguage, translator } from '#platform/words/translate.ts';
import { allowance } from './actions/allowance.server.ts';
import { sealedSheet, sittingKey, type Handout } from './actions/handout.server.ts';
import { checkItems, receive, type Answered } from './actions/receive.server.ts';
import { readResult } from './actions/result.server.ts';
import { resume, start, takeOver, type Asking } from './actions/start.server.ts';
import { openToken } from './actions/token.server.ts';
import { readBatch, readStart, readTakeover } from './input/phone.ts';
import { batchLimits, type TicketPayload } from './rules/wire.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const OWN = { 'content-type': JSON_TYPE, 'cache-control': 'no-store' };
const SMALL = 4 * 1024;
/** Requests that wait for the database at once: beyond it memory would be the next thing to end. */
const MOST_WAITING = 20_000;

const mayAgain = allowance();
let waiting = 0;

/** Status of a refusal, by what is wrong; everything else is 422. */
const STATUS: Record<string, number> = {
  'ticket.missing': 401, 'ticket.forged': 401, 'attempt.foreign': 403, 'result.own': 403, 'attempt.unknown': 404, 'ticket.unknown': 404,
  'sheet.unknown': 404, 'sitting.unknown': 404, 'sitting.early': 425, 'sitting.over': 409, 'attempt.previous': 409,
  'attempt.many': 409, 'ticket.voided': 409, 'ticket.moved': 409, 'quiz.closed': 409, 'quiz.cancelled': 410, 'attempt.tooFast': 429,
  'attempt.json': 400,
};

const languageOf = ({ headers }: HotRequest) => {
  const wanted = (headers['accept-language'] ?? '').slice(0, 2).toLowerCase();
  return isLanguage(wanted) ? wanted : 'vi';
};

function refuse(request: HotRequest, { problems }: Failed, status = statusOf(problems)): HotResponse {
  const t = translator(languageOf(request));
  const document = problemDocument(status, problems, (one) => t.dynamic(`quizzes.problem.${one.code}`, one.values));
  const seconds = problems[0]?.values?.seconds;
  const wait: Record<string, string> = seconds === undefined ? {} : { 'retry-after': String(Math.min(Number(seconds), 3_600)) };
  const again: Record<string, string> = status === 503 ? { 'retry-after': retryAfter(3, 12) } : wait;
  return { status, headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store', ...again }, body: JSON.stringify(document) };
}

const statusOf = (problems: readonly Problem[]): number => STATUS[problems[0]?.code ?? ''] ?? 422;
const refuseOne = (request: HotRequest, code: string, values?: Problem['values']): HotResponse =>
  refuse(request, { ok: false, problems: [values ? { code, values } : { code }] });

const accept = (body: unknown, status = 200): HotResponse => ({ status, headers: OWN, body: JSON.stringify(body) });

/** What was sent is kept; 409 says that it does not count, and where the attempt stands. */
const answered = (request: HotRequest, result: Result<Answered>): HotResponse =>
  result.ok ? accept(result.value.standing, result.value.superseded ? 409 : 200) : refuse(request, result);

/** A database that is away just now, or too many who wait for it, is what a phone treats as being offline. */
function guarded(handle: HotEndpoint['handle']): HotEndpoint['handle'] {
  return async (runtime, request) => {
    const busy = () => refuse(request, { ok: false, problems: [{ code: 'attempt.unavailable' }] }, 503);
    if (waiting >= MOST_WAITING) return busy();
    waiting += 1;
    try {
      return await handle(runtime, request);
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return busy();
    } finally {
      waiting -= 1;
    }
  };
}

const BEARER = /^Bearer +([\w.-]+)$/i;

type Ticketed = { runtime: Runtime; request: HotRequest; ticket: TicketPayload };

/** The signature, then how often: neither asks the database. */
function ticketed(handle: (asked: Ticketed) => HotResponse | Promise<HotResponse>): HotEndpoint['handle'] {
  return guarded((runtime, request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuseOne(request, 'ticket.missing');
    const ticket = openToken(runtime.config.secret, token);
    if (!ticket) return refuseOne(request, 'ticket.forged');
    const seconds = mayAgain(ticket.ticket, request.now.getTime());
    if (seconds > 0) return refuseOne(request, 'attempt.tooFast', { seconds });
    return handle({ runtime, request, ticket });
  });
}

const ATTEMPT = /^([1-9]\d{0,14})-([1-9]\d{0,3})$/;

/** Only one's own: the id of an attempt says whose it is. */
function ofAttempt(handle: (asking: Asking, request: HotRequest) => Promise<HotResponse>): HotEndpoint['handle'] {
  return ticketed(({ runtime, request, ticket }) => {
    const [, id, ordinal] = ATTEMPT.exec(request.params[0] ?? '') ?? [];
    if (!id || Number(ordinal) > 1_000) return refuseOne(request, 'attempt.unknown');
    if (Number(id) !== ticket.ticket) return refuseOne(request, 'attempt.foreign');
    return handle({ runtime, ticket, ordinal: Number(ordinal), now: request.now }, request);
  });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

const startAttempt: HotEndpoint = {
  method: 'POST',
  path: '/api/v1/attempts',
  maxBody: SMALL,
  handle: ticketed(async ({ runtime, request, ticket }) => {
    const read = readStart(parse(request.body));
    if (!read.ok) return refuse(request, read);
    return answered(request, await start({ runtime, ticket, start: read.value, now: request.now }));
  }),
};

const receiveEvents: HotEndpoint = {
  method: 'PUT',
  path: '/api/v1/attempts/[attempt]/events',
  maxBody: batchLimits.bytes,
  handle: ofAttempt(async ({ runtime, ticket, ordinal, now }, request) => {
    const read = readBatch(parse(request.body));
    if (!read.ok) return refuse(request, read);
    const checked = await checkItems({ runtime, ticket, batch: read.value });
    if (!checked.ok) return refuse(request, checked);
    return answered(request, await receive({ runtime, ticket, ordinal, batch: read.value, now }));
  }),
};

const takeover: HotEndpoint = {
  method: 'POST',
  path: '/api/v1/attempts/[attempt]/takeover',
  maxBody: SMALL,
  handle: ofAttempt(async (asking, request) => {
    const read = readTakeover(parse(request.body));
    if (!read.ok) return refuse(request, read);
    const taken = await takeOver(asking, read.value.device);
    return taken.ok ? accept(taken.value) : refuse(request, taken);
  }),
};

const readAttempt: HotEndpoint = {
  method: 'GET',
  path: '/api/v1/attempts/[attempt]',
  maxBody: 0,
  handle: ofAttempt(async (asking, request) => {
    const found = await resume(asking);
    return found.ok ? accept(found.value) : refuse(request, found);
  }),
};

const attemptResult: HotEndpoint = {
  method: 'GET',
  path: '/api/v1/attempts/[attempt]/result',
  maxBody: 0,
  handle: ofAttempt(async (asking, request) => {
    const found = await readResult(asking);
    return found.ok ? accept(found.value) : refuse(request, found);
  }),
};

const shared = (request: HotRequest, { bytes, etag }: Handout, headers: Record<string, string>): HotResponse => {
  const known = request.headers['if-none-match'] === etag;
  return { status: known ? 304 : 200, headers: { etag, ...headers }, body: known ? '' : bytes };
};

const number = (text: string | undefined): number => (/^[1-9]\d{0,14}$/.test(text ?? '') ? Number(text) : 0);

const sheet: HotEndpoint = {
  method: 'GET',
  path: '/api/v1/sittings/[sitting]/sheets/[number]',
  maxBody: 0,
  handle: guarded(async (runtime, request) => {
    const [sitting, which] = request.params.map(number);
    if (!sitting || !which || which > 1_000) return refuseOne(request, 'sheet.unknown');
    const found = await sealedSheet(runtime, sitting, which);
    if (!found.ok) return refuse(request, found);
    const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' };
    return shared(request, found.value, headers);
  }),
};

const key: HotEndpoint = {
  method: 'GET',
  path: '/api/v1/sittings/[sitting]/key',
  maxBody: 0,
  handle: guarded(async (runtime, request) => {
    const found = await sittingKey(runtime, number(request.params[0]), request.now);
    if (!found.ok) return refuse(request, found);
    return shared(request, found.value, { 'content-type': JSON_TYPE, 'cache-control': 'public, max-age=3600' });
  }),
};

export const hot: readonly HotEndpoint[] = [startAttempt, receiveEvents, takeover, readAttempt, attemptResult, sheet, key];
