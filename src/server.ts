import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { clientAddress } from '#platform/limits/address.ts';
import { BodyTooLarge, drain, readBody } from '#platform/http/body.ts';
import { captureInto, sendCached, sharedKey } from '#platform/http/cached-pages.ts';
import { compressInto } from '#platform/http/compressed.ts';
import type { Config } from '#platform/config.server.ts';
import { hotFinder, type FindHot, type HotEndpoint } from '#platform/http/hot.ts';
import { retryAfter, watchLoad, type Load } from '#platform/http/overload.ts';
import { asNobody } from '#platform/http/nobody.ts';
import type { Runtime } from '#platform/runtime.server.ts';
import { localPath, parsePath } from '#platform/words/paths.ts';
import { languages, translator } from '#platform/words/translate.ts';
import './paths.ts';

type KitHandler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** Milliseconds: how long a request may take to arrive, and how often that is looked at. */
export type Patience = { wholeRequest: number; check: number };
export type ServerOptions = { runtime: Runtime; kit: KitHandler; hot: readonly HotEndpoint[]; patience?: Patience };
/** Five pictures over a slow 3G uplink take minutes, not hours. */
const USUAL: Patience = { wholeRequest: 15 * 60_000, check: 30_000 };

const MB = 1024 * 1024;
/** Forms with pictures: five of 10 MB and the text; lists of members; everything else is text. */
const UPLOAD_LIMIT = 56 * MB;
const TEXT_LIMIT = 1 * MB;
const UPLOADS = /^\/(ideas\/(new|track)|desk\/imports\/new|desk\/questions\/(imports\/new|\d+\/media)|desk\/organisation\/reorganisations\/\d+\/members)(\/|$)/;

/** Kit reads the origin and the address from these headers; whatever a sender put there is overwritten. */
export const KIT_ENVIRONMENT = {
  PROTOCOL_HEADER: 'x-own-protocol',
  HOST_HEADER: 'x-own-host',
  ADDRESS_HEADER: 'x-own-address',
  BODY_SIZE_LIMIT: String(UPLOAD_LIMIT),
};

/** The small server around Kit's handler: health, limits, real origin, the page cache, hot endpoints. */
export function createAppServer(options: ServerOptions): Server {
  const { runtime, patience = USUAL } = options;
  const around: Around = { ...options, find: hotFinder(options.hot), load: watchLoad(() => runtime.pool.waitingCount) };
  const server = createServer({ connectionsCheckingInterval: patience.check }, (request, response) => {
    // First, and with nothing in front of it: this is most of what a public site answers (bench `ideas-list`).
    const origin = originOf(runtime.config, request);
    asNobody(request);
    const key = sharedKey(request, origin);
    const page = key && runtime.pageCache.get(key, Date.now());
    if (page) {
      runtime.metrics.cache[sendCached(request, response, page)] += 1;
      return;
    }
    answer(around, request, response, origin, key).catch((error: unknown) => {
      // The sender broke off: nobody is there to be answered, and nothing of ours has failed.
      if (request.destroyed && !request.complete) return void response.destroy();
      runtime.log.error({ err: error }, 'request failed outside Kit');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end();
    });
  });
  server.requestTimeout = patience.wholeRequest;
  server.headersTimeout = Math.min(15_000, patience.wholeRequest);
  server.keepAliveTimeout = 65_000;
  return server;
}

type Around = ServerOptions & { find: FindHot; load: Load };

async function answer(
  options: Around,
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  key: string | undefined,
): Promise<void> {
  const { runtime, kit, find, load } = options;
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (OPERATOR.has(path)) return answerOperator(runtime, path, response);
  measure(runtime, request, response);

  const found = find(request.method ?? '', path);
  if (found) return load.refusesAnswers() ? refuseBusy(request, response) : answerHot(runtime, found, request, response);
  tellKit(runtime.config, request, origin);
  // Answers of a quiz were let through above: pages give way to them.
  if (load.refusesPages()) return refuseBusy(request, response);

  const limit = UPLOADS.test(parsePath(path).canonical) ? UPLOAD_LIMIT : TEXT_LIMIT;
  if (Number(request.headers['content-length'] ?? 0) > limit) return refuseLarge(options, request, response, path);

  compressInto(request, response);
  if (key) {
    runtime.metrics.cache.miss += 1;
    captureInto(runtime.pageCache, key, request, response, Date.now);
  }
  kit(request, response, () => response.writeHead(404).end());
}

const OPERATOR = new Set(['/healthz', '/readyz', '/metrics']);

/** What the operator's machines ask: alive, able to serve, figures. */
async function answerOperator(runtime: Runtime, path: string, response: ServerResponse): Promise<void> {
  if (path === '/healthz') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
  } else if (path === '/readyz') {
    const ready = await runtime.pool.query('select 1').then(
      () => true,
      () => false,
    );
    response.writeHead(ready ? 200 : 503, { 'content-type': 'text/plain' }).end(ready ? 'ready\n' : 'no database\n');
  } else {
    const { registry } = runtime.metrics;
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
  }
}

function measure(runtime: Runtime, request: IncomingMessage, response: ServerResponse): void {
  const stop = runtime.metrics.requests.startTimer({ method: request.method ?? 'GET' });
  response.on('close', () => {
    const route = String(response.getHeader('x-route') ?? 'other');
    stop({ route, status: `${Math.floor(response.statusCode / 100)}xx` });
  });
}

/** Scheme, host and port in whose name this request is answered. */
function originOf(config: Config, request: IncomingMessage): string {
  if (config.fixedOrigin) return config.publicOrigin;
  return `http://${request.headers.host ?? new URL(config.publicOrigin).host}`;
}

function tellKit(config: Config, request: IncomingMessage, origin: string): void {
  const [protocol, host] = origin.split('://');
  request.headers[KIT_ENVIRONMENT.PROTOCOL_HEADER] = protocol;
  request.headers[KIT_ENVIRONMENT.HOST_HEADER] = host;
  request.headers[KIT_ENVIRONMENT.ADDRESS_HEADER] = addressOf(config, request);
}

const addressOf = (config: Config, { socket, headers }: IncomingMessage): string =>
  clientAddress(socket.remoteAddress ?? '', headers['x-forwarded-for'] as string | undefined, config.trustedProxies);

/** Runs one endpoint before Kit; also what `npm run dev` answers phones with. */
export async function answerHot(
  runtime: Runtime,
  { endpoint, params }: NonNullable<ReturnType<FindHot>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request, endpoint.maxBody);
    const answered = await endpoint.handle(runtime, {
      address: () => addressOf(runtime.config, request),
      query: () => new URLSearchParams(request.url?.split('?')[1]),
      headers: request.headers,
      params,
      body,
      now: new Date(),
    });
    const length = String(Buffer.byteLength(answered.body));
    response.writeHead(answered.status, { ...answered.headers, 'content-length': length }).end(answered.body);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    const problem = { type: 'about:blank', title: 'Payload too large', status: 413, limit: endpoint.maxBody };
    response.writeHead(413, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  }
}

/** In three languages, without a page: whatever made it would be the next load. Times differ, so that not all come back at once. */
function refuseBusy(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'retry-after': retryAfter(5, 20) };
  response.writeHead(503, headers).end(`${languages.map((language) => translator(language)('ui.busy')).join('\n')}\n`);
}

/** The sender's browser first finishes its upload into nothing, then shows our page instead of a broken connection. */
async function refuseLarge(
  { kit }: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  await drain(request);
  request.method = 'GET';
  request.url = localPath(parsePath(path).language, '/too-large');
  delete request.headers['content-length'];
  delete request.headers['content-type'];
  response.setHeader('connection', 'close');
  kit(request, response, () => response.writeHead(413).end());
}
