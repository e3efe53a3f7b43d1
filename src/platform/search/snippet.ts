import { tokens, type Token } from './lexemes.ts';

/** A piece of text and whether it is what was searched for. Never HTML: the view decides how a hit looks. */
export type Segment = { text: string; hit: boolean };

/** Words before and after in a snippet: about two lines on a phone. */
const WINDOW = 32;
const LEAD = 6;

/** The whole text with the words of the query marked; neighbouring hits are one piece. */
export function highlight(text: string, wanted: ReadonlySet<string>): Segment[] {
  return mark(text, tokens(text).filter((token) => wanted.has(token.plain)), 0, text.length);
}

/**
 * The stretch of a text that has most of the wanted words, or its beginning, cut at words and marked with
 * "…".
 */
export function snippet(text: string, wanted: ReadonlySet<string>): Segment[] {
  const found = tokens(text);
  if (found.length === 0) return text === '' ? [] : [{ text: text.slice(0, 160), hit: false }];
  const best = bestStart(found, wanted);
  const first = Math.max(0, Math.min(best - LEAD, found.length - WINDOW));
  const last = Math.min(found.length, first + WINDOW) - 1;
  const start = first === 0 ? 0 : (found[first]?.start ?? 0);
  const end = last === found.length - 1 ? text.length : (found[last]?.end ?? text.length);
  const hits = found.slice(first, last + 1).filter((token) => wanted.has(token.plain));
  const segments = mark(text, hits, start, end);
  if (start > 0) segments.unshift({ text: '… ', hit: false });
  if (end < text.length) segments.push({ text: ' …', hit: false });
  return segments;
}

/**
 * Where the window with most different wanted words begins; hits beside each other count double (a phrase).
 */
function bestStart(found: Token[], wanted: ReadonlySet<string>): number {
  const at = found.flatMap((token, index) => (wanted.has(token.plain) ? [index] : []));
  let best = 0;
  let most = 0;
  at.forEach((start, index) => {
    const within = at.slice(index).filter((other) => other < start + WINDOW - LEAD);
    const different = new Set(within.map((other) => found[other]?.plain)).size;
    const score = different * 2 + (at[index + 1] === start + 1 ? 1 : 0);
    if (score > most) [best, most] = [start, score];
  });
  return best;
}

function mark(text: string, hits: Token[], start: number, end: number): Segment[] {
  const segments: Segment[] = [];
  let at = start;
  for (const hit of hits) {
    const between = text.slice(at, hit.start);
    const before = segments.at(-1);
    const word = text.slice(hit.start, hit.end);
    if (before?.hit && /^[\s\u200b]*$/.test(between)) before.text += between + word;
    else {
      if (between !== '') segments.push({ text: between, hit: false });
      segments.push({ text: word, hit: true });
    }
    at = hit.end;
  }
  if (at < end) segments.push({ text: text.slice(at, end), hit: false });
  return segments;
}
