/** What an answer is worth. Only ever asked on the server. */
import { fold } from '#platform/text/fold.ts';
import { normaliseLine } from '#platform/text/normalise.ts';
import type { Question } from './item.ts';

/**
 * What a person answered; options, pairs and steps by their places in the item (0 is the first), whatever order they
 * were shown in. Null: nothing yet.
 */
export type Answer =
  | { type: 'single'; option: number }
  | { type: 'multiple'; options: number[] }
  | { type: 'truefalse'; answer: boolean }
  /** By left: the place of the chosen right among the pairs' rights, then the extra ones; null: not chosen. */
  | { type: 'matching'; rights: (number | null)[] }
  | { type: 'ordering'; order: number[] }
  | { type: 'short'; text: string }
  | { type: 'number'; text: string }
  | { type: 'open'; text: string };

/** "1.234,5" and "1234.5" are one number; undefined for what is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0]/g, '').replace(/[−–]/g, '-');
  const vietnamese = /^-?\d{1,3}(\.\d{3})+(,\d+)?$/.test(plain) || /^-?\d+,\d+$/.test(plain);
  const value = vietnamese ? plain.replaceAll('.', '').replace(',', '.') : plain;
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

const plain = (text: string, folded: boolean): string => {
  const line = normaliseLine(text).replace(/[.?!]+$/, '');
  return folded ? fold(line) : line.toLowerCase();
};

/**
 * From 0 to 1; null when a person has to read it. Matching counts the pairs that are right; everything else is right
 * or wrong: half a set of right options is what guessing gives.
 */
export function scoreOf(question: Question, answer: Answer | null): number | null {
  if (question.type === 'open') return answer === null ? 0 : null;
  if (answer === null || answer.type !== question.type) return 0;
  return right(question, answer);
}

function right(question: Exclude<Question, { type: 'open' }>, answer: Answer): number {
  const all = (yes: boolean): number => (yes ? 1 : 0);
  if (question.type === 'single' && answer.type === 'single') return all(question.options[answer.option]?.right === true);
  if (question.type === 'multiple' && answer.type === 'multiple') {
    const chosen = new Set(answer.options);
    const right = question.options.filter((option, at) => option.right && chosen.has(at)).length;
    return all(right === chosen.size && right === question.options.filter((option) => option.right).length);
  }
  if (question.type === 'truefalse' && answer.type === 'truefalse') return all(question.answer === answer.answer);
  if (question.type === 'matching' && answer.type === 'matching') {
    const texts = [...question.pairs.map((pair) => pair.right), ...question.extra];
    const met = question.pairs.filter((pair, at) => texts[answer.rights[at] ?? -1] === pair.right).length;
    return question.pairs.length === 0 ? 0 : met / question.pairs.length;
  }
  if (question.type === 'ordering' && answer.type === 'ordering') {
    return all(answer.order.length === question.steps.length && answer.order.every((step, at) => step === at));
  }
  if (question.type === 'short' && answer.type === 'short') {
    const given = plain(answer.text, question.folded);
    return all(given !== '' && question.accepted.some((text) => plain(text, question.folded) === given));
  }
  if (question.type === 'number' && answer.type === 'number') {
    const value = readNumber(answer.text);
    // A tolerance written as 0,1 must not fail on the last binary digit.
    return all(value !== undefined && Math.abs(value - question.answer) <= question.tolerance + Number.EPSILON * Math.max(1, Math.abs(value), Math.abs(question.answer)) * 4);
  }
  return 0;
}
