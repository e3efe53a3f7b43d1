import type { IncomingMessage } from 'node:http';

/** What machines ask, from any site: these addresses read no session. */
const OPEN = ['/api/', '/ledger/'];
/** Phones of a quiz say with their ticket who they are; what they are answered is never kept. */
const TICKETED = /^\/api\/v1\/attempts(?:\/|$)/;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Takes away who is asking where nobody needs to be somebody, so that "the API reads no cookie" holds by construction
 * and its answers are shared by all readers. Without a cookie there is nothing to forge either; Kit would still take a
 * write without a type of its own for a form of another site and refuse it in its own words instead of ours.
 */
export function asNobody(request: IncomingMessage): void {
  const { headers, url = '' } = request;
  if (!OPEN.some((prefix) => url.startsWith(prefix))) return;
  delete headers.cookie;
  if (!TICKETED.test(url)) delete headers.authorization;
  if (READS.has(request.method ?? '')) return;
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) headers['content-type'] = 'application/octet-stream';
}
