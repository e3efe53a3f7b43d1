/** Aiken: a question, options "A. …" or "A) …", then "ANSWER: B". Only single choice. */
import type { Item, Option } from '../item.ts';
import { quote, type ImportNote, type Understood } from './understood.ts';

const OPTION = /^([A-Z])[.)]\s+(\S.*)$/u;
const ANSWER = /^ANSWER\s*:\s*([A-Z])\s*$/iu;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

type Open = { line: number; stem: string[]; options: Option[]; notes: ImportNote[] };

export function readAiken(text: string): Understood {
  const understood: Understood = { items: [], notes: [] };
  let open: Open = { line: 0, stem: [], options: [], notes: [] };
  const give = (line: number) => {
    if (open.stem.length > 0 || open.options.length > 0) {
      understood.notes.push({ line: open.line || line, code: 'answer.missing', text: quote(open.stem.join(' ')) });
    }
    open = { line: 0, stem: [], options: [], notes: [] };
  };
  const lines = text.normalize('NFC').split(/\r\n?|\n/);
  for (const [at, raw] of lines.entries()) {
    const [line, number] = [raw.trim(), at + 1];
    const option = OPTION.exec(line);
    const answer = ANSWER.exec(line);
    if (answer && open.options.length > 0) {
      close(understood, open, LETTERS.indexOf(answer[1]!.toUpperCase()), number);
      open = { line: 0, stem: [], options: [], notes: [] };
    } else if (option && open.stem.length > 0 && LETTERS[open.options.length] === option[1]) {
      open.options.push({ text: option[2]!, right: false, feedback: '' });
    } else if (line !== '') {
      if (open.options.length > 0) give(number);
      open.line ||= number;
      open.stem.push(line);
    }
  }
  give(lines.length);
  return understood;
}

function close(understood: Understood, { line, stem, options, notes }: Open, right: number, at: number): void {
  if (!options[right]) notes.push({ line: at, code: 'answer.unknown', text: LETTERS[right] ?? '' });
  const marked = options.map((option, place) => ({ ...option, right: place === right }));
  const item: Item = { stem: stem.join('\n'), question: { type: 'single', options: marked }, explanation: '', tags: [] };
  understood.items.push({ line, item, notes });
}

/** Only single choice, without feedback, explanations and tags, and only as far as no line looks like another; see `carry`. */
export function writeAiken(items: readonly Item[]): string {
  return items
    .map(({ stem, question }) => {
      const options = question.type === 'single' ? question.options : [];
      const lines = options.map(({ text }, at) => `${LETTERS[at]}. ${text}`);
      return [stem, ...lines, `ANSWER: ${LETTERS[options.findIndex(({ right }) => right)]}`].join('\n');
    })
    .map((question) => `${question}\n`)
    .join('\n');
}
