import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RECHECK_MS, whileAllowed } from './while-allowed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const read = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
async function* pieces(...texts: string[]) {
  yield* texts;
}

it('passes everything on to whoever may have it, in Vietnamese too', async () => {
  expect(await read(whileAllowed(pieces('Sở ', 'Xây dựng'), async () => true))).toBe('Sở Xây dựng');
});

it('sends nothing to whoever may not', async () => {
  const began = vi.fn(() => pieces('secret'));
  await expect(read(whileAllowed(began(), async () => false))).rejects.toThrow('has ended');
});

it('ends an open stream within a second, also while nothing is there to send', async () => {
  let allowed = true;
  let asked = 0;
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined), return: async () => ({ done: true as const, value: undefined }) }) };
  const stream = whileAllowed(never, async () => ((asked += 1), allowed));
  const ended = expect(read(stream)).rejects.toThrow('has ended');
  await vi.advanceTimersByTimeAsync(10 * RECHECK_MS);
  expect(asked).toBe(11);
  allowed = false;
  await vi.advanceTimersByTimeAsync(RECHECK_MS);
  await ended;
  await vi.advanceTimersByTimeAsync(5 * RECHECK_MS);
  expect(asked).toBe(12);
});

it('takes a question that cannot be answered for a no, and stops asking when the reader has gone', async () => {
  const broken = whileAllowed(pieces('a'), () => Promise.reject(new Error('no database')));
  await expect(read(broken)).rejects.toThrow('has ended');
  let asked = 0;
  const closed = vi.fn();
  async function* endless() {
    try {
      for (;;) yield 'x';
    } finally {
      closed();
    }
  }
  const reader = whileAllowed(endless(), async () => ((asked += 1), true)).getReader();
  await reader.read();
  await reader.cancel();
  await vi.advanceTimersByTimeAsync(5 * RECHECK_MS);
  expect([asked, closed.mock.calls.length]).toEqual([1, 1]);
});
