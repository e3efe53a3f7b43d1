type Waiting<Asked, Answer> = { asked: Asked; resolve(answer: Answer): void; reject(error: unknown): void };

/**
 * Joins calls: what arrives while `atOnce` batches are under way waits and shares the next one, at most `largest` of
 * them. Nobody waits when nothing is under way. `work` answers at the place of each asking; when it throws, everyone in
 * that batch gets the error.
 */
export function joined<Asked, Answer>(
  work: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  { atOnce, largest }: { atOnce: number; largest: number },
): (asked: Asked) => Promise<Answer> {
  const waiting: Waiting<Asked, Answer>[] = [];
  let underWay = 0;
  let scheduled = false;

  const schedule = () => {
    if (scheduled || underWay >= atOnce || waiting.length === 0) return;
    scheduled = true;
    // After what else has already arrived was read.
    setImmediate(() => {
      scheduled = false;
      underWay += 1;
      void settle(waiting.splice(0, largest), work).finally(() => {
        underWay -= 1;
        schedule();
      });
      schedule();
    });
  };

  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      schedule();
    });
}

async function settle<Asked, Answer>(
  batch: readonly Waiting<Asked, Answer>[],
  work: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
): Promise<void> {
  try {
    const answers = await work(batch.map((one) => one.asked));
    for (const [at, one] of batch.entries()) one.resolve(answers[at] as Answer);
  } catch (error) {
    for (const one of batch) one.reject(error);
  }
}
