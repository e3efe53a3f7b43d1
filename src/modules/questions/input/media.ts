/** The form of a picture or recording. */
import { failed, ok, type Problem, type Result } from '#platform/result.ts';
import { normalise } from '#platform/text/normalise.ts';
import { audioLanguages, mediaLimits, type MediaForm } from '../rules/media.ts';

export type TypedMedia = { kind: string; option: string; language: string; text: string; seen: string };
export type MediaUpload = MediaForm & { file: File; seen: string };

export function readTypedMedia(form: FormData): TypedMedia {
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value.slice(0, 8_000) : '';
  };
  return { kind: text('kind'), option: text('option'), language: text('language'), text: text('text'), seen: text('seen') };
}

/** Problems: `media.file`, `media.alt` or `media.transcript` (missing), `media.long`, `media.language`. */
export function readMedia(form: FormData, typed: TypedMedia): Result<MediaUpload> {
  const problems: Problem[] = [];
  const wrong = (field: string, code: string) => problems.push({ field, code });
  const kind = typed.kind === 'audio' ? 'audio' : 'picture';
  const file = form.get('file');
  const text = normalise(typed.text).trim();
  const language = kind === 'audio' ? (audioLanguages.find((known) => known === typed.language) ?? null) : null;
  if (!(file instanceof File) || file.size === 0) wrong('file', 'media.file');
  if (text === '') wrong('text', kind === 'audio' ? 'media.transcript' : 'media.alt');
  if (text.length > mediaLimits.text) wrong('text', 'media.long');
  if (kind === 'audio' && !language) wrong('language', 'media.language');
  if (problems.length > 0) return failed(...problems);
  const option = kind === 'picture' && /^\d{1,2}$/.test(typed.option) ? Number(typed.option) : null;
  return ok({ kind, option, language, text, file: file as File, seen: typed.seen });
}

export const readMediumChoice = (form: FormData): { medium: number; seen: string } => ({
  medium: Number(form.get('medium')) || 0,
  seen: String(form.get('seen') ?? ''),
});
