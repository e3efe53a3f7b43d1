import type { IncomingMessage } from 'node:http';

export class BodyTooLarge extends Error {}

/** Reads a whole body, never more than `limit` bytes of it. @throws BodyTooLarge */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners('data');
        request.resume();
        reject(new BodyTooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('aborted')));
  });
}

/** Most that is read and thrown away so that a browser gets our answer instead of a broken connection. */
const DRAIN_LIMIT = 512 * 1024 * 1024;

/** Lets a body that is too large flow into nothing; gives up on one that does not end. */
export async function drain(request: IncomingMessage): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of request) {
      size += (chunk as Buffer).length;
      if (size > DRAIN_LIMIT) return;
    }
  } catch {
    // The sender gave up first; there is nobody left to answer.
  }
}
