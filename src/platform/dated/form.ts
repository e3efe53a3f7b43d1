/** Reads forms about a dated tree. What was typed comes back with what is wrong with it. */
import type { Day } from '../clock.ts';
import type { Problem } from '../result.ts';
import { normaliseLine } from '../text/normalise.ts';
import { isDay } from './query.ts';

export type Typed = Record<string, string>;
const MAX_TYPED = 2_000;

/** Every text field, as it is shown again. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  for (const [name, value] of form) {
    if (typeof value === 'string' && /^[A-Za-z]{1,20}$/.test(name)) typed[name] = normaliseLine(value).slice(0, MAX_TYPED);
  }
  return typed;
}

/** Problems at their fields: `text.missing`, `text.long` {most}, `day.missing`. */
export class FieldReader {
  readonly problems: Problem[] = [];
  readonly typed: Typed;
  constructor(typed: Typed) {
    this.typed = typed;
  }
  text(field: string, most: number): string {
    const text = this.optional(field, most);
    if (text === '') this.missing(field);
    return text;
  }
  missing(field: string): void {
    this.problems.push({ field, code: 'text.missing' });
  }
  optional(field: string, most: number): string {
    const text = this.typed[field] ?? '';
    if (text.length > most) this.problems.push({ field, code: 'text.long', values: { most } });
    return text;
  }
  day(field: string): Day {
    const text = this.typed[field] ?? '';
    if (!isDay(text)) this.problems.push({ field, code: 'day.missing' });
    return text;
  }
  /** One of many as a lookup field sends it: the id that was chosen, else the words that were typed; null for neither. */
  chosen(field: string): Chosen | null {
    const [id, text] = [this.typed[field] ?? '', this.typed[`${field}Text`] ?? ''];
    if (id === '' && text === '') return null;
    return { id: /^[1-9]\d{0,8}$/.test(id) ? Number(id) : null, text };
  }
}
export type Chosen = { id: number | null; text: string };
