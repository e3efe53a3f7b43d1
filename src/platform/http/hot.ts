import type { IncomingMessage } from 'node:http';
import type { Runtime } from '../runtime.server.ts';

export type HotRequest = {
  /** Address of the peer as our own proxies report it. */
  address: string;
  headers: IncomingMessage['headers'];
  query: URLSearchParams;
  body: Buffer;
  now: Date;
};
export type HotResponse = { status: number; headers: Record<string, string>; body: string };

/**
 * An endpoint served before Kit because a bench says so (Kit costs about 0.5 ms of CPU a request).
 * Its order is the same as everywhere: input → may? → action.
 */
export type HotEndpoint = {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** Largest accepted body in bytes. */
  maxBody: number;
  handle(runtime: Runtime, request: HotRequest): Promise<HotResponse>;
};
