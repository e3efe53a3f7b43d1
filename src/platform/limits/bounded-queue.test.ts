import { describe, expect, it } from 'vitest';
import { createBoundedQueue } from './bounded-queue.ts';

/** A task whose end the test decides. */
function gate() {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { task: () => opened, open };
}

describe('bounded queue', () => {
  it('runs two at a time, lets one wait and refuses the next with a time to come back', async () => {
    const queue = createBoundedQueue({ concurrency: 2, maxWaiting: 1, usualMs: 3000 });
    const gates = [gate(), gate(), gate()];
    const results = gates.map(({ task }) => queue.run(task));
    expect(queue.running).toBe(2);
    expect(queue.waiting).toBe(1);

    const refused = await queue.run(async () => 'never');
    expect(refused).toEqual({ ok: false, problems: [{ code: 'limits.busy', values: { retryAfter: 5 } }] });

    for (const { open } of gates) open();
    await Promise.all(results);
    expect(queue.running).toBe(0);
    expect(await queue.run(async () => 'now')).toEqual({ ok: true, value: 'now' });
  });

  it('never exceeds its concurrency and keeps the order of arrival', async () => {
    const queue = createBoundedQueue({ concurrency: 3, maxWaiting: 1000, usualMs: 1 });
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        queue.run(async () => {
          running += 1;
          most = Math.max(most, running);
          order.push(index);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('frees the place of a task that throws', async () => {
    const queue = createBoundedQueue({ concurrency: 1, maxWaiting: 1, usualMs: 1 });
    await expect(queue.run(() => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(await queue.run(async () => 7)).toEqual({ ok: true, value: 7 });
  });
});
