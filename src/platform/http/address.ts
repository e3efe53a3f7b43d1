import type { IncomingMessage } from 'node:http';

/**
 * The peer's address. Each trusted proxy appends the address it saw to `X-Forwarded-For`, so the entry that our
 * outermost proxy wrote is the n-th from the end; anything before it was written by the sender and is not believed.
 */
export function peerAddress(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? '0.0.0.0';
  if (trustedProxies === 0) return direct;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  return forwarded.at(-trustedProxies) ?? direct;
}
