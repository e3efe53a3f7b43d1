/**
 * One sheet (mã đề): what phones get, and the same with its key for the server. Options, rights and steps are mixed when
 * the sheet is made, so that their places say nothing; `shown` leads back to the places in the bank.
 */
import type { Answer, PaperSheet, Question, SheetCitation } from '#modules/questions/index.server.ts';
import type { Given, Sheet, SheetItem, SheetMedia } from './wire.ts';

export type FullItem = {
  itemId: number;
  versionId: number;
  /** As it is shown, without media, which only the sealed sheet holds. */
  asked: SheetItem;
  question: Question;
  /** By place on the sheet: the place in the bank (option; right; step). Empty for types without places. */
  shown: number[];
  explanation: string;
  citations: SheetCitation[];
  /** Whatever was answered is right, since a key was corrected. */
  granted?: true;
};
/** As the server keeps it. */
export type FullSheet = Omit<Sheet, 'items'> & { items: FullItem[] };

/** A new order of 0 … count - 1. */
export type Mix = (count: number) => number[];

type Head = Omit<Sheet, 'items'>;
type PaperItem = PaperSheet['items'][number];
const straight: Mix = (count) => Array.from({ length: count }, (_, at) => at);

/** How many places the item has, and whether they must be mixed whatever the rules say: their order is the key. */
function placesOf(question: Question): { count: number; always: boolean } {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return { count: question.options.length, always: false };
    case 'matching':
      return { count: question.pairs.length + question.extra.length, always: true };
    case 'ordering':
      return { count: question.steps.length, always: true };
    default:
      return { count: 0, always: false };
  }
}

/** The texts of the places, in the order of the bank. */
function textsOf(question: Question): string[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return question.options.map(({ text }) => text);
    case 'matching':
      return [...question.pairs.map(({ right }) => right), ...question.extra];
    case 'ordering':
      return question.steps;
    default:
      return [];
  }
}

const leftsOf = (question: Question): string[] => (question.type === 'matching' ? question.pairs.map(({ left }) => left) : []);

/** @param mix chance; @param media of the item, with its bytes */
export function fullItem(item: PaperItem, shuffleOptions: boolean, mix: Mix): FullItem {
  const { question, points, stem, explanation, citations, itemId, versionId, languages } = item;
  const { count, always } = placesOf(question);
  const shown = (always || shuffleOptions ? mix : straight)(count);
  const options = (of: Question): string[] => shown.map((at) => textsOf(of)[at] ?? '');
  const translations = Object.fromEntries(Object.entries(languages).map(([language, said]) => [
    language, { stem: said.stem, options: options(said.question), lefts: leftsOf(said.question) },
  ]));
  const base = { stem, points, media: [], translations };
  return { itemId, versionId, asked: { ...base, ...typed(question, options) }, question, shown, explanation, citations };
}

type Typed = SheetItem extends infer One ? (One extends SheetItem ? Omit<One, 'stem' | 'points' | 'media' | 'translations'> : never) : never;

function typed(question: Question, options: (of: Question) => string[]): Typed {
  switch (question.type) {
    case 'single':
    case 'multiple':
    case 'ordering':
      return { type: question.type, options: options(question) };
    case 'matching':
      return { type: 'matching', lefts: leftsOf(question), options: options(question) };
    default:
      return { type: question.type };
  }
}

export const fullSheet = (head: Head, paper: PaperSheet, mix: Mix): FullSheet => ({
  ...head, items: paper.items.map((item) => fullItem(item, head.shuffleOptions, mix)),
});

/** What is sealed and sent. @param media by place on the sheet */
export const sheetToSend = ({ items, ...head }: FullSheet, media: (item: FullItem) => SheetMedia[] = () => []): Sheet => ({
  ...head, items: items.map((item) => ({ ...item.asked, media: media(item) })),
});

/** An answer by places on the sheet → by places in the bank, as scoring wants it. */
export function toBank({ shown, question }: FullItem, given: Given): Answer {
  const place = (at: number): number => shown[at] ?? -1;
  switch (given.type) {
    case 'single':
      return { type: 'single', option: place(given.option) };
    case 'multiple':
      return { type: 'multiple', options: given.options.map(place) };
    case 'matching':
      return { type: 'matching', rights: given.rights.map((at) => (at === null ? null : place(at))) };
    case 'ordering':
      return { type: 'ordering', order: given.order.map(place) };
    case 'truefalse':
      return given;
    default:
      return { type: question.type === 'number' || question.type === 'open' ? question.type : 'short', text: given.text };
  }
}

/** The right answer by places on the sheet; undefined for what a person reads. */
export function rightOf({ question, shown }: FullItem): Given | undefined {
  const place = (bank: number): number => shown.indexOf(bank);
  switch (question.type) {
    case 'single':
      return { type: 'single', option: place(question.options.findIndex(({ right }) => right)) };
    case 'multiple':
      return { type: 'multiple', options: question.options.flatMap(({ right }, at) => (right ? [place(at)] : [])).sort((a, b) => a - b) };
    case 'truefalse':
      return { type: 'truefalse', answer: question.answer };
    case 'matching':
      return { type: 'matching', rights: question.pairs.map((_, at) => place(at)) };
    case 'ordering':
      return { type: 'ordering', order: question.steps.map((_, at) => place(at)) };
    case 'short':
      return { type: 'short', text: question.accepted[0] ?? '' };
    case 'number':
      return { type: 'number', text: String(question.answer).replace('.', ',') };
    default:
      return undefined;
  }
}

/** As much of an item as an arriving answer is checked against. */
export type ItemShape = { type: Given['type']; options: number; lefts: number };
export const shapeOf = ({ asked }: FullItem): ItemShape => ({
  type: asked.type,
  options: 'options' in asked ? asked.options.length : 0,
  lefts: 'lefts' in asked ? asked.lefts.length : 0,
});

const below = (count: number) => (at: number): boolean => at >= 0 && at < count;
const distinct = (list: readonly number[]): boolean => new Set(list).size === list.length;

/** Can this be an answer to that item? Wrong answers can; options that it does not have cannot. */
export function fitsItem(shape: ItemShape, given: Given): boolean {
  if (given.type !== shape.type) return false;
  switch (given.type) {
    case 'single':
      return below(shape.options)(given.option);
    case 'multiple':
      return given.options.every(below(shape.options)) && distinct(given.options);
    case 'matching':
      return given.rights.length === shape.lefts && given.rights.every((at) => at === null || below(shape.options)(at));
    case 'ordering':
      return given.order.length <= shape.options && given.order.every(below(shape.options)) && distinct(given.order);
    default:
      return true;
  }
}
