/** Pictures and recordings of a question in a stranger's file, before their content is judged. */
import type { AudioLanguage } from '../media.ts';
import { quote, type ImportNote } from './understood.ts';

/**
 * `option`: the place of the option it stands with, null: it stands with the question; `key` finds its content among
 * what the file brought; `text` is what the file says of it, often nothing. What speaks a `language` is a recording.
 */
export type Picture = { option: number | null; key: string; name: string; text: string; language?: AudioLanguage };

/** A picture whose content was judged and is in the store of files. */
export type KeptPicture = Omit<Picture, 'key'> & { fileId: string; type: string; bytes: number };

/** What leaves with its question; `name` is that of a file, of ASCII letters; the size of a picture in pixels. */
export type Shown = Omit<Picture, 'key'> & { fileId: string; type: string; base64: string; width: number; height: number };

export const shownAt = (shown: readonly Shown[], place: number | null): Shown | undefined =>
  shown.find(({ option, language }) => option === place && !language);
/** Recordings are of the whole question. */
export const soundsOf = (shown: readonly Shown[]): Shown[] => shown.filter(({ language }) => language);

/** The content of pictures by their keys, base64. */
export type Pictures = Map<string, string>;

export const nameOfPath = (path: string): string => path.split('/').at(-1) ?? '';

/** One picture a place, one recording a language, of the question and with its words; what is beyond is named. */
export function addPicture(all: Picture[], picture: Picture): boolean {
  if (picture.language && (picture.option !== null || picture.text === '')) return false;
  if (all.some(({ option, language }) => option === picture.option && language === picture.language)) return false;
  all.push(picture);
  return true;
}

export const leftOut = (line: number, { name, text }: Pick<Picture, 'name' | 'text'>): ImportNote => ({ line, code: 'picture.left', text: quote(text || name) });
