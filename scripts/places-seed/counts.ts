/** Counts that the acts state, and the same counts taken from the book. */
import type { Day } from '#platform/clock.ts';
import { alive, versionAt } from './book.ts';

/** Numbers that the acts state, by day: province, then "count kind" of its districts and communes. */
export const EXPECTED: [Day, number, string][] = [
  ['2022-09-30', 70, '1 thành phố, 2 thị xã, 8 huyện; 90 xã, 15 phường, 6 thị trấn'],
  ['2022-10-01', 70, '1 thành phố, 3 thị xã, 7 huyện; 86 xã, 20 phường, 5 thị trấn'],
  ['2025-06-30', 70, '1 thành phố, 3 thị xã, 7 huyện; 86 xã, 20 phường, 5 thị trấn'],
  ['2021-06-30', 75, '2 thành phố, 9 huyện; 122 xã, 40 phường, 8 thị trấn'],
  ['2021-07-01', 75, '2 thành phố, 9 huyện; 121 xã, 40 phường, 9 thị trấn'],
  ['2025-06-30', 75, '2 thành phố, 9 huyện; 117 xã, 33 phường, 9 thị trấn'],
  ['2025-07-01', 75, '72 xã, 23 phường'],
  ['2026-04-30', 75, '62 xã, 33 phường'],
];

/** What a province consists of on a day, in the words of `EXPECTED`. */
export function count(on: Day, province: number): string {
  const below = (parents: number[]) =>
    alive(on).filter((place) => parents.includes(versionAt(place, on)!.parent ?? -1));
  const first = below([province]);
  const levels = [first, below(first.map((place) => place.id))].filter((level) => level.length > 0);
  const order = ['thành phố', 'thị xã', 'huyện', 'xã', 'phường', 'thị trấn'];
  return levels
    .map((level) => {
      const kinds = level.map((place) => versionAt(place, on)!.kind);
      const total = (kind: string) => kinds.filter((each) => each === kind).length;
      return order
        .filter((kind) => total(kind) > 0)
        .map((kind) => `${total(kind)} ${kind}`)
        .join(', ');
    })
    .join('; ');
}
