/** Which keys the source asks for, and which nobody asks for. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { readSource } from '../rooms/source.ts';
import { languages, type Fault, type Words, type WordSet } from './read.ts';

type File = { path: string; text: string };

function sources(root: string): File[] {
  const paths = globSync('src/**/*.{ts,svelte}', { cwd: root }).map((path) => path.split(sep).join('/')).sort();
  const own = paths.filter((path) => !/\.generated\.ts$|\.test\.ts$|\.d\.ts$/.test(path));
  return own.flatMap((path) => {
    // Without comments; code and markup apart, each with the lines of the file.
    const { code, markup } = readSource(path, readFileSync(join(root, path), 'utf8'));
    return markup === '' ? [{ path, text: code }] : [{ path, text: code }, { path, text: markup }];
  });
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `t('key'…)`, `t.dynamic('key')`; the translator is called `t` everywhere. */
const asked = /(?<![\w.$])t(?:\.dynamic|\.has)?\(\s*(['"`])([^'"`$\n]+)\1/g;
/**
 * `problem('code')`, `fieldProblem('field', 'code')`, `{ field: …, code: 'code' }`: their words are
 * `<module>.problem.<code>`, or `<module>.desk.problem.<code>` where only officers meet them.
 */
const problems =
  /(?<![\w.$])(?:problem\(\s*|fieldProblem\(\s*(['"])[^'"]*\1\s*,\s*|field(?::\s*[^,{}]+)?,\s*code:\s*)(['"])([^'"]+)\2/g;

function askedButUnknown(files: File[], known: Set<string>): Fault[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(asked)].flatMap((match) => {
      const key = match[2] ?? '';
      if (known.has(key) || match[0].includes('.has(')) return [];
      const [prefix = '', ...local] = key.split('.');
      const remedy = `Add "${local.join('.')}" to the words of ${prefix} in every language, or correct the key.`;
      return { file: path, line: lineAt(text, match.index), key, what: 'is asked for but has no words', remedy };
    }),
  );
}

function problemsWithoutWords(files: File[], known: Set<string>): Fault[] {
  return files.flatMap(({ path, text }) => {
    const module = /^src\/modules\/([^/]+)\//.exec(path)?.[1];
    if (module === undefined) return [];
    return [...text.matchAll(problems)].flatMap((match) => {
      const key = `${module}.problem.${match[3]}`;
      const elsewhere = [`ui.problem.${match[3]}`, `${module}.desk.problem.${match[3]}`];
      if (known.has(key) || elsewhere.some((other) => known.has(other))) return [];
      const remedy = `Add "problem.${match[3]}" to src/modules/${module}/words in every language: say what to do.`;
      return { file: path, line: lineAt(text, match.index), key, what: 'is a problem without words', remedy };
    });
  });
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Strings in the source that name keys: whole, as a prefix (`'ideas.state.' + state`), or as a template with gaps. */
function mentions(files: File[]): { whole: Set<string>; patterns: RegExp[] } {
  const whole = new Set<string>();
  const patterns = new Set<string>();
  for (const { text } of files) {
    for (const match of text.matchAll(/(['"])((?:[a-z][\w-]*\.)+[\w.-]*)\1/gi)) {
      const found = match[2] ?? '';
      if (found.endsWith('.')) patterns.add(`^${escape(found)}`);
      else whole.add(found);
    }
    for (const match of text.matchAll(/`((?:[\w.-]|\$\{[^`{}]*\})+)`/g)) {
      const found = match[1] ?? '';
      if (!found.includes('${')) whole.add(found);
      else if (/[a-z]{2,}/i.test(found.replace(/\$\{[^`{}]*\}/g, '')) && /\./.test(found)) {
        patterns.add(`^${found.split(/\$\{[^`{}]*\}/).map(escape).join('[\\w.-]+')}$`);
      }
    }
  }
  return { whole, patterns: [...patterns].map((pattern) => new RegExp(pattern)) };
}

/** A code that is used in `problem(…)` is a use of its words. */
function usedByProblems(files: File[]): Set<string> {
  return new Set(files.flatMap(({ text }) => [...text.matchAll(problems)].map((match) => match[3] ?? '')));
}

export type Usage = { faults: Fault[]; unused: string[] };

export function checkUsage(root: string, { sets }: Words): Usage {
  const files = sources(root);
  const everyKey = ({ words }: WordSet): string[] => languages.flatMap((language) => Object.keys(words[language]));
  const known = new Set(sets.flatMap((set) => everyKey(set).map((key) => `${set.prefix}.${key}`)));
  const { whole, patterns } = mentions(files);
  const codes = usedByProblems(files);
  const used = (key: string): boolean =>
    whole.has(key) || codes.has(key.replace(/^[^.]+\.(?:desk\.)?problem\./, '')) || patterns.some((pattern) => pattern.test(key));
  return {
    faults: [...askedButUnknown(files, known), ...problemsWithoutWords(files, known)],
    unused: [...known].filter((key) => !used(key)).sort(),
  };
}
