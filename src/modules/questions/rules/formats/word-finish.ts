/** A question that was read to its end: which signs say its key, and what kind it is. */
import { fold } from '#platform/text/fold.ts';
import type { Item, Option, Question } from '../item.ts';
import { readAnswer, readDifficulty, readKey, readTags } from './sheet-key.ts';
import { quote, type UnderstoodItem } from './understood.ts';
import { LETTERS, SHIELD, type Draft, type Sign } from './word-line.ts';

type Channel = { name: string; marked: boolean[] };

/** By what an option is marked; a look that all share is no mark. */
function channelsOf({ options }: Draft): Channel[] {
  const share = (signs: readonly Sign[], look: 'bold' | 'underline' | 'mark'): boolean => {
    const letters = signs.filter((sign) => !sign.automatic && /[\p{L}\p{N}]/u.test(sign.text));
    // Some underline only the letter in front.
    return letters.length > 0 && (letters.every((sign) => sign[look]) || letters[0]![look]);
  };
  const all: Channel[] = [
    { name: 'star', marked: options.map(({ star }) => star) },
    ...(['mark', 'underline', 'bold'] as const).map((look) => ({ name: look, marked: options.map(({ signs }) => share(signs, look)) })),
  ];
  return all.filter(({ marked }) => marked.some(Boolean) && !marked.every(Boolean));
}

const lettersOf = (key: string): number[] => [...key.toUpperCase().matchAll(/[A-L](?![\p{L}])/gu)].map(([letter]) => LETTERS.indexOf(letter));
const names = (places: readonly number[]): string => places.map((place) => LETTERS[place]).join(', ');

/**
 * What a line "Đáp án: …" names: letters or the text of an option. What stands behind in brackets is a reason, and its
 * letters are no keys. Undefined when nobody can say.
 */
function placesOf(line: string, texts: readonly string[]): number[] | undefined {
  const key = line.replace(/\s*\([^()]*\)\s*\.?$/u, '');
  const [, letter = '', text = ''] = /^([A-L])\s*[.):]\s+(.+)$/iu.exec(key) ?? [];
  const led = LETTERS.indexOf(letter.toUpperCase() || '-');
  if (led < 0) return readKey(key, texts);
  if (fold(texts[led] ?? '') === fold(text)) return [led];
  // One letter in front of the words of another option: whoever wrote it has to say which of the two.
  return texts.some((one) => fold(one) === fold(text)) ? undefined : readKey(key, texts);
}

type Note = (code: string, text?: string) => void;

/** The options with the right ones marked, by the first of the signs; signs that disagree are said. */
function markedOptions(draft: Draft, table: string | undefined, note: Note): Option[] {
  const { options } = draft;
  const said: { name: string; places: number[] }[] = channelsOf(draft).map(({ name, marked }) => ({
    name, places: marked.flatMap((yes, at) => (yes ? [at] : [])),
  }));
  const texts = options.map(({ text }) => text);
  for (const written of draft.keys) {
    const places = placesOf(written, texts);
    if (places) said.unshift({ name: 'line', places });
    else note('key.unreadable', quote(written));
  }
  if (table) said.unshift({ name: 'table', places: lettersOf(table) });
  const [first] = said;
  const differs = said.find(({ places }) => places.join() !== first?.places.join());
  if (first && differs) note('key.disagrees', `${first.name}: ${names(first.places)}; ${differs.name}: ${names(differs.places)}`);
  else note(first ? `key.by.${first.name}` : 'key.none', names(first?.places ?? []));
  const right = new Set(first?.places ?? []);
  if ([...right].some((place) => place >= options.length)) note('key.beyond', names([...right]));
  const feedback = new Map(draft.said.feedback.map((line) => [LETTERS.indexOf(line[0]!.toUpperCase()), line.replace(/^.\s*[:.–-]\s*/u, '')]));
  return options.map(({ text }, at): Option => ({ text, feedback: feedback.get(at) ?? '', right: right.has(at) }));
}

const ARROW = new RegExp(`\\s*(?:→|->|=>|⇒)(?!${SHIELD})\\s*`, 'u');

function matching(lines: readonly string[]): Question {
  const pairs = lines.map((line) => {
    const found = ARROW.exec(line);
    return found ? { left: line.slice(0, found.index), right: line.slice(found.index + found[0].length) } : { left: line, right: '' };
  });
  return { type: 'matching', pairs: pairs.filter(({ left }) => left !== ''), extra: pairs.filter(({ left }) => left === '').map(({ right }) => right) };
}

function ordering(draft: Draft, note: Note): Question {
  const steps = draft.options.map(({ text }) => text);
  const order = lettersOf(draft.said.order[0]!);
  const whole = new Set(order).size === steps.length && order.length === steps.length && order.every((place) => place < steps.length);
  if (whole) note('key.by.line', names(order));
  else note('key.unreadable', quote(draft.said.order[0]!));
  return { type: 'ordering', steps: whole ? order.map((place) => steps[place]!) : [] };
}

/** Without options: a number, a rubric, an answer in words, or nothing to compare with. */
function withoutOptions({ said, keys, exact }: Draft, note: Note): Question {
  if (said.pair.length > 0) return matching(said.pair);
  if (said.number[0]) {
    const read = readAnswer(said.number[0]);
    if (read) return { type: 'number', ...read };
    note('key.unreadable', quote(said.number[0]));
    return { type: 'short', accepted: [], folded: true };
  }
  if (keys.length === 0) {
    // Options that were not seen end here, too: somebody has to look.
    if (said.rubric.length === 0) note('key.open');
    return { type: 'open', rubric: said.rubric.join('\n') };
  }
  const accepted = keys.length > 1 ? keys : keys[0]!.split(new RegExp(`\\s*[;|](?!${SHIELD})\\s*`, 'u'));
  return { type: 'short', accepted, folded: !exact };
}

function questionOf(draft: Draft, table: string | undefined, note: Note): Question {
  if (draft.options.length === 0) return withoutOptions(draft, note);
  if (draft.said.order.length > 0) return ordering(draft, note);
  const options = markedOptions(draft, table, note);
  const words = options.map(({ text }) => text.toLowerCase().replace(/[.\s]+$/u, ''));
  const truth = words.length === 2 && words[0] === 'đúng' && words[1] === 'sai' && options.every(({ feedback }) => feedback === '');
  if (truth && options.filter(({ right }) => right).length === 1) return { type: 'truefalse', answer: options[0]!.right };
  return { type: options.filter(({ right }) => right).length > 1 ? 'multiple' : 'single', options };
}

export function finish(draft: Draft, keys: ReadonlyMap<number, string>): UnderstoodItem {
  const { line, notes, said } = draft;
  const note: Note = (code, text = '') => notes.push({ line, code, text });
  const question = questionOf(draft, keys.get(draft.number), note);
  if (draft.footnotes.length > 0) note('footnote.moved');
  const level = said.difficulty[0] ?? '';
  const difficulty = readDifficulty(level);
  if (level !== '' && !difficulty) note('difficulty.cell', quote(level));
  const item: Item = {
    stem: draft.stem.join('\n'), question, explanation: [...said.why, ...draft.footnotes].join('\n'), tags: said.tags.flatMap(readTags),
  };
  // The sign has done its work; it is no part of anybody's text.
  const plain = JSON.parse(JSON.stringify(item).replaceAll(SHIELD, '')) as Item;
  const { pictures } = draft;
  return { line, item: plain, ...(difficulty ? { difficulty } : {}), ...(pictures.length > 0 ? { pictures } : {}), notes };
}
