/** One request of a phone. */
import type { Event, Resumed, Standing } from '#modules/quizzes/rules/wire.ts';
import { attemptId } from '#modules/quizzes/rules/wire.ts';
import type { TestTicket } from './quiz.ts';

export type Said<T = Standing & { problem?: string }> = { status: number; headers: Headers; body: T & { errors?: { code: string; field?: string; detail: string }[] } };

export const DEVICE = '00000000-0000-4000-8000-000000000001';
export const OTHER_DEVICE = '00000000-0000-4000-8000-000000000002';

export function asker(port: number) {
  const ask = async <T>(method: string, path: string, { token, body, raw }: { token?: string; body?: unknown; raw?: string } = {}): Promise<Said<T>> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined && raw === undefined ? {} : { body: raw ?? JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Said<T>['body'] };
  };
  const of = (ticket: TestTicket, ordinal = 1): string => `/attempts/${attemptId(ticket.payload.ticket, ordinal)}`;
  return {
    ask,
    start: ({ token }: TestTicket, { ordinal = 1, device = DEVICE, elapsed = 0, ...more }: Record<string, unknown> = {}) =>
      ask<Standing>('POST', '/attempts', { token, body: { ordinal, device, elapsed, ...more } }),
    put: (ticket: TestTicket, events: Event[], { epoch = 1, device = DEVICE, elapsed = 60_000, ordinal = 1 } = {}) =>
      ask<Standing & { problem?: string }>('PUT', `${of(ticket, ordinal)}/events`, { token: ticket.token, body: { epoch, device, elapsed, events } }),
    takeover: (ticket: TestTicket, device = OTHER_DEVICE) => ask<Resumed>('POST', `${of(ticket)}/takeover`, { token: ticket.token, body: { device } }),
    get: (ticket: TestTicket) => ask<Resumed>('GET', of(ticket), { token: ticket.token }),
    result: (ticket: TestTicket) =>
      ask<import('#modules/quizzes/rules/wire.ts').Result>('GET', `${of(ticket)}/result`, { token: ticket.token }),
  };
}

/** Items of `testPaper` beyond the seventh are single choices. */
export const choice = (seq: number, item = 7, option = 0, ms = seq * 1_000): Event => ({ seq, item, answer: { type: 'single', option }, ms });
export const submit = (seq: number, ms = seq * 1_000): Event => ({ seq, item: -1, answer: null, ms });
