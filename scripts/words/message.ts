/** One ICU message: does it compile, and which arguments does it take? */
import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from './read.ts';

/** Types as they are written in the generated file. */
export type ArgumentType = 'number' | 'Date' | 'string';

export type Message = { arguments: Map<string, ArgumentType>; problems: { what: string; remedy: string }[] };

type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** Numbers of the parser's node kinds; its enum is not exported by the formatter. */
const kind = { argument: 1, number: 2, date: 3, time: 4, select: 5, plural: 6 } as const;

const typeOf: Record<number, ArgumentType> = {
  [kind.argument]: 'string',
  [kind.number]: 'number',
  [kind.date]: 'Date',
  [kind.time]: 'Date',
  [kind.select]: 'string',
  [kind.plural]: 'number',
};

type Branches = { options: Record<string, { value: Node[] }>; pluralType?: 'cardinal' | 'ordinal' };

function pluralProblem(node: Branches, name: string, language: Language): string | undefined {
  const given = Object.keys(node.options);
  if (given.some((option) => option.startsWith('='))) return undefined;
  const { pluralCategories } = new Intl.PluralRules(language, { type: node.pluralType ?? 'cardinal' }).resolvedOptions();
  const missing = pluralCategories.filter((category) => !given.includes(category));
  return missing.length > 0 ? `the plural of {${name}} lacks ${missing.join(', ')} in this language` : undefined;
}

function visit(nodes: Node[], language: Language, message: Message): void {
  for (const node of nodes) {
    const type = typeOf[node.type];
    if (type === undefined || !('value' in node) || typeof node.value !== 'string') continue;
    const before = message.arguments.get(node.value);
    if (before !== undefined && before !== type) {
      const what = `uses {${node.value}} as ${before} and as ${type}`;
      message.problems.push({ what, remedy: 'Give one of the two another name.' });
    }
    message.arguments.set(node.value, type);
    if (type === 'Date') {
      const what = `formats {${node.value}} in the time zone of whichever machine shows it`;
      message.problems.push({ what, remedy: 'Format the day in Viet Nam with platform/text/format.ts, and pass the text.' });
    }
    if (!('options' in node) || node.options === undefined) continue;
    const branches = node as unknown as Branches;
    const problem = node.type === kind.plural ? pluralProblem(branches, node.value, language) : undefined;
    if (problem) message.problems.push({ what: problem, remedy: 'Add that branch, for example one {# idea} other {# ideas}.' });
    for (const option of Object.values(branches.options)) visit(option.value, language, message);
  }
}

/** Tags are shown as they are written, because a message is text and never HTML. */
const tag = /<\/?[a-z][\w-]*[^<>]*>/i;

export function readMessage(text: string, language: Language): Message {
  const message: Message = { arguments: new Map(), problems: [] };
  try {
    const { getAst } = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    visit(getAst(), language, message);
  } catch (error) {
    const what = `does not compile: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
    message.problems.push({ what, remedy: 'Check braces, the word `other`, and write a literal brace as \'{\'.' });
  }
  const found = tag.exec(text)?.[0];
  if (found) {
    const remedy = 'Split the message, and let the view write the element.';
    message.problems.push({ what: `contains the tag ${found}, which would be shown as text`, remedy });
  }
  if (text.trim() === '') message.problems.push({ what: 'is empty', remedy: 'Write the words, or remove the key everywhere.' });
  if (text !== text.normalize('NFC')) {
    message.problems.push({ what: 'is not NFC, so search and comparison fail', remedy: 'Normalise the file to NFC.' });
  }
  return message;
}
