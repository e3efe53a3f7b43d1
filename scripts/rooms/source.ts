/**
 * Reads a TypeScript or Svelte file just closely enough to see its imports. Not a parser: loading the compiler
 * alone takes longer than this whole check may, and comments, strings, templates and regular expressions are
 * all that stand between a plain search and the truth.
 */

export type Import = {
  specifier: string;
  /** `import type` and `export type`, which leave nothing behind. `import { type X }` does leave an import, so it is not. */
  typeOnly: boolean;
  line: number;
};

export type Source = {
  /** Path from the project's root, with forward slashes. */
  path: string;
  text: string;
  /** The script without its comments; a Svelte file's markup is blanked. Same length and lines as `text`. */
  code: string;
  /** `code` with the contents of strings, templates and regular expressions blanked too. */
  bare: string;
  /** A Svelte file's markup with script, style and comments blanked; empty for a script. */
  markup: string;
  imports: Import[];
};

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** What may stand before a `/` that begins a regular expression instead of dividing. */
const beforeExpression = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|throw|else|do|await|yield))\s*$/;

/** One token that hides its contents, starting at `at`; undefined when ordinary code stands there. */
function hidden(text: string, at: number): { kind: 'comment' | 'string' | 'template' | 'regex'; end: number } | undefined {
  const two = text.slice(at, at + 2);
  const until = (expression: RegExp): number => {
    expression.lastIndex = at;
    return expression.exec(text) ? expression.lastIndex : text.length;
  };
  if (two === '//') return { kind: 'comment', end: until(/\/\/[^\n]*/y) };
  if (two === '/*') return { kind: 'comment', end: until(/\/\*[\s\S]*?\*\//y) };
  const one = two[0];
  if (one === "'") return { kind: 'string', end: until(/'(?:[^'\\\n]|\\[\s\S])*'?/y) };
  if (one === '"') return { kind: 'string', end: until(/"(?:[^"\\\n]|\\[\s\S])*"?/y) };
  if (one === '`') return { kind: 'template', end: until(/`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y) };
  if (one === '/' && beforeExpression.test(text.slice(Math.max(0, at - 80), at))) {
    const end = until(/\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y);
    if (end < text.length || text.endsWith('/')) return { kind: 'regex', end };
  }
  return undefined;
}

type Scan = { code: string[]; bare: string[]; text: string };

/** Copies the token at `at` into both outputs as its kind demands; returns where it ends. */
function copyHidden(scan: Scan, at: number, end: number, kind: string): void {
  const token = scan.text.slice(at, end);
  if (kind === 'comment') {
    scan.code.push(blank(token));
    scan.bare.push(blank(token));
    return;
  }
  scan.code.push(token);
  const closed = token.length > 1 && token.at(-1) === token[0];
  scan.bare.push(token[0] ?? '', blank(token.slice(1, closed ? -1 : undefined)), closed ? (token[0] ?? '') : '');
}

/** See `Source.code` and `Source.bare`. */
export function scan(text: string): { code: string; bare: string } {
  const out: Scan = { code: [], bare: [], text };
  /** Depth of braces inside each open `${`; its closing brace leads back into the template. */
  const templates: number[] = [];
  const interesting = /[/'"`{}]/g;
  let at = 0;
  while (at < text.length) {
    interesting.lastIndex = at;
    const next = interesting.exec(text)?.index ?? text.length;
    out.code.push(text.slice(at, next));
    out.bare.push(text.slice(at, next));
    at = next < text.length ? step(out, next, templates) : next;
  }
  return { code: out.code.join(''), bare: out.bare.join('') };
}

/** Copies what begins at `at`: a token that hides its contents, a brace, or one plain character. Returns where to go on. */
function step(out: Scan, at: number, templates: number[]): number {
  const token = hidden(out.text, at);
  if (token) {
    const opens = token.kind === 'template' && out.text.startsWith('${', token.end);
    if (opens) templates.push(0);
    const end = token.end + (token.kind === 'template' ? (opens ? 2 : 1) : 0);
    copyHidden(out, at, end, token.kind);
    return end;
  }
  const character = out.text[at] ?? '';
  const depth = templates.length - 1;
  if (depth >= 0 && character === '}' && templates[depth] === 0) return resumeTemplate(out, at, templates);
  if (depth >= 0 && character === '{') templates[depth] = (templates[depth] ?? 0) + 1;
  if (depth >= 0 && character === '}') templates[depth] = (templates[depth] ?? 1) - 1;
  out.code.push(character);
  out.bare.push(character);
  return at + 1;
}

/** From the `}` that ends an expression inside a template, to the next `${` or the end of the template. */
function resumeTemplate(out: Scan, at: number, templates: number[]): number {
  const rest = /\}(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
  rest.lastIndex = at;
  rest.exec(out.text);
  const stop = rest.lastIndex;
  const continues = out.text.startsWith('${', stop);
  if (!continues) templates.pop();
  const end = stop + (continues ? 2 : 1);
  out.code.push(out.text.slice(at, end));
  out.bare.push(blank(out.text.slice(at, end)));
  return end;
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const importForms = [
  /\b(?:import|export)\b\s*(type\s+(?!from\b))?[\w\s{},*$]*?\bfrom\s*(['"]) *\2/g,
  /\bimport()\s*(['"]) *\2/g,
  /\bimport()\s*\(\s*(['"]) *\2/g,
];

function importsOf(code: string, bare: string): Import[] {
  const found: Import[] = [];
  for (const form of importForms) {
    for (const match of bare.matchAll(form)) {
      const end = match.index + match[0].length;
      const quote = match[2] ?? "'";
      const start = bare.lastIndexOf(quote, end - 2) + 1;
      const typeOnly = Boolean(match[1]);
      found.push({ specifier: code.slice(start, end - 1), typeOnly, line: lineAt(code, start) });
    }
  }
  return found;
}

const script = /(<script\b[^>]*>)([\s\S]*?)(<\/script>)/g;

/** The script of a Svelte file with everything else blanked, and the other way round. */
function splitSvelte(text: string): { scriptText: string; markup: string } {
  let scriptText = '';
  let markup = '';
  let last = 0;
  for (const match of text.matchAll(script)) {
    const begin = match.index + (match[1] ?? '').length;
    const end = begin + (match[2] ?? '').length;
    scriptText += blank(text.slice(last, begin)) + text.slice(begin, end);
    markup += text.slice(last, begin) + blank(text.slice(begin, end));
    last = end;
  }
  scriptText += blank(text.slice(last));
  markup += text.slice(last);
  markup = markup.replace(/<!--[\s\S]*?-->|<style\b[\s\S]*?<\/style>/g, blank);
  return { scriptText, markup };
}

export function readSource(path: string, text: string): Source {
  const svelte = path.endsWith('.svelte');
  const { scriptText, markup } = svelte ? splitSvelte(text) : { scriptText: text, markup: '' };
  const { code, bare } = scan(scriptText);
  return { path, text, code, bare, markup, imports: importsOf(code, bare) };
}
