import type { Problem } from '../result.ts';

/** RFC 9457: `code` is stable for machines, `title` and `detail` are words in the reader's language. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail?: string;
  errors?: { field?: string; code: string; detail: string }[];
  /** Members of one endpoint, described where it is; for example why an idea is gone. */
  [extension: string]: unknown;
};

const titles: Record<number, string> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Payload too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  500: 'Internal server error',
  503: 'Service unavailable',
};

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/**
 * @param word how a problem is said in the reader's language
 * @param more members of this endpoint beside the standard ones
 */
export function problemDocument(
  status: number,
  problems: readonly Problem[],
  word: (problem: Problem) => string,
  more: Record<string, unknown> = {},
): ProblemDocument {
  const errors = problems.map((one) => ({
    ...(one.field ? { field: one.field } : {}),
    code: one.code,
    detail: word(one),
  }));
  return {
    ...more,
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    ...(errors.length === 1 && errors[0] ? { detail: errors[0].detail } : {}),
    ...(errors.length > 0 ? { errors } : {}),
  };
}
