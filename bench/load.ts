/** Load over loopback on keep-alive connections, one request at a time on each, as browsers and proxies do. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpReader, type Answer } from './http-reader.ts';
import { quantile } from './figures.ts';

export type Call = { method?: string; path: string; headers?: Record<string, string>; body?: string };
export type Load = {
  port: number;
  connections: number;
  seconds: number;
  /** The next request; written out by `requestBytes`, beforehand where it is always the same. */
  next(index: number): Buffer;
  onAnswer?(index: number, answer: Answer): void;
};
export type Outcome = {
  requests: number;
  perSecond: number;
  /** Milliseconds, ascending. */
  latencies: number[];
  /** How often each status came; 0 stands for a connection that broke. */
  statuses: Record<number, number>;
  /** Share of one core that the generator itself used: near 1, it and not the server was the limit. */
  generatorBusy: number;
};

export function requestBytes({ method = 'GET', path, headers = {}, body }: Call): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}\r\n${body ?? ''}`);
}

/** What a current browser sends when it opens a page. */
export const BROWSER_HEADERS = {
  'accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'vi-VN,vi;q=0.9,en;q=0.8',
  'user-agent': 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36',
};

/** As many requests as the server takes: each connection asks again as soon as it was answered. */
export async function saturate(load: Load): Promise<Outcome> {
  const recorder = new Recorder(load);
  const sockets = await openAll(load);
  let index = 0;
  const until = performance.now() + load.seconds * 1_000;
  await Promise.all(
    sockets.map(async (socket) => {
      const exchange = exchangeOn(socket);
      while (performance.now() < until) {
        const at = index++;
        const bytes = load.next(at);
        const sent = performance.now();
        recorder.note(at, await exchange(bytes), sent);
      }
      socket.destroy();
    }),
  );
  return recorder.outcome();
}

/**
 * A fixed number of requests a second, whether the server keeps up or not. A request counts from the moment it was
 * due, so that a server that stalls cannot hide the wait of those who came meanwhile.
 */
export async function pace(load: Load & { perSecond: number }): Promise<Outcome> {
  const recorder = new Recorder(load);
  const free = Array.from({ length: load.connections }, () => exchangeWith(load.port));
  const all = [...free];
  const due: { at: number; since: number }[] = [];
  const running = new Set<Promise<void>>();
  const send = () => {
    while (due.length > 0 && free.length > 0) {
      const { at, since } = due.shift() as { at: number; since: number };
      const exchange = free.pop() as Exchange;
      const one = exchange(load.next(at)).then((answer) => {
        recorder.note(at, answer, since);
        free.push(exchange);
        running.delete(one);
        send();
      });
      running.add(one);
    }
  };
  const start = performance.now();
  for (let at = 0; at < load.perSecond * load.seconds; at += 1) {
    const since = start + (at * 1_000) / load.perSecond;
    const early = since - performance.now();
    if (early > 0) await pause(early);
    // The generator's own late waking (a timer has whole milliseconds) is not the server's fault; a queue is.
    due.push({ at, since: Math.max(since, performance.now() - 1) });
    send();
  }
  while (running.size > 0) await Promise.all(running);
  for (const exchange of all) exchange.end();
  return recorder.outcome();
}

type Exchange = ((bytes: Buffer) => Promise<Answer>) & { end(): void; ended(): boolean };
const BROKEN: Answer = { status: 0, head: '', body: Buffer.alloc(0) };

function exchangeOn(socket: Socket): Exchange {
  const reader = new HttpReader();
  let answered: ((answer: Answer) => void) | undefined;
  const settle = (answer: Answer) => {
    const resolve = answered;
    answered = undefined;
    resolve?.(answer);
  };
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    const answer = reader.take();
    if (answer) settle(answer);
  });
  socket.on('error', () => settle(BROKEN));
  socket.on('close', () => settle(BROKEN));
  const exchange = (bytes: Buffer) =>
    new Promise<Answer>((resolve) => {
      if (socket.destroyed) return resolve(BROKEN);
      answered = resolve;
      socket.write(bytes);
    });
  return Object.assign(exchange, { end: () => void socket.destroy(), ended: () => socket.destroyed });
}

/**
 * As phones do: opened when there is something to say, and again when the server has closed it between two requests (one
 * on which nothing was ever said is closed after 15 s). A connection that breaks in the middle of a request is an error.
 */
function exchangeWith(port: number): Exchange {
  let open: Exchange | undefined;
  const exchange = async (bytes: Buffer): Promise<Answer> => {
    if (!open || open.ended()) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      open = exchangeOn(socket);
      await once(socket, 'connect').catch(() => undefined);
    }
    return open(bytes);
  };
  return Object.assign(exchange, { end: () => open?.end(), ended: () => open?.ended() ?? true });
}

async function openAll({ port, connections }: Load): Promise<Socket[]> {
  const sockets = Array.from({ length: connections }, () => connect({ port, host: '127.0.0.1', noDelay: true }));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

class Recorder {
  readonly #load: Load;
  readonly #started = performance.now();
  readonly #cpu = process.cpuUsage();
  readonly #latencies: number[] = [];
  readonly #statuses: Record<number, number> = {};

  constructor(load: Load) {
    this.#load = load;
  }

  note(index: number, answer: Answer, since: number): void {
    this.#latencies.push(performance.now() - since);
    this.#statuses[answer.status] = (this.#statuses[answer.status] ?? 0) + 1;
    this.#load.onAnswer?.(index, answer);
  }

  outcome(): Outcome {
    const seconds = (performance.now() - this.#started) / 1_000;
    const { user, system } = process.cpuUsage(this.#cpu);
    return {
      requests: this.#latencies.length,
      perSecond: this.#latencies.length / seconds,
      latencies: this.#latencies.sort((a, b) => a - b),
      statuses: this.#statuses,
      generatorBusy: (user + system) / 1_000_000 / seconds,
    };
  }
}

/** The statuses that came, when they are not only the wanted one: a fast error page is no result. */
export function refuseOthers({ statuses }: Outcome, wanted: number): void {
  const others = Object.keys(statuses).filter((status) => Number(status) !== wanted);
  if (others.length > 0) throw new Error(`Wanted only answers ${wanted}, got ${JSON.stringify(statuses)}`);
}

export const percentile = ({ latencies }: Outcome, share: number): number => quantile(latencies, share);
