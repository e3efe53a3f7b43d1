/** What a Word file of ours is made of. */
export type WordText = { text: string; bold: boolean };
export type WordBlock =
  /** `question` stays with what follows; `option` is indented; `heading` is centred and begins a page. */
  | { kind: 'question' | 'option' | 'line' | 'heading'; runs: WordText[] }
  /** A JPEG, its size in pixels; `text` is said instead of it. */
  | { kind: 'picture'; below: 'question' | 'option'; name: string; text: string; base64: string; width: number; height: number }
  /** With borders; the first column as wide as its text. */
  | { kind: 'table'; rows: string[][] };

/** `title` stands in the head of every page, and the number of the page at its foot. */
export type WordOrder = { title: string; author: string };
