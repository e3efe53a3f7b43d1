import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { openApplication, type Application } from '#src/open-application.ts';
import { UsageError } from './refusal.ts';

export type Say = (line: string) => void;
export type Command = {
  /** Words of the command line, `['user', 'create']`. */
  name: readonly string[];
  usage: string;
  does: string;
  /** @returns the exit code; nothing means 0 */
  run(args: string[], say: Say): Promise<number | void>;
};

/** Options by `--name value`. @throws UsageError in one line */
export function readOptions<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n')[0]);
  }
}

/** Opens the application beside a running server or alone, and closes it whatever happens. */
export async function withApplication<T>(work: (application: Application) => Promise<T>): Promise<T> {
  const application = await openApplication(() => undefined, undefined, { join: true });
  try {
    return await work(application);
  } finally {
    await application.close();
  }
}
