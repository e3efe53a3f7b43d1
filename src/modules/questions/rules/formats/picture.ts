/** Pictures of a question in a stranger's file, before their content is judged. */
import { quote, type ImportNote } from './understood.ts';

/**
 * `option`: the place of the option it stands with, null: it stands with the question; `key` finds its content among
 * what the file brought; `text` is what the file says of it, often nothing.
 */
export type Picture = { option: number | null; key: string; name: string; text: string };

/** A picture whose content was judged and is in the store of files. */
export type KeptPicture = Pick<Picture, 'option' | 'name' | 'text'> & { fileId: string; type: string; bytes: number };

/** A picture that leaves with its question; `name` is that of a file, of ASCII letters; its size in pixels. */
export type Shown = Pick<Picture, 'option' | 'name' | 'text'> & { fileId: string; base64: string; width: number; height: number };

export const shownAt = (shown: readonly Shown[], place: number | null): Shown | undefined => shown.find(({ option }) => option === place);

/** The content of pictures by their keys, base64. */
export type Pictures = Map<string, string>;

export const nameOfPath = (path: string): string => path.split('/').at(-1) ?? '';

/** One picture a place; a second one is named. */
export function addPicture(all: Picture[], picture: Picture): boolean {
  if (all.some(({ option }) => option === picture.option)) return false;
  all.push(picture);
  return true;
}

export const leftOut = (line: number, { name, text }: Pick<Picture, 'name' | 'text'>): ImportNote => ({ line, code: 'picture.left', text: quote(text || name) });
