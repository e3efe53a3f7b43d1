/** Warnings about what is hard to read. They never fail the check: a number cannot know when a long list is fine. */
import { lineAt, type Source } from './source.ts';

export type Warning = { line: number; text: string };

const longFile = 300;
const longRoute = 25;
const longFunction = 40;
const vagueName = /^(?:utils?|helpers?|misc|common|managers?|services?)\b/i;

/** Offset of the brace that closes the one at `open`, in code without strings. */
function closing(bare: string, open: number): number {
  const braces = /[{}]/g;
  braces.lastIndex = open;
  let depth = 0;
  for (let match = braces.exec(bare); match; match = braces.exec(bare)) {
    depth += match[0] === '{' ? 1 : -1;
    if (depth === 0) return match.index;
  }
  return bare.length;
}

/** A named function or method, or an arrow function with a body that has a name. */
const functionForm =
  /\bfunction\s*\*?\s*(\w+)[^{};]*?\)\s*(?::[^{};=]*)?\{|\b(?:const|let)\s+(\w+)[^;{}]*?=>\s*\{|^\s+(?:(?:async|static|get|set|override)\s+)*(?!if\b|for\b|while\b|switch\b|catch\b|function\b|return\b)(\w+)\s*\([^;{}]*\)\s*(?::[^{};=]*)?\{/gm;

function longFunctions(source: Source): Warning[] {
  return [...source.bare.matchAll(functionForm)].flatMap((match) => {
    const open = match.index + match[0].length - 1;
    const name = match[1] ?? match[2] ?? match[3] ?? 'a function';
    const line = lineAt(source.text, match.index + match[0].search(/\S/));
    const length = lineAt(source.text, closing(source.bare, open)) - line + 1;
    return length > longFunction ? [{ line, text: `${name} has ${length} lines (over ${longFunction}): split it` }] : [];
  });
}

export function sizeWarnings(source: Source): Warning[] {
  const lines = source.text.trimEnd().split('\n').length;
  const name = source.path.split('/').at(-1) ?? '';
  const test = name.endsWith('.test.ts');
  const warnings: Warning[] = [];
  if (vagueName.test(name)) {
    warnings.push({ line: 1, text: `the name ${name} says nothing: name the file after the domain’s noun it is about` });
  }
  if (source.path.startsWith('src/routes/') && !test && lines > longRoute) {
    warnings.push({ line: 1, text: `a route of ${lines} lines (over ${longRoute}): move the work behind the door or into a view` });
  } else if (lines > longFile && !name.includes('.generated.')) {
    warnings.push({ line: 1, text: `${lines} lines (over ${longFile}): split it by subject` });
  }
  return test || name.includes('.generated.') ? warnings : [...warnings, ...longFunctions(source)];
}
