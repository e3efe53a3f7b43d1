/**
 * Processes of their own for strangers' files. A thread that runs out of memory can end the whole application with it
 * (it did, in a test); a process ends alone. It gets nothing of ours but the file: no settings, no secrets, no right
 * to write files or to start anything.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** `signal` ends it, when what it works for is no longer wanted. */
export type ChildOptions = { heapMegabytes: number; argument: unknown; signal?: AbortSignal | undefined };
export type Child = ChildProcessByStdio<Writable, Readable, null>;

const FOLDER = 'src/platform';

/** From the sources and from the bundle alike: the bundle lies in the folder of the sources. */
function findScript(name: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, FOLDER, name);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) throw new Error(`${FOLDER}/${name} is not beside the application`);
  }
}

export function startChild(script: string, { heapMegabytes, argument, signal }: ChildOptions): Child {
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heapMegabytes}`,
      '--max-semi-space-size=2',
      '--permission',
      '--allow-fs-read=*',
      findScript(script),
      JSON.stringify(argument),
    ],
    { env: {}, stdio: ['pipe', 'pipe', 'ignore'], signal, killSignal: 'SIGKILL' },
  );
  // It may end before it has read everything; why is told by its exit.
  child.stdin.on('error', () => undefined);
  return child;
}

export type Ending = { code: number | null; signal: NodeJS.Signals | null };

/** @throws Error when it could not be started; what the signal ends is an ending like others */
export function endOf(child: Child): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => (error.name === 'AbortError' ? undefined : reject(error)));
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
