/** How long a stream may go on after the right to read it has gone. */
export const RECHECK_MS = 1_000;

/**
 * A long answer (an export, live events) in pieces, for as long as its reader may have it: `stillMay` is asked before
 * the first piece, at least once a second from then on, also while nothing is there to send, and before the end: the
 * database stops giving rows at once, and what is left out must not look like the end. When it says no the answer is
 * cut off with an error, so that nobody takes a part for the whole.
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
  const check = async (controller: ReadableStreamDefaultController): Promise<boolean> => {
    // A slow answer to one question is not made faster by a second.
    checking ??= stillMay().finally(() => (checking = undefined));
    if (await checking.catch(() => false)) return true;
    controller.error(new Error('The right to read this has ended'));
    await stop();
    return false;
  };
  return new ReadableStream({
    async start(controller) {
      if (await check(controller)) timer = setInterval(() => void check(controller), RECHECK_MS);
    },
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (!done) return controller.enqueue(encoder.encode(value));
      if (!(await check(controller))) return;
      clearInterval(timer);
      controller.close();
    },
    cancel: stop,
  });
}
