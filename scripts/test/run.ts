/** Runs a tool of the project as a person would see it; nothing is swallowed. */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The pinned Node and the project's tools come first, also when this was not started by npm. */
const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);

/** @returns the exit code; a tool that was ended by a signal counts as 1 */
export function run([program = '', ...rest]: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH: path, ...env } });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}
