/** Reads HTTP/1.1 answers off a connection with as little work as possible: the load must not cost more than the served. */

export type Answer = {
  status: number;
  /** The whole answer as it came, for those who want a header or the body. */
  head: string;
  body: Buffer;
};

const HEAD_END = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const CHUNKED = /\r\ntransfer-encoding: *chunked/i;

/** Collects what arrives; `take` gives an answer as soon as it is complete. One request is under way at a time. */
export class HttpReader {
  #kept: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#kept = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
  }

  take(): Answer | undefined {
    const headEnd = this.#kept.indexOf(HEAD_END);
    if (headEnd < 0) return undefined;
    const head = this.#kept.toString('latin1', 0, headEnd);
    const status = Number(head.slice(9, 12));
    const from = headEnd + HEAD_END.length;
    const end = this.#endOfBody(head, status, from);
    if (end === undefined) return undefined;
    const body = this.#kept.subarray(from, end);
    this.#kept = this.#kept.subarray(end);
    return { status, head, body };
  }

  #endOfBody(head: string, status: number, from: number): number | undefined {
    if (status === 304 || status === 204) return from;
    if (CHUNKED.test(head)) {
      // The answers of these servers hold text or compressed bytes; the next request is sent only after this one's end.
      return this.#kept.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) ? this.#kept.length : undefined;
    }
    const length = Number(LENGTH.exec(head)?.[1] ?? 0);
    return this.#kept.length >= from + length ? from + length : undefined;
  }
}
