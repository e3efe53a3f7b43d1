import type { Problem } from '../result.ts';

/** RFC 9457: `code` is stable for machines, `title` and `detail` are words in the reader's language. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { field?: string; code: string; detail: string }[];
  retryAfter?: number;
};

const titles: Record<number, string> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  413: 'Payload too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  503: 'Service unavailable',
};

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** @param word how a problem is said in the reader's language */
export function problemDocument(
  status: number,
  problems: readonly Problem[],
  word: (problem: Problem) => string,
): ProblemDocument {
  const errors = problems.map((one) => ({
    ...(one.field ? { field: one.field } : {}),
    code: one.code,
    detail: word(one),
  }));
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    ...(errors.length === 1 && errors[0] ? { detail: errors[0].detail } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  };
}

/** A problem as the answer of a route. */
export function problemResponse(
  status: number,
  problems: readonly Problem[],
  word: (problem: Problem) => string,
  headers: Record<string, string> = {},
): Response {
  const body = JSON.stringify(problemDocument(status, problems, word));
  return new Response(body, { status, headers: { 'content-type': PROBLEM_TYPE, 'cache-control': 'no-store', ...headers } });
}
