import type { Instant } from './clock.ts';
import type { Db } from './database/client.ts';
import type { Json } from './ledger/canonical.ts';

/** Who a request for one's own data is about: a sign-in account. */
export type DataSubject = { personId: string };

/** One kind of record that a module keeps about a person. `key` has words `<module>.personal.<key>` for screens. */
export type PersonalRecords = {
  key: string;
  /** Why it is kept and until when are words too: `<module>.personal.<key>.why`. */
  records: readonly { readonly [field: string]: Json }[];
};

/** What became of each kind of record when a person asked to be erased: gone, or kept for a stated reason. */
export type Erased = { key: string; erased: number; kept: number; reason?: string };

/** A rule of keeping, as a module declares it; how long is data that an administrator edits. */
export type RetentionRule = {
  /** `module.what`; words `<module>.retention.<what>`. */
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
  read(db: Db, subject: DataSubject): Promise<PersonalRecords[]>;
  /** Erases what may be erased, inside the caller's transaction. */
  erase(tx: Db, subject: DataSubject, now: Instant): Promise<Erased[]>;
  retention?: readonly RetentionRule[];
};
