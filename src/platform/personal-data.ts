import type { Instant } from './clock.ts';
import type { Db } from './database/client.ts';
import type { Json } from './ledger/canonical.ts';
import type { Result } from './result.ts';

/** Who a request for one's own data is about: a sign-in account. */
export type DataSubject = { personId: string };

/** One kind of record that a module keeps about a person. `key` has words `<module>.personal.<key>` for screens. */
export type PersonalRecords = {
  key: string;
  /** What an erasure does with them; `reduced` and `kept` have words `<module>.personal.<key>.kept` that say why. */
  onErase: 'erased' | 'reduced' | 'kept';
  /** Fields that hold a code, with the prefix of its words: `{ role: 'people.desk.role' }`. */
  codes?: Readonly<Record<string, string>>;
  /**
   * Why it is kept and until when are words too: `<module>.personal.<key>.why` and `.until`. Names of fields are
   * `privacy.field.<field>`. Instants are ISO texts in UTC, days `YYYY-MM-DD`.
   */
  records: readonly { readonly [field: string]: Json }[];
};

/** What became of each kind of record when a person asked to be erased: gone, or kept for a stated reason. */
export type Erased = { key: string; erased: number; kept: number; reason?: string };

/** What a person asked to have put right, and the right value, in the form that the field is stored in. */
export type Correction = { field: 'name' | 'email' | 'phone'; value: string };

/** A rule of keeping, as a module declares it; how long is data that an administrator edits. */
export type RetentionRule = {
  /** `module.what`; words `<module>.desk.retention.<what>` and `.why`. */
  key: string;
  /** Default number of days. */
  days: number;
  /** Shortest and longest that may be set. */
  least: number;
  most: number;
  /** Rows that the rule reaches today. `before`: kept no longer than this instant. */
  count(db: Db, before: Instant): Promise<number>;
  /** Deletes or empties at most `limit` of them. @returns how many */
  apply(db: Db, before: Instant, limit: number): Promise<number>;
};

export type PersonalData = {
  /** Everything about the person, complete: what is not in here is not kept. */
  read(db: Db, subject: DataSubject, now: Instant): Promise<PersonalRecords[]>;
  /**
   * Erases what may be erased, inside the caller's transaction. `signed`: acts in an official role bear the person's
   * name somewhere, so the name itself stays.
   */
  erase(tx: Db, subject: DataSubject, now: Instant, signed: boolean): Promise<Erased[]>;
  /** How many acts in an official role bear the person's name in the module. */
  signed?(db: Db, subject: DataSubject): Promise<number>;
  /**
   * Puts a field right wherever the module keeps it, inside the caller's transaction. Problems at `right`.
   * @returns in how many places
   */
  correct?(tx: Db, subject: DataSubject, correction: Correction, now: Instant): Promise<Result<number>>;
  /**
   * Every column `schema.table.column` that says who somebody is: those that `read` shows and `erase` deals with, and
   * those left out, each with the reason. A test compares the list with the database.
   */
  columns: { covered: readonly string[]; leftOut?: Readonly<Record<string, string>> };
  retention?: readonly RetentionRule[];
};

/** One record: instants as ISO texts; what is absent is left out. */
export const personalRecord = (fields: Readonly<Record<string, Json | Date | undefined>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [[key, value instanceof Date ? value.toISOString() : value]],
    ),
  );

export type OfficialAct = { at: Instant; what: string };

/**
 * For a module that knows people only by what they did in an official role: it is shown to them and stays on record.
 * Words `<module>.personal.acts`, `.why`, `.until`, `.kept` and `<module>.personal.act.<what>`.
 */
export const officialActs = (
  module: string,
  actsOf: (db: Db, personId: string) => Promise<OfficialAct[]>,
  columns: PersonalData['columns'],
): PersonalData => ({
  async read(db, { personId }) {
    const records = (await actsOf(db, personId)).map((act) => personalRecord(act));
    return [{ key: 'acts', onErase: 'kept', codes: { what: `${module}.personal.act` }, records }];
  },
  async erase(tx, { personId }) {
    const kept = (await actsOf(tx, personId)).length;
    return [{ key: 'acts', erased: 0, kept, ...(kept > 0 ? { reason: 'public_record' } : {}) }];
  },
  signed: async (db, { personId }) => (await actsOf(db, personId)).length,
  columns,
});
