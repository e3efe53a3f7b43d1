/** A question in another language: the same parts at the same places, so that answers mean the same. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { limits, type Question } from './item.ts';

/** `texts`: see `partsOf`; for a short answer the further forms that are accepted, as many as there are. */
export type Words = { stem: string; texts: string[]; explanation: string };

/** What there is to translate besides stem and explanation, at its place. */
export function partsOf(question: Question): string[] {
  switch (question.type) {
    case 'single':
    case 'multiple':
      return question.options.map(({ text }) => text);
    case 'matching':
      return [...question.pairs.map(({ left }) => left), ...question.pairs.map(({ right }) => right), ...question.extra];
    case 'ordering':
      return question.steps;
    default:
      return [];
  }
}

/** The question with these words; what people say why an option is right is not translated and left out. */
export function translated(question: Question, texts: readonly string[]): Question {
  const at = (place: number): string => texts[place] ?? '';
  switch (question.type) {
    case 'single':
    case 'multiple':
      return { ...question, options: question.options.map((option, place) => ({ ...option, text: at(place), feedback: '' })) };
    case 'matching': {
      const count = question.pairs.length;
      return {
        ...question,
        pairs: question.pairs.map((_, place) => ({ left: at(place), right: at(count + place) })),
        extra: question.extra.map((_, place) => at(2 * count + place)),
      };
    }
    case 'ordering':
      return { ...question, steps: question.steps.map((_, place) => at(place)) };
    case 'short':
      return withAccepted(question, texts);
    default:
      return question;
  }
}

/** A short answer counts in whatever language it is given. */
export function withAccepted(question: Question, texts: readonly string[]): Question {
  if (question.type !== 'short') return question;
  return { ...question, accepted: [...new Set([...question.accepted, ...texts.filter((text) => text.trim() !== '')])] };
}

/** Problems: `stem.missing`, `stem.long`, `explanation.long`, `parts.missing`, `parts.long`, `parts.repeated`. */
export function readWords(question: Question, words: Words): Result<Words> {
  const { stem, texts, explanation } = words;
  const parts = partsOf(question);
  const problems: (Problem | false)[] = [
    stem.trim() === '' && { field: 'stem', code: 'stem.missing' },
    stem.length > limits.stem && { field: 'stem', code: 'stem.long' },
    explanation.length > limits.explanation && { field: 'explanation', code: 'explanation.long' },
    parts.some((_, place) => !texts[place]?.trim()) && { field: 'text0', code: 'parts.missing' },
    texts.some((text) => text.length > limits.option) && { field: 'text0', code: 'parts.long' },
    hasRepeated(question, texts) && { field: 'text0', code: 'parts.repeated' },
  ];
  const found = problems.filter((each) => each !== false);
  const kept = question.type === 'short' ? texts.filter((text) => text.trim() !== '').slice(0, limits.options) : texts.slice(0, parts.length);
  return found.length > 0 ? failed(...found) : ok({ stem, texts: kept, explanation });
}

/** Two options that differ must differ in translation, or nobody can choose. */
function hasRepeated(question: Question, texts: readonly string[]): boolean {
  const chosen = question.type === 'matching' ? texts.slice(0, question.pairs.length) : question.type === 'short' ? [] : texts;
  const said = chosen.map((text) => text.trim()).filter((text) => text !== '');
  return new Set(said).size < said.length;
}
