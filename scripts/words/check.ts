/** Compares what the three languages say: every key, every argument. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMessage, type ArgumentType } from './message.ts';
import { languages, lineOfKey, type Fault, type Language, type Words, type WordSet } from './read.ts';

/** Officers' words need no Khmer: their keys start with `desk.` (our decision: public pages first). */
export const isDesk = (key: string): boolean => key.startsWith('desk.');

const names: Record<Language, string> = { vi: 'Vietnamese', en: 'English', km: 'Khmer' };

const describe = (types: Map<string, ArgumentType>): string =>
  [...types].map(([name, type]) => `${name}: ${type}`).sort().join(', ') || 'none';

function missing(set: WordSet, key: string, language: Language): Omit<Fault, 'line'> | undefined {
  if (set.words[language][key] !== undefined || (language === 'km' && isDesk(key))) return undefined;
  return {
    file: `${set.folder}/${language}.json`,
    key,
    what: `is missing in ${names[language]}`,
    remedy: `Translate it, or remove the key from the other languages${language === 'km' ? ' (officers’ words: start the key with desk.)' : ''}.`,
  };
}

function faultsOfKey(set: WordSet, key: string): Omit<Fault, 'line'>[] {
  const faults: Omit<Fault, 'line'>[] = [];
  let expected: { language: Language; described: string } | undefined;
  for (const language of languages) {
    const absent = missing(set, key, language);
    if (absent) faults.push(absent);
    const text = set.words[language][key];
    if (text === undefined) continue;
    const file = `${set.folder}/${language}.json`;
    const message = readMessage(text, language);
    faults.push(...message.problems.map((problem) => ({ file, key, ...problem })));
    if (message.problems.length > 0) continue;
    const described = describe(message.arguments);
    expected ??= { language, described };
    if (described !== expected.described) {
      const what = `takes (${described}) but ${names[expected.language]} takes (${expected.described})`;
      faults.push({ file, key, what, remedy: 'Use the same arguments, with the same formats, in every language.' });
    }
  }
  return faults;
}

/** Everything wrong inside the word files themselves. */
export function checkWords(root: string, { sets, faults }: Words): Fault[] {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    texts.set(file, text);
    return text;
  };
  const absentFiles = new Set(faults.filter((fault) => fault.key === '').map((fault) => fault.file));
  const found = sets.flatMap((set) => {
    const keys = new Set(languages.flatMap((language) => Object.keys(set.words[language])));
    return [...keys].flatMap((key) => faultsOfKey(set, key));
  });
  // A file that is absent or unreadable is one fault, not one for every key it should have.
  const rest = found.filter((fault) => !absentFiles.has(fault.file));
  return [...faults, ...rest.map((fault) => ({ ...fault, line: lineOfKey(textOf(fault.file), fault.key) }))];
}
