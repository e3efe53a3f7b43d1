/** What the player asks the server; every answer is a value, because no network is nothing unusual here. */
import type { Batch, Resumed, Result, SittingKey, Standing, Start, Superseded } from '../../rules/wire.ts';

export type Answer<T> =
  | { kind: 'ok'; value: T }
  /** Another device has it, or it was handed in; the standing says where it is. */
  | { kind: 'other'; value: Superseded }
  /** Not now: no network, too busy, too early. `wait` in ms where the server said so. */
  | { kind: 'later'; wait: number | null; code: string }
  /** Never: `code` has words. */
  | { kind: 'refused'; status: number; code: string };

const LIMIT_MS = 20_000;
type Refusal = { errors?: { code?: string }[] };

async function ask<T>(address: string, token: string | null, init: RequestInit = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (init.body) headers['content-type'] = 'application/json';
  let response: Response;
  try {
    response = await fetch(address, { ...init, headers, credentials: 'omit', signal: AbortSignal.timeout(LIMIT_MS) });
    const type = response.headers.get('content-type') ?? '';
    // The page of a Wi-Fi that wants a sign-in is nobody's answer.
    if (!type.includes('json')) return { kind: 'later', wait: null, code: 'network' };
    const body = (await response.json()) as unknown;
    if (response.ok) return { kind: 'ok', value: body as T };
    if (response.status === 409 && (body as Superseded).epoch) return { kind: 'other', value: body as Superseded };
    return refusal(response, body as Refusal);
  } catch {
    return { kind: 'later', wait: null, code: 'network' };
  }
}

function refusal({ status, headers }: Response, body: Refusal): Answer<never> {
  const code = body.errors?.[0]?.code ?? 'network';
  const seconds = Number(headers.get('retry-after'));
  const wait = seconds > 0 ? seconds * 1_000 : null;
  if (status >= 500 || [408, 425, 429].includes(status)) return { kind: 'later', wait, code };
  return { kind: 'refused', status, code };
}

const post = (body: object, method = 'POST'): RequestInit => ({ method, body: JSON.stringify(body) });
const at = (attempt: string) => `/api/v1/attempts/${attempt}`;

export const sendStart = (token: string, start: Start) => ask<Standing>('/api/v1/attempts', token, post(start));
export const sendBatch = (token: string, attempt: string, batch: Batch) => ask<Standing>(`${at(attempt)}/events`, token, post(batch, 'PUT'));
export const takeOver = (token: string, attempt: string, device: string) => ask<Resumed>(`${at(attempt)}/takeover`, token, post({ device }));
export const askAttempt = (token: string, attempt: string) => ask<Resumed>(at(attempt), token);
export const askResult = (token: string, attempt: string) => ask<Result>(`${at(attempt)}/result`, token);
export const askKey = (sitting: number) => ask<SittingKey>(`/api/v1/sittings/${sitting}/key`, null);

/** The sealed sheet; undefined when it does not come. */
export async function askSheet(sitting: number, number: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const response = await fetch(`/api/v1/sittings/${sitting}/sheets/${number}`, { credentials: 'omit', signal: AbortSignal.timeout(60_000) });
    const right = response.ok && (response.headers.get('content-type') ?? '').includes('octet-stream');
    return right ? new Uint8Array(await response.arrayBuffer()) : undefined;
  } catch {
    return undefined;
  }
}
