const vietnamese = new Intl.Collator('vi');

/**
 * Order of words in Vietnamese lists: An, Ánh, Ăn, Ân … Dũng, Đạt. Agrees with `collate "vi-x-icu"` in SQL
 * for words; use the SQL form when the database pages the list.
 */
export const compareVi = (a: string, b: string): number => vietnamese.compare(a, b);

/**
 * Order of people in Vietnamese lists: by given name, which is the last word, then by the rest. A name stays
 * one field (`full_name`), because minority names such as "Lâm Sa Rêm" do not split in three.
 */
export function comparePeople(a: string, b: string): number {
  const [givenA, restA] = splitName(a);
  const [givenB, restB] = splitName(b);
  return vietnamese.compare(givenA, givenB) || vietnamese.compare(restA, restB);
}

function splitName(name: string): [given: string, rest: string] {
  const words = name.normalize('NFC').trim().split(/\s+/);
  return [words.at(-1) ?? '', words.slice(0, -1).join(' ')];
}
