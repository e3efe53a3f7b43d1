/** The words of the project as they lie in their files, one set a module plus those of `src/ui` and `src/site`. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export const languages = ['vi', 'en', 'km'] as const;
export type Language = (typeof languages)[number];

/** Something wrong with a key of a file; `line` is 1-based. */
export type Fault = { file: string; line: number; key: string; what: string; remedy: string };

export type WordSet = {
  /** Put before each key at run time: `ideas` makes `form.title` into `ideas.form.title`. */
  prefix: string;
  folder: string;
  words: Record<Language, Record<string, string>>;
  /** Languages whose file exists; only those can be imported. */
  present: Language[];
};

export type Words = { sets: WordSet[]; faults: Fault[] };

const fileOf = (folder: string, language: Language): string => `${folder}/${language}.json`;

/** Folders with words, in the order in which they are generated. */
function folders(root: string): { prefix: string; folder: string }[] {
  const files = globSync('src/{ui,site,modules/*}/words/*.json', { cwd: root });
  const found = new Set(files.map((path) => path.split(sep).slice(0, -1).join('/')));
  return [...found].sort().map((folder) => ({ folder, prefix: folder.split('/').at(-2) ?? '' }));
}

export function lineOfKey(text: string, key: string, from = 0): number {
  const at = text.indexOf(JSON.stringify(key), from);
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}

/** JSON.parse keeps the last of two equal keys without a word, which is what a bad merge leaves behind. */
function duplicateKeys(file: string, text: string): Fault[] {
  const seen = new Set<string>();
  return [...text.matchAll(/^\s*"((?:[^"\\]|\\.)*)"\s*:/gm)].flatMap((match) => {
    const key = match[1] ?? '';
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const line = lineOfKey(text, key, match.index);
    return { file, line, key, what: 'is written twice; only the last one counts', remedy: 'Remove one of the two lines.' };
  });
}

function readFile(root: string, file: string, faults: Fault[]): Record<string, string> {
  if (!existsSync(join(root, file))) {
    faults.push({ file, line: 1, key: '', what: 'does not exist', remedy: 'Create it, with every key of vi.json translated.' });
    return {};
  }
  const text = readFileSync(join(root, file), 'utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const what = `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    faults.push({ file, line: 1, key: '', what, remedy: 'Correct it; the file is one flat object of strings.' });
    return {};
  }
  faults.push(...duplicateKeys(file, text));
  const entries = Object.entries((parsed ?? {}) as Record<string, unknown>);
  const words: Record<string, string> = {};
  for (const [key, value] of entries) {
    if (typeof value === 'string') words[key] = value;
    else {
      const remedy = 'Write keys flat: "form.title": "…".';
      faults.push({ file, line: lineOfKey(text, key), key, what: 'is not a string', remedy });
    }
  }
  return words;
}

export function readWords(root: string): Words {
  const faults: Fault[] = [];
  const sets = folders(root).map(({ prefix, folder }) => {
    const read = (language: Language): Record<string, string> => readFile(root, fileOf(folder, language), faults);
    const present = languages.filter((language) => existsSync(join(root, fileOf(folder, language))));
    return { prefix, folder, present, words: { vi: read('vi'), en: read('en'), km: read('km') } };
  });
  return { sets, faults };
}
