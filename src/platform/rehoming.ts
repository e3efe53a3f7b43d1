import type { Day, Instant } from './clock.ts';
import type { Db } from './database/client.ts';

/** Where what belonged to a body goes when the body ends: to this one, or (null) nowhere: it is closed with it. */
export type Destination = { from: number; to: number | null };

/** One line of the preview and of the record: so many of something in a body that ends, and what becomes of them. */
export type Touched = {
  /** Words `<module>.desk.rehoming.<key>`: members, roles, open ideas, deadlines, subscriptions, duties. */
  key: string;
  body: number;
  count: number;
  /** They go where the body's things go (and end with it when that is nowhere), they stay as history, or they end. */
  becomes: 'moves' | 'stays' | 'ends';
  /** Who holds an office, where the thing is an office: for the officers and the record, never for the public. */
  who?: string[];
};

/** A reorganisation that takes place now. */
export type Rehomed = {
  destinations: readonly Destination[];
  /** First day of the new order: before today when it is entered late. */
  on: Day;
  now: Instant;
  /** Number of the reorganisation, for what is written down about it. */
  number: number;
  /** The second officer, who confirmed it. */
  by: { personId: string; name: string };
};

/** How a module follows a reorganisation. Both run with the same list, the preview days or weeks before. */
export type Rehoming = {
  /** Name of the module: prefix of its words, and what a body that is split names heirs by. */
  module: string;
  /**
   * What the module has goes on even when nobody stands for the body (open cases, members): somebody is then named to
   * finish it. Rights do not: nobody inherits them upwards.
   */
  finishes: boolean;
  /** What the module has in these bodies today. */
  preview(db: Db, from: readonly number[], on: Day): Promise<Touched[]>;
  /** Moves it, in the transaction that changes the bodies. @returns what was done, for the record */
  apply(tx: Db, rehomed: Rehomed): Promise<Touched[]>;
};
