/** How often an item was answered in which way: all that other systems are told about answers. */
import type { Answer, Question } from '#modules/questions/index.server.ts';
import { SMALL } from '#platform/text/disclosure.ts';

/** An answer made of places in the item. What somebody wrote is never one: it could hold anything, a name too. */
export type Closed = Extract<Answer, { type: 'single' | 'multiple' | 'truefalse' | 'matching' | 'ordering' }>;
export type Counted = { /** Null: written. */ answer: Closed | null; score: number; count: number };

/** Texts of an item in another language, by places in the bank. */
export type Said = { stem: string; options: string[]; lefts: string[] };
export type Answered = { question: Question; english: Said | null; given: Counted[]; /** Not answered, or answered in a way of too many. */ blank: number };

/** Ways of answering that are counted apart; more than these are rare each. */
export const MOST_WAYS = 500;

const wayOf = (answer: Answer, score: number): Omit<Counted, 'count'> => {
  if (answer.type === 'short' || answer.type === 'number' || answer.type === 'open') return { answer: null, score };
  return { answer: answer.type === 'multiple' ? { ...answer, options: [...answer.options].sort((a, b) => a - b) } : answer, score };
};

export type Ways = { blank: number; given: Map<string, Counted> };

/** Counts one more answer. */
export function count(ways: Ways, answer: Answer | null, score: number): void {
  const way = answer && wayOf(answer, score);
  const name = JSON.stringify(way);
  const known = ways.given.get(name);
  if (known) known.count += 1;
  else if (way && ways.given.size < MOST_WAYS) ways.given.set(name, { ...way, count: 1 });
  else ways.blank += 1;
}

/**
 * The ways that are told. Whoever knows how many were asked knows how many are not told: so those are either none, or
 * more than `SMALL` of at least two kinds.
 */
export function toldOf({ given, blank }: Pick<Answered, 'given' | 'blank'>): Counted[] {
  const rising = [...given].filter((each) => each.count > 0).sort((a, b) => a.count - b.count);
  let hidden = rising.filter((each) => each.count <= SMALL).length;
  let sum = blank + rising.slice(0, hidden).reduce((all, each) => all + each.count, 0);
  const kinds = (): number => hidden + (blank > 0 ? 1 : 0);
  while (hidden < rising.length && sum > 0 && (sum <= SMALL || (hidden > 0 && kinds() < 2))) {
    sum += rising[hidden]!.count;
    hidden += 1;
  }
  return rising.slice(hidden).reverse();
}
