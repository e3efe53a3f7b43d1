/**
 * What a format can hold, found out by reading back what was just written: nothing is lost without being told, because
 * what is told is the difference itself.
 */
import type { Difficulty } from '../bank.ts';
import type { Item, Question } from '../item.ts';
import type { MediaForm } from '../media.ts';
import type { Picture, Shown } from './picture.ts';
import { tidy } from './tidy.ts';
import type { Understood } from './understood.ts';

/** `media`: everything that belongs to it besides words; `shown`: what of them a file may take along. */
export type BankItem = Item & { difficulty: Difficulty; media?: readonly MediaForm[]; shown?: readonly Shown[] };

/** A format between items and what its file holds, before bytes. */
export type Codec<Content> = {
  write(items: readonly BankItem[]): Content;
  read(content: Content): Understood;
  /** Files for people hold every question, also those that would come back changed. */
  keepsAll?: true;
};

/**
 * What would come back differently; words `questions.desk.loss.<code>`. The first three change the question itself:
 * `absent` it would not come back, `type`, `text` its texts or its key.
 */
export const losses = ['absent', 'type', 'text', 'feedback', 'explanation', 'rubric', 'folded', 'tags', 'difficulty', 'picture', 'recording'] as const;
export type Loss = (typeof losses)[number];
const isGrave = (loss: Loss): boolean => loss === 'absent' || loss === 'type' || loss === 'text';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The question without what counts as a detail. */
function core(question: Question): unknown {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return question.options.map(({ text, right }) => [text, right]);
    case 'matching':
      return [question.pairs.map(({ left, right }) => [left, right]), question.extra];
    case 'short':
      return question.accepted;
    case 'open':
      return '';
    case 'number':
      return [question.answer, question.tolerance];
    case 'truefalse':
      return question.answer;
    default:
      return question.steps;
  }
}

const feedbackOf = (question: Question): string[] => ('options' in question ? question.options.map(({ feedback }) => feedback) : []);

/** Where the media of a kind stand and what is said of them; whoever reads a file may part lines differently. */
const mediaIn = ({ media = [] }: BankItem, kind: MediaForm['kind']): unknown =>
  media.filter((each) => each.kind === kind).map(({ option, language, text }) => [option, language, text.replace(/\s+/gu, ' ')]);

export function lossesBetween(given: BankItem, back: BankItem | undefined): Loss[] {
  if (!back) return ['absent'];
  const [from, to] = [given.question, back.question];
  const checks: [Loss, boolean][] = [
    ['type', from.type === to.type],
    ['text', given.stem === back.stem && (from.type !== to.type || same(core(from), core(to)))],
    ['feedback', same(feedbackOf(from), feedbackOf(to))],
    ['explanation', given.explanation === back.explanation],
    ['rubric', from.type !== 'open' || to.type !== 'open' || from.rubric === to.rubric],
    ['folded', from.type !== 'short' || to.type !== 'short' || from.folded === to.folded],
    ['tags', same(given.tags, back.tags)],
    ['difficulty', given.difficulty === back.difficulty],
    ['picture', same(mediaIn(given, 'picture'), mediaIn(back, 'picture'))],
    ['recording', same(mediaIn(given, 'audio'), mediaIn(back, 'audio'))],
  ];
  return checks.flatMap(([loss, kept]) => (kept ? [] : [loss]));
}

/** Items as they come back; what a file does not say is of middle difficulty. */
export const bankItems = (understood: Understood): BankItem[] =>
  tidy(understood).items.map(({ item, difficulty = 2, pictures }) => ({ ...item, difficulty, ...(pictures ? { media: pictures.map(formOf) } : {}) }));

export const formOf = ({ option, text, language }: Omit<Picture, 'key'>): MediaForm =>
  ({ kind: language ? 'audio' : 'picture', option, language: language ?? null, text });

export type Carried = {
  /** What goes into the file, in its order. */
  items: BankItem[];
  /** By the place in what was given: what is lost of it; `left`: it is not in the file at all. */
  told: { place: number; losses: Loss[]; left: boolean }[];
};

/** Which of the items the format holds, and what of them it does not. */
export function carry<Content>(codec: Codec<Content>, given: readonly BankItem[]): Carried {
  const carried: Carried = { items: [], told: [] };
  for (const [place, item] of given.entries()) {
    const back = bankItems(codec.read(codec.write([item])));
    const found = lossesBetween(item, back.length === 1 ? back[0] : undefined);
    const left = found.some(isGrave) && !codec.keepsAll;
    if (found.length > 0) carried.told.push({ place, losses: found, left });
    if (!left) carried.items.push(item);
  }
  return carried;
}
