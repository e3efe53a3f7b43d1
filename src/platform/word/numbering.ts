/** Automatic numbers of Word: what stands in front of a paragraph that nobody typed. ECMA-376 part 1, §17.9. */

export type Level = { start: number; format: string; text: string };
/** Levels by the id that paragraphs name. */
export type Numbering = ReadonlyMap<string, readonly Level[]>;

const ROMAN: [number, string][] = [
  [1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'], [10, 'X'], [9, 'IX'],
  [5, 'V'], [4, 'IV'], [1, 'I'],
];

function roman(value: number): string {
  let left = value;
  return ROMAN.map(([unit, sign]) => {
    const times = Math.floor(left / unit);
    left -= times * unit;
    return sign.repeat(times);
  }).join('');
}

/** A, B … Z, AA, BB: Word repeats the letter. */
const letter = (value: number): string => String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));

function write(value: number, format: string): string {
  if (value < 1 || value > 5_000) return String(value);
  if (format === 'upperLetter') return letter(value);
  if (format === 'lowerLetter') return letter(value).toLowerCase();
  if (format === 'upperRoman') return roman(value);
  if (format === 'lowerRoman') return roman(value).toLowerCase();
  return format === 'bullet' || format === 'none' ? '' : String(value);
}

/** Counts along a document and says each label. */
export class Counter {
  readonly #numbering: Numbering;
  readonly #counts = new Map<string, number[]>();

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  /** The label of the next paragraph of that list and level; empty for bullets and unknown lists. */
  next(list: string, level: number): string {
    const levels = this.#numbering.get(list);
    const own = levels?.[level];
    if (!levels || !own) return '';
    const counts = this.#counts.get(list) ?? [];
    this.#counts.set(list, counts);
    counts[level] = (counts[level] ?? own.start - 1) + 1;
    // A deeper level begins anew below the next paragraph of this one.
    counts.length = level + 1;
    if (own.format === 'bullet') return '';
    return own.text.replace(/%(\d)/gu, (_, digit: string) => {
      const at = Number(digit) - 1;
      const { start = 1, format = 'decimal' } = levels[at] ?? {};
      return write(counts[at] ?? start, format);
    });
  }
}
