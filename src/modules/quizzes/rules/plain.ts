/** The plain form: names of its fields, and what a filled-in one says. Pure. */
import type { Given, SheetItem } from './wire.ts';

export type Fields = Readonly<Record<string, string | string[]>>;

const first = (value: string | string[] | undefined): string => (Array.isArray(value) ? (value[0] ?? '') : (value ?? ''));
const list = (value: string | string[] | undefined): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const place = (text: string): number | null => (/^\d{1,3}$/.test(text) ? Number(text) : null);

/** `a3` is the answer to the fourth item, `a3.0` its first line. */
export const fieldOf = (item: number, line?: number): string => (line === undefined ? `a${item}` : `a${item}.${line}`);

/** Null where nothing is filled in. Steps of an order carry the place that each is given; ties go as they are shown. */
export function givenFrom(item: SheetItem, at: number, fields: Fields): Given | null {
  const value = fields[fieldOf(at)];
  switch (item.type) {
    case 'single': {
      const option = place(first(value));
      return option === null ? null : { type: 'single', option };
    }
    case 'multiple': {
      const options = [...new Set(list(value).flatMap((text) => place(text) ?? []))].sort((a, b) => a - b);
      return options.length === 0 ? null : { type: 'multiple', options };
    }
    case 'truefalse':
      return first(value) === '' ? null : { type: 'truefalse', answer: first(value) === 'true' };
    case 'matching': {
      const rights = item.lefts.map((_, line) => place(first(fields[fieldOf(at, line)])));
      return rights.every((right) => right === null) ? null : { type: 'matching', rights };
    }
    case 'ordering':
      return ordering(item.options.length, at, fields);
    default: {
      // Forms send CRLF; nothing typed is changed otherwise.
      const text = first(value).replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed();
      return text.trim() === '' ? null : { type: item.type, text };
    }
  }
}

function ordering(count: number, at: number, fields: Fields): Given | null {
  const steps = Array.from({ length: count }, (_, step) => ({ step, place: place(first(fields[fieldOf(at, step)])) }));
  if (steps.every((one) => one.place === null)) return null;
  const sorted = [...steps].sort((a, b) => (a.place ?? count) - (b.place ?? count) || a.step - b.step);
  return { type: 'ordering', order: sorted.map(({ step }) => step) };
}
