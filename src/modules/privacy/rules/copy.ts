import type { Json } from '#platform/ledger/canonical.ts';
import type { PersonalRecords } from '#platform/personal-data.ts';

/** One kind of record of one module, as read. */
export type Part = PersonalRecords & { module: string };

/** The copy that a person gets: everything that is kept about them when it was made. */
export type Copy = {
  format: 'caunoi.personal-data/1';
  madeAt: string;
  name: string;
  parts: Part[];
  /** Days in force when it was made, see `termsOf`. */
  terms: Terms;
};

/** Days in force by the name of a rule without its module, as the words of kinds say them: `{mails, number}`. */
export type Terms = Readonly<Record<string, number>>;
export const termsOf = (days: Readonly<Record<string, number>>): Terms =>
  Object.fromEntries(Object.entries(days).map(([rule, each]) => [rule.slice(rule.indexOf('.') + 1), each]));

/** More records than this are put together by a job, so that nobody waits for a page. */
export const LARGE = 2_000;

/** Records in all. */
export const sizeOf = (parts: readonly Part[]): number => parts.reduce((sum, { records }) => sum + records.length, 0);

/** Every field that occurs in a kind, in the order of its first use. */
export const fieldsOf = (records: readonly { readonly [field: string]: Json }[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];
