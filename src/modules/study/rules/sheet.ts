/** A printed list typed back in: which numbers were meant. */

/** Numbers of a list, "1-14, 16, 18"; dashes of any length, blanks, semicolons and line ends do no harm. */
export type Numbers = { numbers: number[]; wrong: string[] };

/** @param most how many the list has; what is not a number of it is told back as it was typed */
export function readNumbers(typed: string, most: number): Numbers {
  const numbers = new Set<number>();
  const wrong: string[] = [];
  const joined = typed.replace(/\s*[-\u2010-\u2015\u2212]\s*/g, '-');
  for (const part of joined.split(/[\s,;.]+/).filter((each) => each !== '')) {
    const [, first = '', last = first] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || from < 1 || to > most || from > to) wrong.push(part);
    else for (let number = from; number <= to; number += 1) numbers.add(number);
  }
  return { numbers: [...numbers].sort((a, b) => a - b), wrong };
}

/** "1–14, 16, 18": the same back on the screen. */
export function writeNumbers(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < numbers.length; at += 1) {
    const from = numbers[at]!;
    while (numbers[at + 1] === numbers[at]! + 1) at += 1;
    parts.push(numbers[at] === from ? String(from) : `${from}–${numbers[at]!}`);
  }
  return parts.join(', ');
}
