/** Writes `src/words.generated.ts`: the catalogue, and the type of every key. */
import { readMessage } from './message.ts';
import { languages, type WordSet } from './read.ts';

const identifier = (prefix: string, language: string): string =>
  prefix.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) + language[0]?.toUpperCase() + language.slice(1);

/** `{ n: number; name: string }`, or what the translator understands as "no arguments". */
function argumentsType(text: string): string {
  const fields = [...readMessage(text, 'vi').arguments].sort(([a], [b]) => (a < b ? -1 : 1));
  if (fields.length === 0) return 'Record<string, never>';
  return `{ ${fields.map(([name, type]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`}: ${type}`).join('; ')} }`;
}

const quote = (key: string): string => `'${key.replace(/['\\]/g, '\\$&')}'`;

export function generate(sets: WordSet[]): string {
  const imports = sets.flatMap(({ prefix, folder, present }) =>
    present.map(
      (language) =>
        `import ${identifier(prefix, language)} from './${folder.replace(/^src\//, '')}/${language}.json' with { type: 'json' };`,
    ),
  );
  const catalogue = languages.map((language) => {
    const translated = sets.filter(({ present }) => present.includes(language));
    const parts = translated.map(({ prefix }) => `    ...prefixed(${quote(prefix)}, ${identifier(prefix, language)}),`);
    return `  ${language}: {\n${parts.join('\n')}\n  },`;
  });
  const keys = sets.flatMap(({ prefix, words }) =>
    Object.entries(words.vi).map(([key, text]) => `    ${quote(`${prefix}.${key}`)}: ${argumentsType(text)};`),
  );
  return `// Written by \`npm run words\` from the words/*.json files. Change those, and run it again.
${imports.join('\n')}

const prefixed = (prefix: string, words: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [\`\${prefix}.\${key}\`, text]));

export const catalogue: Record<'vi' | 'en' | 'km', Record<string, string>> = {
${catalogue.join('\n')}
};

declare module '#platform/words/translate.ts' {
  interface Messages {
${keys.join('\n')}
  }
}
`;
}
