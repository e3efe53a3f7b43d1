/** Pictures and recordings that belong to a question. */
import { fieldProblem, ok, type Result } from '#platform/result.ts';
import type { Question } from './item.ts';
import type { SheetMedia } from './paper.ts';

export const mediaLimits = { pictureMegabytes: 10, audioMegabytes: 5, perVersion: 14, text: 4_000 } as const;
export const audioLanguages = ['vi', 'en', 'km', 'sti'] as const;
export type AudioLanguage = (typeof audioLanguages)[number];

/** What was said about a file that is put to a question. */
export type MediaForm = Pick<SheetMedia, 'kind' | 'option' | 'language' | 'text'>;

export const optionsOf = (question: Question): number =>
  question.type === 'single' || question.type === 'multiple' ? question.options.length : 0;

/**
 * A picture stands with the stem or with one option, one each; a recording is of the whole question, one a language.
 * Problems: `media.option`, `media.twice`, `media.many`.
 */
export function checkMedia(question: Question, present: readonly MediaForm[], { kind, option, language }: MediaForm): Result<void> {
  if (option !== null && option >= optionsOf(question)) return fieldProblem('option', 'media.option');
  if (present.length >= mediaLimits.perVersion) return fieldProblem('file', 'media.many', { limit: mediaLimits.perVersion });
  const same = present.some((one) => one.kind === kind && one.option === option && one.language === language);
  return same ? fieldProblem(kind === 'picture' ? 'option' : 'language', 'media.twice') : ok(undefined);
}

/** Pictures of options that the question no longer has. */
export const strayMedia = <T extends MediaForm>(question: Question, media: readonly T[]): T[] =>
  media.filter(({ option }) => option !== null && option >= optionsOf(question));
