import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { wantedEncoding } from './encoding.ts';

/** Below this a header costs more than it saves. */
const LEAST_BYTES = 1_024;
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[\w.+-]+\+)?(?:json|xml)|image\/svg\+xml)/;
/**
 * Cookies whose owner finds nothing secret in a page. Anybody else's page stays as it is: its compressed length would
 * tell somebody on the line, who can make the browser ask for chosen words, what else the page says (BREACH).
 */
const HARMLESS = new Set(['display', 'supporter']);

const compress = {
  br: (body: Buffer) => promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
};

const cookieNames = (cookie = ''): string[] => cookie.split(';').map((one) => one.split('=', 1)[0]?.trim() ?? '');
const holdsSecrets = (request: IncomingMessage): boolean =>
  request.headers.authorization !== undefined ||
  cookieNames(request.headers.cookie).some((name) => name !== '' && !HARMLESS.has(name));

/**
 * Compresses what the next handler renders for this reader alone (what is shared is compressed once by the page
 * cache, files at build time). Off the event loop. Answers that bring their headers with `writeHead` are left alone.
 */
export function compressInto(request: IncomingMessage, response: ServerResponse): void {
  const encoding = wantedEncoding(request);
  if (encoding === 'identity' || request.method === 'HEAD' || holdsSecrets(request)) return;
  const original = { writeHead: response.writeHead, write: response.write, end: response.end };
  const restore = () => Object.assign(response, original);
  let chunks: Buffer[] | undefined;

  response.writeHead = function (this: ServerResponse, status: number, ...rest: unknown[]) {
    if (rest.length > 0 || !isText(this)) {
      restore();
      return original.writeHead.call(this, status, ...(rest as []));
    }
    chunks = [];
    this.statusCode = status;
    return this;
  } as typeof response.writeHead;

  response.write = function (this: ServerResponse, chunk: string | Uint8Array) {
    if (!chunks) return original.write.apply(this, arguments as never);
    chunks.push(Buffer.from(chunk as Uint8Array));
    return true;
  } as typeof response.write;

  response.end = function (this: ServerResponse, chunk?: string | Uint8Array) {
    restore();
    if (!chunks) return original.end.apply(this, arguments as never);
    if (chunk) chunks.push(Buffer.from(chunk as Uint8Array));
    void finish(this, encoding, Buffer.concat(chunks));
    return this;
  } as typeof response.end;
}

const isText = (response: ServerResponse): boolean =>
  TEXT.test(String(response.getHeader('content-type') ?? '')) && !response.hasHeader('content-encoding');

async function finish(response: ServerResponse, encoding: 'br' | 'gzip', plain: Buffer): Promise<void> {
  const small = plain.length < LEAST_BYTES;
  const body = small ? plain : await compress[encoding](plain);
  if (response.destroyed) return;
  if (!small) {
    response.setHeader('content-encoding', encoding);
    const etag = response.getHeader('etag');
    // The same page in other bytes is the same page only loosely (RFC 9110, 8.8.1).
    if (typeof etag === 'string' && !etag.startsWith('W/')) response.setHeader('etag', `W/${etag}`);
  }
  response.appendHeader('vary', 'accept-encoding');
  response.setHeader('content-length', body.length);
  response.end(body);
}
