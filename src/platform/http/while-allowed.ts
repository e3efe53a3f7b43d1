/** How long a stream may go on after the right to read it has gone. */
export const RECHECK_MS = 1_000;

/**
 * A long answer (an export, live events) in pieces, for as long as its reader may have it: `stillMay` is asked before
 * the first piece and at least once a second from then on, also while nothing is there to send. When it says no the
 * answer is cut off with an error, so that nobody takes a part for the whole.
 */
export function whileAllowed(pieces: AsyncIterable<string>, stillMay: () => Promise<boolean>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  let checking: Promise<boolean> | undefined;
  const stop = async () => {
    clearInterval(timer);
    await iterator.return?.();
  };
  return new ReadableStream({
    async start(controller) {
      const check = async () => {
        // A slow answer to one question is not made faster by a second.
        checking ??= stillMay().finally(() => (checking = undefined));
        const allowed = await checking.catch(() => false);
        if (allowed) return true;
        controller.error(new Error('The right to read this has ended'));
        await stop();
        return false;
      };
      if (await check()) timer = setInterval(() => void check(), RECHECK_MS);
    },
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (!done) return controller.enqueue(encoder.encode(value));
      clearInterval(timer);
      controller.close();
    },
    cancel: stop,
  });
}
