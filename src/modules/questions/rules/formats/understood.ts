/** What an importer understood of a file, question by question, before anything is saved. */
import type { Difficulty } from '../bank.ts';
import type { Item } from '../item.ts';
import type { KeptPicture, Picture } from './picture.ts';

/**
 * `line` counts from 1 in the file (paragraphs in a Word file, rows in a sheet; 0: of the whole); `part`: which file of
 * a package or which sheet, where there are several; `code` has words `questions.desk.note.<code>`.
 */
export type ImportNote = { line: number; code: string; text: string; part?: string };

export type UnderstoodItem = {
  /** Where it begins, as in a note. */
  line: number;
  part?: string;
  item: Item;
  /** When the file says it. */
  difficulty?: Difficulty;
  /** Those that the file has, where it has any. */
  pictures?: Picture[];
  notes: ImportNote[];
};

export type Understood = {
  /** What was understood, and what a person should look at. */
  items: UnderstoodItem[];
  /** What belongs to no question, or could not be read at all. */
  notes: ImportNote[];
};

/** The same as it waits for somebody to choose: pictures are in the store of files. */
export type KeptItem = Omit<UnderstoodItem, 'pictures'> & { pictures?: KeptPicture[] };
export type Kept = Omit<Understood, 'items'> & { items: KeptItem[] };

/** The beginning of a text, for a note. */
export const quote = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
