/** What an importer understood of a file, question by question, before anything is saved. */
import type { Item } from '../item.ts';

/** `line` counts from 1 in the file (paragraphs in a Word file); `code` has words `questions.desk.note.<code>`. */
export type ImportNote = { line: number; code: string; text: string };

export type Understood = {
  /** The line on which it begins, what was understood, and what a person should look at. */
  items: { line: number; item: Item; notes: ImportNote[] }[];
  /** What belongs to no question, or could not be read at all. */
  notes: ImportNote[];
};

/** The beginning of a text, for a note. */
export const quote = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
