/**
 * `npm run words` writes `src/words.generated.ts` from every `words/{vi,en,km}.json`; with `--check` it writes
 * nothing and fails when the file is stale or when a message, a key or an argument is wrong in any language.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkWords } from './words/check.ts';
import { generate } from './words/generate.ts';
import { readWords, type Fault } from './words/read.ts';
import { checkUsage } from './words/usage.ts';

const output = 'src/words.generated.ts';

export type WordsReport = { messages: number; faults: Fault[]; unused: string[] };

/** Writes the generated file when it changed; returns whether it did. */
export function writeWords(root: string): boolean {
  const text = generate(readWords(root).sets);
  const path = join(root, output);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return false;
  writeFileSync(path, text);
  return true;
}

function staleness(root: string, text: string): Fault[] {
  const path = join(root, output);
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return [];
  const what = existsSync(path) ? 'is older than the words' : 'does not exist';
  return [{ file: output, line: 1, key: '', what, remedy: 'Run `npm run words` and commit the file.' }];
}

export function checkAll(root: string): WordsReport {
  const words = readWords(root);
  const faults = checkWords(root, words);
  const usage = checkUsage(root, words);
  const messages = words.sets.reduce((sum, set) => sum + Object.keys(set.words.vi).length, 0);
  return {
    messages,
    faults: [...faults, ...usage.faults, ...staleness(root, generate(words.sets))],
    unused: usage.unused,
  };
}

export const describeFault = ({ file, line, key, what, remedy }: Fault): string =>
  `${file}:${line}  ${key === '' ? '' : `${key} `}${what}\n    remedy: ${remedy}`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = process.cwd();
  if (!process.argv.includes('--check')) {
    console.log(writeWords(root) ? `wrote ${output}` : `${output} is up to date`);
  }
  const { messages, faults, unused } = checkAll(root);
  for (const key of unused) console.log(`warning  ${key} is not used by any page`);
  for (const fault of faults) console.log(`error    ${describeFault(fault)}`);
  console.log(`words: ${messages} messages, ${faults.length} errors, ${unused.length} warnings`);
  if (process.argv.includes('--check') && (faults.length > 0 || messages === 0)) process.exitCode = 1;
}
